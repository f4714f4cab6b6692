"""Tasks of the queue."""

from django_tasks import task

from videos.services.making_previews import drain_previews


@task(queue_name="media")
def make_previews() -> None:
    """Wake the previews."""
    drain_previews()
