"""Reading a JSON body: strictly, so that nothing a client sends is ignored or misread."""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import orjson
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import Serializer

from cms.core.api.problems import (
    BAD_REQUEST,
    CONTENT_TOO_LARGE,
    INVALID_INPUT,
    UNSUPPORTED_MEDIA_TYPE,
    Fault,
    Problem,
    clean_text,
    from_exception,
    quoted,
)

MAX_BYTES = 64 * 1024
MAX_NAME_LENGTH = 200
LONGEST_NUMBER = 9  # digits of a length


def refuse_unreadable(request: HttpRequest) -> None:
    """Refuse a body that is too large or no JSON, before a byte of it is read.

    Raises:
        Problem: 400, 413 or 415.
    """
    if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
        # WSGI has no end of such a body: it would be taken for an empty one.
        raise Problem(BAD_REQUEST, detail="Send the body whole, with its Content-Length.")
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_small = length.isdecimal() and len(length) <= LONGEST_NUMBER and int(length) <= MAX_BYTES
    if not is_small:
        raise Problem(CONTENT_TOO_LARGE, detail=f"A body may have {MAX_BYTES:,} bytes.")
    if int(length) and request.content_type != "application/json":
        raise Problem(UNSUPPORTED_MEDIA_TYPE)


def read(request: HttpRequest, accepts: type[Serializer[Any]] | None) -> dict[str, Any]:
    """Return the values of the body, checked and converted by the serializer.

    Raises:
        Problem: it is no JSON object, or a field is unknown, missing or not right. All faults
            are told at once.
    """
    content = _parse(request.body) if request.body else {}
    serializer = accepts(data=content) if accepts else None
    known = serializer.fields if serializer else {}
    faults = [_unknown(name, known) for name in content if name not in known]
    if serializer and not serializer.is_valid():
        faults += _faults_of(serializer)
    if faults:
        raise Problem(INVALID_INPUT, detail=faults[0].detail, errors=faults)
    return dict(serializer.validated_data) if serializer else {}


def _parse(body: bytes) -> dict[str, Any]:
    try:
        # Refuses NaN, lone surrogates, numbers out of range and endless nesting.
        orjson.loads(body)
        content = json.loads(body, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise Problem(BAD_REQUEST, detail="The body is not valid JSON.") from error
    if not isinstance(content, dict):
        raise Problem(BAD_REQUEST, detail="The body must be a JSON object.")
    return content


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) == len(pairs):
        return content
    names = [name for name, _value in pairs]
    faults = [
        Fault("duplicate", f"{quoted(name)} is given more than once.", pointer=_pointer(name))
        for name in content
        if names.count(name) > 1
    ]
    raise Problem(INVALID_INPUT, detail=faults[0].detail, errors=faults)


def _unknown(name: str, known: Iterable[str]) -> Fault:
    names = sorted(known)
    detail = f"There is no field {quoted(name)} here."
    if near := get_close_matches(name[:MAX_NAME_LENGTH], names, n=1, cutoff=0.5):
        detail += f' Did you mean "{near[0]}"?'
    elif names:
        detail += f" There are: {', '.join(names)}."
    return Fault("unknown", detail, pointer=_pointer(name))


def _faults_of(serializer: Serializer[Any]) -> Iterable[Fault]:
    return from_exception(ValidationError(serializer.errors)).errors


def _pointer(name: str) -> str:
    """Return the JSON Pointer of a member, as RFC 6901 escapes it."""
    text = clean_text(name[:MAX_NAME_LENGTH])
    return "/" + text.replace("~", "~0").replace("/", "~1")
