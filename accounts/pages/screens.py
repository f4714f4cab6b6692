"""What every account screen does alike: its frame, and the page somebody was on."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.services.codes import CodesPausedError, TooSoonError
from accounts.services.next_page import safe_next
from cms.core.rendering import render_screen

# Of a screen with a form, which answers both the reading and the sending of it.
takes_forms = require_http_methods(["GET", "HEAD", "POST"])


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    form: forms.BaseForm | None = None,
    refusal: str = "",
    status: int = 0,
    **context: Any,
) -> HttpResponse:
    """Return a screen whose template extends ``accounts/screen.html``.

    A form with errors, or a ``refusal`` (what is wrong, in one sentence), makes it a 422
    whose title says that something is wrong; ``status`` overrules the number.
    """
    is_wrong = bool(refusal) or bool(form is not None and form.is_bound and form.errors)
    target = context.pop("next", None)
    target = next_of(request) if target is None else target
    if not status:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render_screen(
        request,
        template,
        {
            "form": form,
            "refusal": refusal,
            "next": target,
            "next_query": query_of(target),
            **context,
            "title": title,
        },
        title=_("Error: %(title)s") % {"title": title} if is_wrong else title,
        status=status,
    )


def next_of(request: HttpRequest) -> str:
    """Return the page somebody was on, as the form or the address carries it."""
    return safe_next(request.POST.get("next")) or safe_next(request.GET.get("next"))


def query_of(target: str) -> str:
    """Return the end of an address that carries the page somebody was on, or nothing."""
    return f"?{urlencode({'next': target})}" if target else ""


def go(name: str, *args: object, target: str = "", **query: str) -> HttpResponseRedirect:
    """Send the reader to a screen, with the page they were on; ``query`` says what was done."""
    carried = {"next": target, **query} if target else query
    end = f"?{urlencode(carried)}" if carried else ""
    return HttpResponseRedirect(reverse(name, args=args) + end)


def later(response: HttpResponse, seconds: int) -> HttpResponse:
    """Turn a screen into a 429 that says when to come again."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response.headers["Retry-After"] = str(seconds)
    return response


def code_later(response: HttpResponse, refusal: TooSoonError) -> HttpResponse:
    """Turn a screen into one that says when a code may be sent: 503 where it is for nobody."""
    later(response, refusal.retry_after_seconds)
    if isinstance(refusal, CodesPausedError):
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return response
