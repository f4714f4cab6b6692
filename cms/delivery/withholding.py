"""Taking a document away from its readers by decision, whatever Wagtail says."""

from uuid import UUID

from cms.delivery import projection
from cms.delivery.models import Audience, Document, DocumentStatus
from cms.delivery.publication import mark, publication


class NotDelivered(LookupError):
    """The work has no document in that locale, so there is nothing to withhold or restore."""


def withhold(
    work: UUID, locale: str, reason: str, *, status: str = DocumentStatus.WITHHELD
) -> None:
    """Stop delivering a work in a locale until ``restore``, however often it is published.

    Args:
        work: the work's public id.
        locale: the language code.
        reason: why, for staff.
        status: ``withheld``, or ``killed`` for a retraction.

    Raises:
        NotDelivered: the work has no document in that locale.
    """
    with publication() as unit:
        document = _document(work, locale)
        outcome = projection.Outcome()
        projection.withhold_document(document, status=status, reason=reason, outcome=outcome)
        unit.absorb(outcome)


def restore(work: UUID, locale: str) -> None:
    """Deliver a withheld work again, as its source is now.

    Raises:
        NotDelivered: the work was not withheld in that locale.
    """
    with publication():
        document = _document(work, locale)
        if document.status == DocumentStatus.USABLE:
            raise NotDelivered(f"{work} ({locale}) is not withheld.")
        kind = document.kind
        document.delete()
        mark(kind, work, locale)


def _document(work: UUID, locale: str) -> Document:
    document = (
        Document.objects.select_for_update()
        .filter(audience=Audience.PUBLIC, work=work, locale=locale)
        .first()
    )
    if document is None:
        raise NotDelivered(f"{work} has no document in {locale}.")
    return document
