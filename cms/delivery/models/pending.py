"""Projections that a worker will do."""

from typing import Self

from django.db import models

from cms.core.models.leased import OPEN_STATES, LeasedRow, LeasedRowQuerySet
from cms.delivery.models.documents import DocumentKind


class ProjectionJobQuerySet(LeasedRowQuerySet):
    """Finding what is still to do."""

    def waiting(self) -> Self:
        """Keep rows that no worker has finished."""
        return self.filter(state__in=OPEN_STATES)


class ProjectionJob(LeasedRow):
    """A document to project later, because too many embed what changed."""

    kind = models.CharField(max_length=12, choices=DocumentKind)
    work = models.UUIDField()
    locale = models.CharField(max_length=12)

    objects = ProjectionJobQuerySet.as_manager()  # type: ignore[misc] # narrower than the parent's

    class Meta(LeasedRow.Meta):
        indexes = [
            *LeasedRow.Meta.indexes,
            models.Index(fields=["work", "locale"], name="delivery_pending_target"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.work} ({self.locale})"
