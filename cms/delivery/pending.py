"""Projections put off: too many documents embed what changed, so a worker does the rest."""

import math
from datetime import datetime
from uuid import UUID

from django_tasks import task

from cms.core import leased
from cms.core.models.leased import LeaseState
from cms.delivery.models import ProjectionJob


def postpone(kind: str, work: UUID, locale: str) -> None:
    """Leave a projection to the worker, unless it waits for one already."""
    queued = ProjectionJob.objects.filter(
        kind=kind, work=work, locale=locale, state=LeaseState.QUEUED
    )
    if not queued.exists():
        ProjectionJob.objects.create(kind=kind, work=work, locale=locale)
        leased.kick(ProjectionJob)


@task()
def drain_projections() -> None:
    """Project what was put off. Safe to run twice."""
    leased.drain(ProjectionJob, _project)


def project_postponed() -> None:
    """Project everything that was put off before going on, instead of leaving it to a worker."""
    leased.drain(ProjectionJob, _project, turn_seconds=math.inf)


def forget_finished(at: datetime) -> None:
    """Delete the jobs that are done."""
    ProjectionJob.objects.filter(state=LeaseState.DONE).delete()


def _project(row: ProjectionJob) -> None:
    from cms.delivery.publication import mark, publication  # noqa: PLC0415 - it imports us

    with publication():
        mark(row.kind, row.work, row.locale)
        row.finish()
