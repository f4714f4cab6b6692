"""WebVTT cue settings: where a text stands. Only well-formed ones are kept."""

import re

TOP = "line:0"

PERCENTAGE = r"\d{1,3}(?:\.\d{1,6})?%"
FORMS = {
    "vertical": re.compile(r"rl|lr"),
    "line": re.compile(rf"(?:-?\d{{1,4}}|{PERCENTAGE})(?:,(?:start|center|end))?"),
    "position": re.compile(rf"{PERCENTAGE}(?:,(?:line-left|center|line-right))?"),
    "size": re.compile(PERCENTAGE),
    "align": re.compile(r"start|center|end|left|right"),
}


def clean_settings(text: str) -> str:
    """Return the known settings of a text, in a fixed order. Regions are not kept."""
    found: dict[str, str] = {}
    for part in text[:200].split():
        name, _, value = part.partition(":")
        if name in FORMS and FORMS[name].fullmatch(value):
            found[name] = value
    return " ".join(f"{name}:{found[name]}" for name in FORMS if name in found)


def is_at_the_top(settings: str) -> bool:
    """Whether the first lines of the picture are meant."""
    return TOP in settings.split()
