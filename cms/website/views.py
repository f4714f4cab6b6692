"""The public addresses. Each reads the delivery store and nothing else."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from cms.core import locales
from cms.delivery import store
from cms.website import responses, sitemaps
from cms.website.languages import best_locale
from cms.website.middleware import locale_of

ONE_HOUR = "public, max-age=0, s-maxage=3600"


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the home page in the language the browser asks for."""
    homes = {row.locale for row, _slug in store.of_kinds(("home",))}
    code = best_locale(request.headers.get("Accept-Language", ""), homes)
    response = HttpResponseRedirect(f"/{code}/")
    response.headers["Cache-Control"] = responses.ABSENCE_CACHING
    response.headers["Vary"] = "Accept-Language"
    return response


@require_safe
def serve(request: HttpRequest, locale: str, path: str) -> HttpResponse:
    """Show the document at an address, or say where it went."""
    wanted = f"/{locale}/{path}"
    resolution = store.resolve(wanted)
    if resolution is None:
        return responses.not_found(locale)
    document = resolution.document
    match resolution.state:
        case "gone":
            return responses.gone(locale, resolution.notice)
        case "redirect":
            target = resolution.target or (document.path if document else "")
            return responses.moved(target) if target else responses.gone(locale, "")
    if document is None:
        return responses.not_found(locale)
    if wanted != document.path:
        return responses.moved(_with_query(document.path, request))
    return responses.page(request, document.data)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is not for them and where the sitemap is."""
    return _text(sitemaps.robots_txt(), "text/plain", caching=ONE_HOUR)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page with its languages."""
    content = sitemaps.sitemap_xml(request.GET.get("page"))
    return _text(content, "application/xml", caching=responses.PAGE_CACHING)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an unknown address outside the page tree, where only an editor's redirect can be."""
    resolution = store.resolve(request.path_info) if request.method in ("GET", "HEAD") else None
    if resolution is not None and resolution.state == "redirect" and resolution.location:
        return responses.moved(resolution.location)
    locale = locale_for(request)
    with translation.override(locale):
        return responses.not_found(locale)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours without touching the database."""
    locale = locale_for(request)
    with translation.override(locale):
        context = {"locale": locale, "direction": locales.direction(locale)}
        response = HttpResponseServerError(render_to_string("website/500.html", context))
    response.headers["Cache-Control"] = "no-store"
    return response


def locale_for(request: HttpRequest) -> str:
    """Return the locale to speak to somebody who asked for no page in particular."""
    from_path = locale_of(request.path_info)
    wanted = request.headers.get("Accept-Language", "")
    return from_path or best_locale(wanted, locales.content_codes())


def _with_query(path: str, request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def _text(content: str, content_type: str, *, caching: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
    response.headers["Cache-Control"] = caching
    return response
