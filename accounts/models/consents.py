"""What people agreed to: what they were shown, when, and when they took it back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.notices import NoticeEdition


class ConsentKind(models.TextChoices):
    """What a consent is about."""

    TERMS = "terms", _("Terms of use")
    NEWSLETTER = "newsletter", _("Newsletter")


class ConsentSource(models.TextChoices):
    """Where it was given or taken back."""

    REGISTRATION = "registration", _("Registration")
    ACCOUNT_CREATED = "account_created", _("Page after the registration")
    TERMS_PAGE = "terms_page", _("Page of a new version")
    PREFERENCES = "preferences", _("My account")
    API = "api", _("API")
    CLOSING = "closing", _("Closing of the account")


class Consent(models.Model):
    """One consent. Taking it back fills ``withdrawn_at``; giving it again adds a row.

    ``shown`` is the sentence beside the tick or button; the long text of the terms is the
    edition. ``user`` may become a pseudonym when an account is closed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consents",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=ConsentKind.choices)
    edition = models.ForeignKey(
        NoticeEdition, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(_("version"), default=0)
    locale = models.CharField(_("language"), max_length=10)
    subject = models.CharField(
        max_length=100, blank=True, help_text=_("What exactly, such as the newsletter's language.")
    )
    shown = models.TextField(_("what was shown"))
    source = models.CharField(max_length=20, choices=ConsentSource.choices)
    given_at = models.DateTimeField(_("given"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawal_source = models.CharField(max_length=20, choices=ConsentSource.choices, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["user", "kind"], name="accounts_consent_user_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "version"],
                condition=models.Q(kind=ConsentKind.TERMS, withdrawn_at=None),
                name="accounts_consent_terms_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.given_at:%Y-%m-%d}"
