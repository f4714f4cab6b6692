"""The security log: what happened to accounts. Rows are only ever added."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.append_only import AppendOnlyModel, AppendOnlyQuerySet


class AuthEventKind(models.TextChoices):
    """What happened."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGN_IN_BLOCKED = "sign_in_blocked", _("Sign-in blocked after too many attempts")
    SIGNED_OUT = "signed_out", _("Signed out")
    REGISTRATION_REQUESTED = "registration_requested", _("Registration requested")
    ACCOUNT_CREATED = "account_created", _("Account created")
    ACCOUNT_CLOSED = "account_closed", _("Account closed")
    ACCOUNT_DELETED = "account_deleted", _("Account deleted after long disuse")
    CODE_REFUSED = "code_refused", _("Wrong code")
    CODE_EXHAUSTED = "code_exhausted", _("Code blocked after wrong attempts")
    RESET_REQUESTED = "reset_requested", _("Password reset requested")
    PASSWORD_RESET = "password_reset", _("Password reset")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    ADDRESS_CHANGE_REQUESTED = "address_change_requested", _("Change of address requested")
    ADDRESS_CHANGED = "address_changed", _("Address changed")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("Recovery codes made")
    SECOND_FACTOR_FAILED = "second_factor_failed", _("Second factor failed")
    SESSION_ENDED = "session_ended", _("Session ended")
    ROLES_CHANGED = "roles_changed", _("Roles changed")
    INVITED = "invited", _("Invited")
    INVITATION_ACCEPTED = "invitation_accepted", _("Invitation accepted")
    DEACTIVATED = "deactivated", _("Account switched off")
    REACTIVATED = "reactivated", _("Account switched on")
    APPROVED = "approved", _("Media account approved")
    REFUSED = "refused", _("Media account refused")
    DATA_EXPORTED = "data_exported", _("Personal data exported")


class AuthEventQuerySet(AppendOnlyQuerySet["AuthEvent"]):
    """Reading; and the two ways in which the law makes rows shrink or go."""

    def forget_before(self, at: datetime) -> int:
        """Delete what happened before the instant; return how many rows."""
        return self.filter(at__lt=at)._raw_delete(self.db)

    def depersonalise(self, user: Any, *, digests: Iterable[str] = ()) -> int:
        """Remove where, with what and in which detail a person acted; what happened stays.

        ``digests`` of the person's address find the attempts that concern no account.
        """
        own = self.filter(Q(user=user) | Q(email_digest__in=list(digests)))
        models.QuerySet.update(self.filter(actor=user), ip_address=None, user_agent="")
        return models.QuerySet.update(
            own, ip_address=None, user_agent="", email_digest="", detail={}
        )


class AuthEvent(AppendOnlyModel):
    """One thing that happened to an account, or was tried."""

    at = models.DateTimeField(_("when"), db_index=True)
    kind = models.CharField(_("what"), max_length=40, choices=AuthEventKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="auth_events",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("done by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty when people act for themselves."),
    )
    email_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text=_("Keyed digest of the address tried.")
    )
    ip_address = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    objects = AuthEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        indexes = [models.Index(fields=["user", "-at"], name="accounts_event_user_at")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"
