"""Keeping track of public addresses: what moved is redirected, what left is gone."""

from uuid import UUID

from cms.delivery.models import Address, AddressState, Document
from cms.delivery.redirects import project_redirects_from, project_redirects_to


def take_address(document: Document, *, is_new: bool) -> set[tuple[str, UUID, str]]:
    """Let the document answer at its path; its earlier paths redirect there.

    Args:
        document: what is delivered at ``document.path``.
        is_new: whether it was not delivered until now, so that editors' redirects wait for it.

    Returns:
        The document that stood at the path before, if another one did: it has moved too.
    """
    displaced: set[tuple[str, UUID, str]] = set()
    standing = (
        Address.objects.filter(
            audience=document.audience,
            site=document.site_id,
            path=document.path,
            state=AddressState.PAGE,
        )
        .exclude(document=document)
        .select_related("document")
        .first()
    )
    if standing is not None and standing.document is not None:
        other = standing.document
        displaced.add((other.kind, other.work, other.locale))
    Address.objects.update_or_create(
        audience=document.audience,
        site_id=document.site_id,  # type: ignore[misc] # a page's document has a site
        path=document.path,
        defaults={
            "locale": document.locale,
            "state": AddressState.PAGE,
            "document": document,
            "work": document.work,
            "target": "",
            "redirect": None,
            "notice": "",
        },
    )
    Address.objects.filter(
        audience=document.audience, work=document.work, locale=document.locale
    ).exclude(path=document.path).update(state=AddressState.REDIRECT, document=document)
    if is_new:
        project_redirects_to(document)
    return displaced


def leave_address(document: Document, *, notice: str = "") -> None:
    """Let every address of the document answer that it is gone."""
    Address.objects.filter(document=document).update(
        state=AddressState.GONE, document=None, target="", notice=notice
    )
    if document.path:
        project_redirects_from(document.path)
