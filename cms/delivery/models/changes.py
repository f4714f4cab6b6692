"""The change log: one gap-free, commit-ordered sequence for each audience."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.delivery.models.documents import Audience, DocumentKind, DocumentStatus


class ChangeOperation(models.TextChoices):
    """What a keeper of a copy has to do."""

    UPSERT = "upsert", _("store")
    DELETE = "delete", _("delete")
    WITHHOLD = "withhold", _("withhold")


class ChangeCounter(models.Model):
    """The latest number given out to an audience. Its row lock puts commits in order."""

    audience = models.CharField(max_length=10, choices=Audience, primary_key=True)
    value = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.audience}: {self.value}"


class Change(models.Model):
    """One change that an audience can see."""

    audience = models.CharField(max_length=10, choices=Audience)
    seq = models.BigIntegerField()
    operation = models.CharField(max_length=10, choices=ChangeOperation)
    status = models.CharField(max_length=10, choices=DocumentStatus)
    kind = models.CharField(max_length=12, choices=DocumentKind)
    work = models.UUIDField()
    locale = models.CharField(max_length=12)
    path = models.CharField(max_length=2048, blank=True)
    previous_path = models.CharField(max_length=2048, blank=True)
    version = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "seq"], name="delivery_change_seq_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.seq}: {self.operation} {self.kind} {self.work}"
