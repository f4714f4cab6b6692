"""Deleting what nobody needs any more."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

# A result is only read when somebody looks into a failure. A row that a killed worker left
# running is as old as its start; the work itself is kept elsewhere, and was done by another.
TASK_RESULTS_KEPT = timedelta(days=7)


def prune_task_results(at: datetime) -> int:
    """Delete results of tasks that ended, or were left running, a week ago."""
    long_ago = at - TASK_RESULTS_KEPT
    ended = Q(finished_at__lt=long_ago)
    left_running = Q(finished_at__isnull=True, started_at__lt=long_ago)
    return DBTaskResult.objects.filter(ended | left_running).delete()[0]


def prune_sessions(at: datetime) -> int:
    """Delete sessions that have run out."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
