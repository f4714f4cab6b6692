"""Who wants the newsletter, in which language."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.fields import EmailAddressField


class SubscriptionState(models.TextChoices):
    """Whether it is sent."""

    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")


class SubscriptionSource(models.TextChoices):
    """Where somebody opted in."""

    ACCOUNT_CREATED = "account_created", _("Page after the registration")
    PREFERENCES = "preferences", _("My account")
    API = "api", _("API")


class Subscription(models.Model):
    """The newsletter of one language for one address."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = EmailAddressField(_("email address"), max_length=254)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    locale = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=20, choices=SubscriptionState.choices)
    source = models.CharField(max_length=20, choices=SubscriptionSource.choices)
    started_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["email", "locale"], name="accounts_subscription_address_locale_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.locale})"
