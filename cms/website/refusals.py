"""Pages that say why a request was not answered, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.website import responses
from cms.website.views import locale_for


def unreadable(request: HttpRequest) -> HttpResponse:
    """Answer 400."""
    return _refuse(
        request,
        _("The request could not be read"),
        _("Go back and try again. If you followed a link, part of it may be missing."),
        status=400,
    )


def forbidden(request: HttpRequest) -> HttpResponse:
    """Answer 403 to somebody who may not do this."""
    return _refuse(
        request,
        _("You may not do this"),
        _("If you think you should be able to, ask the newsroom."),
        status=403,
    )


def forged(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form without the token of our own page."""
    return _refuse(
        request,
        _("The form could not be sent"),
        _(
            "It was open for too long, or your browser refuses cookies from this site. Allow "
            "cookies, go back, reload the page and send the form again."
        ),
        status=403,
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413."""
    return _refuse(
        request,
        _("Too much was sent at once"),
        _("This form takes less text than you sent. Go back, shorten it and send it again."),
        status=413,
    )


def _refuse(
    request: HttpRequest, title: Promise | str, text: Promise | str, *, status: int
) -> HttpResponse:
    locale = locale_for(request)
    with translation.override(locale):
        return responses.refused(str(title), str(text), locale, status=status)
