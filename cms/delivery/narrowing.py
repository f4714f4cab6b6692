"""Narrowing a list by the facets of its documents: by their values, or up from and down to one."""

from collections.abc import Iterable
from typing import NamedTuple

NUMBER_DIGITS = 12
MOST_NUMBER = 10**NUMBER_DIGITS - 1


class Narrowing(NamedTuple):
    """Leaves the documents of which a value of the facet compares with ``values``."""

    facet: str
    comparison: str
    """What SQL says after the value, with a placeholder for each of ``values``."""
    values: tuple[str, ...]


def any_of(facet: str, values: Iterable[str]) -> Narrowing:
    """Leave what has one of the values at least."""
    wanted = tuple(values)
    return Narrowing(facet, f"IN ({', '.join(['%s'] * len(wanted))})", wanted)


def at_least(facet: str, value: str) -> Narrowing:
    """Leave what has the value or a greater one."""
    return Narrowing(facet, ">= %s", (value,))


def at_most(facet: str, value: str) -> Narrowing:
    """Leave what has the value or a smaller one."""
    return Narrowing(facet, "<= %s", (value,))


def ordered_number(number: int) -> str:
    """Return a number from 0 to ``MOST_NUMBER`` as text of equal length, so that texts compare."""
    return f"{min(max(number, 0), MOST_NUMBER):0{NUMBER_DIGITS}d}"
