"""The media account: who a journalist or broadcaster is, and whether downloads are open to them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountStatus(models.TextChoices):
    """Where a media account stands with the media office."""

    PENDING = "pending", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class MediaAccount(models.Model):
    """What is known of a media user. It is made when the address has been verified.

    Without ``ACCOUNTS_APPROVAL=manual`` every account is approved at once.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="media_account",
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    position = models.CharField(
        _("role"), max_length=200, blank=True, help_text=_("What the person does there.")
    )
    country_code = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters of ISO 3166-1.")
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=AccountStatus.choices,
        default=AccountStatus.APPROVED,
        db_index=True,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    refusal_reason = models.TextField(_("reason of the refusal"), blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    dormancy_notice_at = models.DateTimeField(
        _("warned of deletion"), null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("media account")
        verbose_name_plural = _("media accounts")

    def __str__(self) -> Any:
        return str(self.user)


class TrustedDomain(models.Model):
    """A domain of e-mail addresses whose new accounts are approved without a decision."""

    domain = models.CharField(
        _("domain"),
        max_length=253,
        unique=True,
        help_text=_("What stands after the @, such as broadcaster.example. Not its subdomains."),
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("trusted domain")
        verbose_name_plural = _("trusted domains")

    def __str__(self) -> str:
        return self.domain
