"""Factories of legal notices: drafts, and editions as readers see them."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from accounts.models import LegalNotice, NoticeEdition, NoticeKind
from accounts.services import notices


class NoticeEditionFactory(DjangoModelFactory):
    """The first version of the terms of use, in English."""

    class Meta:
        model = NoticeEdition

    kind = NoticeKind.TERMS
    version = 1
    locale = "en"
    number = 1
    title = factory.LazyAttribute(lambda edition: f"Terms {edition.version} ({edition.locale})")
    body_html = "<p>Credit the source.</p>"
    published_at = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def notice(locale="en", *, body="<p>Credit the source.</p>", **fields):
    """Return a draft of the terms of use, in Wagtail's hands and not published yet."""
    values = {"kind": NoticeKind.TERMS, "title": f"Terms ({locale})", "live": False}
    return LegalNotice.objects.create(
        locale=Locale.objects.get(language_code=locale), body=body, **values | fields
    )


def publish(draft, **changes):
    """Publish the notice through Wagtail, and return what readers see in its language."""
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    draft.refresh_from_db()
    return notices.current(draft.kind, draft.locale.language_code)
