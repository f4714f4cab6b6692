"""Tasks that the tests of the worker queue."""

from django.contrib.auth.models import Group
from django.tasks import task

from cms.core.processes.worker import QueueWorker

workers: list[QueueWorker] = []


@task()
def leave_a_trace(name: str) -> None:
    """Write a row."""
    Group.objects.create(name=name)


@task()
def stop_and_leave_a_trace(name: str) -> None:
    """Receive the signal to stop in the middle of the work."""
    workers[-1].shutdown(15, None)
    Group.objects.create(name=name)


@task(queue_name="media")
def leave_a_media_trace(name: str) -> None:
    """Write a row from the other queue."""
    Group.objects.create(name=name)
