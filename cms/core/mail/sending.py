"""Sending the outbox, and clearing it out."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from cms.core import leased
from cms.core.mail.rendering import HeaderRefusedError, render
from cms.core.mail.sealing import UnsealError
from cms.core.mail.transports import RefusedForGoodError, current_transport
from cms.core.models.leased import LeaseState
from cms.core.models.outbox import OutboxMessage

# Longer than a slow mail server may take for one message.
LEASE_SECONDS = 120


def send(row: OutboxMessage) -> None:
    """Send one message and empty what was sealed.

    A crash between the handover and ``finish`` repeats the message with the same
    Message-ID and file name: mail can be sent at least once, never exactly once.
    """
    if not row.to:
        _throw_away(row)
        return
    try:
        current_transport().send(row, render(row))
    except (RefusedForGoodError, HeaderRefusedError, UnsealError) as error:
        row.fail(error)
        return
    moment = timezone.now()
    row.finish(at=moment, sent_at=moment, sealed=b"", context={})


def _throw_away(row: OutboxMessage) -> None:
    OutboxMessage.objects.filter(pk=row.pk, lease_token=row.lease_token).delete()
    row.lease_token = None  # nothing is left to settle


def drain_outbox() -> int:
    """Send what is due; return how many messages were handled."""
    return leased.drain(OutboxMessage, send, lease_seconds=LEASE_SECONDS)


def prune(at: datetime) -> int:
    """Delete settled messages older than ``MAIL_RETENTION_DAYS``."""
    oldest = at - timedelta(days=settings.MAIL_RETENTION_DAYS)
    settled = OutboxMessage.objects.filter(
        state__in=[LeaseState.DONE, LeaseState.FAILED], finished_at__lt=oldest
    )
    return settled.delete()[0]
