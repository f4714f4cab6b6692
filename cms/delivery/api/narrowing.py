"""Parameters that narrow a list, named as django-filter names them: ``date__gte``, ``kind__in``."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple
from uuid import UUID

from cms.core.api.problems import quoted
from cms.delivery.api.parameters import Invalid, Parameter
from cms.delivery.narrowing import Narrowing, any_of, at_least, at_most, ordered_number

MOST_VALUES = 20
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WORK = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Choice(NamedTuple):
    """What a reader chose: as it stands in addresses, without need of quoting, and what it does."""

    text: str
    narrowing: Narrowing


def bounds(
    facet: str, what: str, *, read: Callable[[str], str], wanted: str, schema: dict[str, object]
) -> tuple[Parameter, Parameter]:
    """Return ``facet__gte`` and ``facet__lte``.

    ``read`` turns a text into a value of the facet or raises ``ValueError``; ``wanted`` says in
    words what it takes, ``what`` which documents are asked for what of theirs.
    """

    def bound(suffix: str, narrow: Callable[[str, str], Narrowing], description: str) -> Parameter:
        name = f"{facet}__{suffix}"

        def parse(text: str) -> Choice:
            try:
                return Choice(text, narrow(facet, read(text)))
            except ValueError as error:
                raise Invalid(f"{name} is {quoted(text)}; it must be {wanted}.") from error

        return Parameter(name=name, parse=parse, description=description, schema=schema)

    return (
        bound("gte", at_least, f"Only {what} is at least this."),
        bound("lte", at_most, f"Only {what} is at most this."),
    )


def number(places: int = 0, digits: int = 6) -> Callable[[str], str]:
    """Return what reads a plain number, in units of its last place."""
    fraction = rf"(\.\d{{1,{places}}})?" if places else ""
    shape = re.compile(rf"\d{{1,{digits}}}{fraction}", re.ASCII)

    def read(text: str) -> str:
        if not shape.fullmatch(text):
            raise ValueError(text)
        return ordered_number(int(Decimal(text) * 10**places))

    return read


def day(text: str) -> str:
    """Read a day.

    Raises:
        ValueError: it is none that the calendar has, or written in another way.
    """
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text).isoformat()


def works(facet: str, what: str) -> Parameter:
    """Return ``facet__any``: one id of a work or several, of which one is enough."""
    name = f"{facet}__any"

    def parse(text: str) -> Choice:
        ids = _parts(name, text)
        if wrong := next((each for each in ids if not WORK.fullmatch(each)), None):
            raise Invalid(f"{name} has {quoted(wrong)}; it must be a UUID, or several with commas.")
        ids = sorted({str(UUID(each)) for each in ids})
        return Choice(",".join(ids), any_of(facet, ids))

    return Parameter(
        name=name,
        parse=parse,
        description=f"Only {what}: ids with commas between them, at most {MOST_VALUES}.",
        schema={"type": "string", "examples": ["7c9e6679-7425-40de-944b-e07fc1f90ae7"]},
    )


def choices(facet: str, options: Iterable[str], what: str) -> Parameter:
    """Return ``facet__in``: one option or several, of which one is enough."""
    name, known = f"{facet}__in", list(options)

    def parse(text: str) -> Choice:
        chosen = _parts(name, text)
        for each in chosen:
            if each not in known:
                detail = f"{name} has {quoted(each)}; there are: {', '.join(known)}."
                if near := get_close_matches(each[:40], known, n=1, cutoff=0.5):
                    detail += f' Did you mean "{near[0]}"?'
                raise Invalid(detail)
        chosen = sorted(set(chosen))
        return Choice(",".join(chosen), any_of(facet, chosen))

    return Parameter(
        name=name,
        parse=parse,
        description=f"Only {what}: one or several of {', '.join(known)}, with commas between them.",
        schema={"type": "string", "examples": [",".join(known[:2])]},
    )


def _parts(name: str, text: str) -> list[str]:
    parts = text.split(",")
    if not text or len(parts) > MOST_VALUES:
        raise Invalid(f"{name} must have 1 to {MOST_VALUES} values, with commas between them.")
    return parts
