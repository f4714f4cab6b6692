"""Tasks of the queue."""

from django_tasks import task

from videos.services.deriving import drain_derivatives
from videos.services.transcribing import drain_transcriptions
from videos.uploads.examining import drain_uploads


@task(queue_name="media")
def make_derivatives() -> None:
    """Wake what is to be derived."""
    drain_derivatives()


@task(queue_name="media")
def transcribe() -> None:
    """Wake speech to text."""
    drain_transcriptions()


@task(queue_name="default")
def examine_uploads() -> None:
    """Wake the examination of received files. It takes seconds, and must not wait for an encode."""
    drain_uploads()
