"""A name for each request, to be found again in the logs."""

import os
import re

from django.http import HttpRequest

GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def request_id(request: HttpRequest) -> str:
    """Return the request's id: the one a proxy gave it in ``X-Request-Id``, else a random one."""
    known: str | None = getattr(request, "_request_id", None)
    if known is None:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        known = given if given and GIVEN.fullmatch(given) else os.urandom(12).hex()
        request._request_id = known  # type: ignore[attr-defined]
    return known
