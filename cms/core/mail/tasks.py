"""Tasks of the queue."""

from django_tasks import task

from cms.core.mail.sending import drain_outbox


@task(queue_name="default")
def send_outbox() -> None:
    """Wake the outbox."""
    drain_outbox()
