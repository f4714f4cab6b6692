"""The language switch, and which language a visitor without one is sent to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from cms.core import locales


@dataclass(frozen=True, slots=True)
class Language:
    """One entry of the switch: the page in that language, else that language's home page."""

    code: str
    name: str
    dir: str
    path: str
    is_current: bool
    note: str


def language_switch(
    *, current: str, alternates: Iterable[dict[str, Any]], homes: Iterable[dict[str, Any]]
) -> list[Language]:
    """Return every language that has a page or a home page to offer, in the settled order."""
    own = {each["locale"]: each["path"] for each in alternates if each.get("path")}
    home = {each["locale"]: each["path"] for each in homes if each.get("path")}
    return [
        Language(
            code=code,
            name=capfirst(locales.own_name(code)),
            dir=locales.direction(code),
            path=own.get(code) or home[code],
            is_current=code == current,
            note="" if code in own or code == current else _home_note(code),
        )
        for code in locales.in_settled_order({*own, *home})
    ]


def best_locale(accept_language: str, available: Iterable[str]) -> str:
    """Return the available locale that the browser likes best, else the first one."""
    offered = locales.in_settled_order(available) or locales.content_codes()
    for wanted, _quality in parse_accept_lang_header(accept_language):
        code = wanted.partition("-")[0]
        if code in offered:
            return code
    return offered[0]


def _home_note(code: str) -> str:
    with translation.override(code):
        return _("home page")
