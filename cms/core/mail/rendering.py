"""From an outbox row to the bytes of a message (RFC 5322)."""

from email import policy
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from cms.core.locales import direction
from cms.core.mail.sealing import unseal, unseal_mapping
from cms.core.models.outbox import OutboxMessage
from cms.core.organisation import organisation_name

# Lines end as SMTP wants them, and every server takes seven bits.
WIRE_POLICY = policy.SMTP.clone(cte_type="7bit")


class HeaderRefusedError(ValueError):
    """A header would have several lines: somebody tries to add headers of their own."""


def render(row: OutboxMessage) -> bytes:
    """Return the message to send."""
    if not row.template:
        return unseal(row.sealed)
    with translation.override(row.locale):
        return _compose(row, _context_of(row)).message(policy=WIRE_POLICY).as_bytes()


def _context_of(row: OutboxMessage) -> dict[str, Any]:
    return {
        "site_name": organisation_name(row.locale),
        "base_url": settings.BASE_URL,
        "locale": row.locale,
        "dir": direction(row.locale),
        **row.context,
        **unseal_mapping(row.sealed),
    }


def _compose(row: OutboxMessage, context: dict[str, Any]) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=_one_line(_render_text(row, "subject.txt", context)),
        body=_render_text(row, "body.txt", context).strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[row.to],
        headers={
            "Message-ID": row.message_id,
            "Date": format_datetime(row.created_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": row.locale,
        },
    )
    try:
        formatted = render_to_string(f"mail/{row.template}/body.html", context)
    except TemplateDoesNotExist:
        return message
    message.attach_alternative(formatted, "text/html")
    return message


def _render_text(row: OutboxMessage, name: str, context: dict[str, Any]) -> str:
    return render_to_string(f"mail/{row.template}/{name}", context)


def _one_line(subject: str) -> str:
    line = subject.strip()
    if len(line.splitlines()) > 1:
        raise HeaderRefusedError("The subject has several lines.")
    return line
