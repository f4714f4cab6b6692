"""Putting messages into the outbox."""

from collections.abc import Iterable, Mapping
from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from cms.core import leased
from cms.core.mail.rendering import WIRE_POLICY
from cms.core.mail.sealing import seal, seal_mapping
from cms.core.models.outbox import OutboxMessage

LONGEST_ADDRESS = 254  # RFC 5321 allows no more


class RecipientRefusedError(ValueError):
    """The recipient is not a plain e-mail address."""


def queue(
    *,
    template: str,
    to: str,
    locale: str,
    context: Mapping[str, Any] | None = None,
    secrets: Mapping[str, Any] | None = None,
) -> OutboxMessage:
    """Record a message in the caller's transaction; it is sent after the commit.

    Args:
        template: folder under ``templates/mail/`` with ``subject.txt``, ``body.txt`` and,
            for a formatted part, ``body.html``.
        to: one plain address.
        locale: language of the message.
        context: values for the templates, stored as JSON.
        secrets: further values (codes, links), stored encrypted and removed once sent.

    Raises:
        RecipientRefusedError: ``to`` is not a plain address.
    """
    return _record(checked_address(to), template, locale, context or {}, secrets or {})


def queue_nothing(
    *,
    template: str,
    to: str,
    locale: str,
    context: Mapping[str, Any] | None = None,
    secrets: Mapping[str, Any] | None = None,
) -> OutboxMessage:
    """Do the work of ``queue`` for a message that nobody gets; the worker throws it away.

    For callers who must not show, by how long they take, whether anybody is written to.
    The row does not say for whom it would have been.
    """
    checked_address(to)
    return _record("", template, locale, context or {}, secrets or {})


def queue_composed(message: EmailMessage) -> list[OutboxMessage]:
    """Record a message that Django or Wagtail composed, one row for each recipient.

    Its bytes are sealed as a whole: a password reset holds its link in the text. Nothing is
    said of its language, because Wagtail translates the text and sends it outside of that.
    """
    recipients = list(_plain_addresses(message.recipients()))
    rows = [OutboxMessage(to=address) for address in recipients]
    for row in rows:
        row.sealed = seal(_bytes_of(message, row))
    OutboxMessage.objects.bulk_create(rows)
    if rows:
        leased.kick(OutboxMessage)
    return rows


def checked_address(address: str) -> str:
    """Return the address, or refuse anything that could smuggle in a header or a recipient.

    Quoted names and numbers in place of a domain are valid addresses that no newsroom has.
    """
    if address.startswith('"') or address.endswith("]"):
        raise RecipientRefusedError("Not a plain e-mail address.")
    try:
        validate_email(address)
        address.rpartition("@")[2].encode("idna")
    except (ValidationError, UnicodeError) as error:
        raise RecipientRefusedError("Not a plain e-mail address.") from error
    if len(address) > LONGEST_ADDRESS:
        raise RecipientRefusedError("The e-mail address is too long.")
    return address


def _record(
    to: str,
    template: str,
    locale: str,
    context: Mapping[str, Any],
    secrets: Mapping[str, Any],
) -> OutboxMessage:
    if overlap := set(context) & set(secrets):
        raise ValueError(f"Both in context and in secrets: {sorted(overlap)}")
    row = OutboxMessage.objects.create(
        to=to,
        template=template,
        locale=locale,
        context=dict(context),
        sealed=seal_mapping(secrets),
    )
    leased.kick(OutboxMessage)
    return row


def _plain_addresses(recipients: Iterable[str]) -> Iterable[str]:
    seen: set[str] = set()
    for recipient in recipients:
        if "\n" in recipient or "\r" in recipient:
            raise RecipientRefusedError("Not a plain e-mail address.")
        address = checked_address(parseaddr(recipient)[1])
        if address not in seen:
            seen.add(address)
            yield address


def _bytes_of(message: EmailMessage, row: OutboxMessage) -> bytes:
    composed = message.message(policy=WIRE_POLICY)
    del composed["Message-ID"]
    composed["Message-ID"] = row.message_id
    if "Auto-Submitted" not in composed:
        composed["Auto-Submitted"] = "auto-generated"
    return composed.as_bytes()
