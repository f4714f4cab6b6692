"""Tasks that the tests of RQ's worker queue."""

import os
import signal

from django.contrib.auth.models import Group
from django.tasks import task


@task()
def be_told_to_stop(pid: int, name: str) -> None:
    """Receive the signal to stop in the middle of the work."""
    os.kill(pid, signal.SIGTERM)
    Group.objects.create(name=name)
