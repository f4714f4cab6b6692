"""Reading legal notices: the version that applies, and every one before it."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import LegalNotice, NoticeKind
from accounts.pages import screens
from accounts.services import notices
from accounts.services.notice_publishing import public_body
from cms.core.locales import direction, own_name

TEMPLATE = "accounts/notice.html"


@require_safe
def list_notices(request: HttpRequest) -> HttpResponse:
    """Lead to every notice that was published; the foot of each public page leads here."""
    language = get_language() or ""
    found = (notices.current(kind, language) for kind in NoticeKind)
    editions = [{"edition": edition, **marks_of(edition.locale)} for edition in found if edition]
    return screens.show(
        request, "accounts/notices.html", title=_("Legal notices"), editions=editions
    )


@require_safe
def show_notice(request: HttpRequest, kind: str, version: int = 0) -> HttpResponse:
    """Show a notice as it reads today, or as a version of it read."""
    latest = notices.latest_version(kind) if kind in NoticeKind.values else 0
    wanted = version or latest
    edition = notices.edition_of(kind, wanted, get_language() or "")
    if not latest or edition is None:
        raise Http404
    published = notices.versions(kind)
    context = {
        "edition": edition,
        "body": edition.body_html,
        "versions": published,
        "newer": published[0] if edition.version < latest else None,
        **marks_of(edition.locale),
    }
    return screens.show(request, TEMPLATE, title=edition.title, **context)


def preview_notice(request: HttpRequest, notice: LegalNotice) -> HttpResponse:
    """Show an editor the notice as it would read, in its own language."""
    locale = notice.locale.language_code
    with translation.override(locale):
        context: dict[str, Any] = {
            "edition": notice,
            "body": public_body(notice),
        }
        return screens.show(
            request,
            TEMPLATE,
            title=notice.title,
            status=HTTPStatus.OK,
            **context,
            **marks_of(locale),
        )


def marks_of(code: str) -> dict[str, Any]:
    """Return how to mark up a text in the language, and its name when readers use another."""
    return {
        "text_lang": code,
        "text_dir": direction(code),
        "other_language": "" if code == get_language() else own_name(code),
    }
