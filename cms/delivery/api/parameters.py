"""Query parameters: each endpoint names its own, and anything else is refused by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest

from cms.core.api.problems import INVALID_PARAMETER, Fault, Problem, quoted
from cms.delivery import cursors
from cms.delivery.store import MAX_PATH_LENGTH

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
MAX_NAME_LENGTH = 200


class Invalid(ValueError):
    """A value of the wrong type; the message says what is right."""


@dataclass(frozen=True)
class Parameter:
    """One query parameter: how it is read and how it is described."""

    name: str
    parse: Callable[[str], Any]
    description: str
    schema: dict[str, Any]
    is_required: bool = False
    default: Any = None


def read(
    request: HttpRequest, parameters: Iterable[Parameter], *, lets_others_pass: bool = False
) -> dict[str, Any]:
    """Return the values of the query string by name.

    ``lets_others_pass`` is for formats of other people, whose clients send parameters of their own.

    Raises:
        Problem: a parameter is unknown, given twice, missing or not of its type. All faults are
            told at once.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, text in _pairs(request.META.get("QUERY_STRING", "")):
        parameter = known.get(name)
        if parameter is None:
            if not lets_others_pass:
                faults.append(_unknown(name, known))
        elif name in values:
            faults.append(Fault("duplicate", f"{name} is given more than once.", parameter=name))
        else:
            values[name] = None
            try:
                values[name] = parameter.parse(text)
            except Invalid as error:
                faults.append(Fault("invalid", str(error), parameter=name))
    for name, parameter in known.items():
        if name not in values:
            if parameter.is_required:
                faults.append(Fault("required", f"{name} is required.", parameter=name))
            values[name] = parameter.default
    if faults:
        raise Problem(INVALID_PARAMETER, detail=faults[0].detail, errors=faults)
    return values


@lru_cache(maxsize=256)
def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    return tuple(parse_qsl(query, keep_blank_values=True))


def _unknown(name: str, known: Iterable[str]) -> Fault:
    detail = f"There is no parameter {quoted(name)} here."
    if near := get_close_matches(name[:MAX_NAME_LENGTH], list(known), n=1, cutoff=0.5):
        detail += f' Did you mean "{near[0]}"?'
    elif names := sorted(known):
        detail += f" There are: {', '.join(names)}."
    return Fault("unknown", detail, parameter=name[:MAX_NAME_LENGTH])


def _locale(text: str) -> str:
    codes = settings.CONTENT_LOCALES
    if text in codes:
        return text
    detail = f"locale is {quoted(text)}; it must be one of: {', '.join(codes)}."
    if near := get_close_matches(text[:20].lower().split("-")[0], list(codes), n=1, cutoff=0.6):
        detail += f' Did you mean "{near[0]}"?'
    raise Invalid(detail)


def _limit(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(MAX_LIMIT)):
        value = int(text)
        if 1 <= value <= MAX_LIMIT:
            return value
    raise Invalid(f"limit is {quoted(text)}; it must be a whole number from 1 to {MAX_LIMIT}.")


def _cursor(text: str) -> str:
    if cursors.SHAPE.fullmatch(text):
        return text
    raise Invalid("cursor is not one that this list gave out. Start again without it.")


def _count(text: str) -> str:
    if text in ("none", "exact"):
        return text
    raise Invalid(f"count is {quoted(text)}; it must be none or exact.")


def _path(text: str) -> str:
    if text.startswith("/") and len(text) <= MAX_PATH_LENGTH and "\x00" not in text:
        return text
    raise Invalid(f"path is {quoted(text)}; it must be a path that starts with a slash.")


LOCALE = Parameter(
    name="locale",
    parse=_locale,
    description="The language of the answer. It is never taken from Accept-Language.",
    schema={"type": "string", "enum": list(settings.CONTENT_LOCALES)},
    is_required=True,
)
LIMIT = Parameter(
    name="limit",
    parse=_limit,
    description="How many items a page holds.",
    schema={"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    default=DEFAULT_LIMIT,
)
CURSOR = Parameter(
    name="cursor",
    parse=_cursor,
    description="Where to go on: page.next_cursor of the page before, unchanged.",
    schema={"type": "string", "pattern": f"^{cursors.SHAPE.pattern}$"},
)
COUNT = Parameter(
    name="count",
    parse=_count,
    description="Whether page.count is worked out. It costs the server another query.",
    schema={"type": "string", "enum": ["none", "exact"], "default": "none"},
    default="none",
)
PATH = Parameter(
    name="path",
    parse=_path,
    description="The path of a public page, such as /fr/ or an address that was once one.",
    schema={"type": "string", "pattern": "^/", "maxLength": MAX_PATH_LENGTH},
    is_required=True,
)
