"""Freezing what an editor publishes as the edition that readers see."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from accounts.models import LegalNotice, NoticeEdition
from accounts.services import notices
from cms.core import richtext
from cms.delivery.models import Document


@transaction.atomic
def freeze_edition(notice: LegalNotice, *, at: datetime) -> NoticeEdition | None:
    """Keep what the notice says now as an edition; None when it says what it said before.

    The locale that published first leads. There, a substantive change begins a version;
    everything else, and every other locale, adds an edition to the current version.
    """
    locale, body = notice.locale.language_code, public_body(notice)
    earlier = NoticeEdition.objects.filter(kind=notice.kind, locale=locale).newest_first().first()
    latest = notices.latest_version(notice.kind)
    leads = notices.leading_locale(notice.kind) in ("", locale)
    is_in_force = earlier is not None and (leads or earlier.version == latest)
    if earlier and is_in_force and (earlier.title, earlier.body_html) == (notice.title, body):
        return None
    version = latest + 1 if leads and (notice.is_substantive or not latest) else latest
    return NoticeEdition.objects.create(
        kind=notice.kind,
        version=version,
        locale=locale,
        number=earlier.number + 1 if earlier and earlier.version == version else 1,
        title=notice.title,
        body_html=body,
        change_note=notice.change_note,
        published_at=at,
    )


def public_body(notice: LegalNotice) -> str:
    """Return the text as safe HTML; links to pages that are not public become plain text."""
    locale = notice.locale.language_code
    return richtext.public_html(
        notice.body,
        page_path=lambda number: _public_path(number, locale),
        document_url=lambda number: None,
        tags=richtext.TAGS_WITH_HEADINGS,
    )


def _public_path(number: int, locale: str) -> str | None:
    """Return where the page is read in the notice's language, else in its own."""
    page = Page.objects.filter(pk=number).select_related("locale").first()
    if page is None:
        return None
    documents = Document.objects.of(page.translation_key).exclude(path=None)
    paths = dict(documents.values_list("locale", "path"))
    return paths.get(locale) or paths.get(page.locale.language_code)
