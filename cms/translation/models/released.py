"""How far a text was translated when it was released."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationStatus(models.TextChoices):
    """Who translated the text. The values reach the API."""

    HUMAN = "human", _("human")
    MACHINE = "machine", _("machine")
    PARTIAL = "partial", _("partial")


class ReleasedTranslation(models.Model):
    """The state of a work in a target locale at its latest release.

    The engine's own rows change while translators work. The public state changes with a release
    only, so it is written down then.
    """

    work = models.UUIDField()
    locale = models.CharField(max_length=12)
    source_locale = models.CharField(max_length=12)
    status = models.CharField(max_length=10, choices=TranslationStatus)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "locale"], name="translation_released_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.work}: {self.source_locale} → {self.locale} ({self.status})"
