"""The language of a request, taken from its path on the public pages."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from cms.core import locales


class PathLocaleMiddleware(LocaleMiddleware):
    """Like Django's, except that ``/<locale>/…`` decides alone and needs no ``Vary``."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the locale of the path, else what the browser asks for."""
        code = locale_of(request.path_info)
        if code is None:
            super().process_request(request)
            return
        translation.activate(code)
        request.LANGUAGE_CODE = code

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Name the language; vary only where the browser's wish was asked."""
        code = locale_of(request.path_info)
        if code is None:
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", code)
        return response


def locale_of(path: str) -> str | None:
    """Return the content locale a path begins with."""
    code = path.removeprefix("/").partition("/")[0]
    return code if code in locales.content_codes() else None
