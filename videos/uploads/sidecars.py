"""What is written about a file in the file beside it: JSON, ninjs or XMP.

Whoever may drop files is not trusted: entities are refused, sizes are bounded, and nothing in a
sidecar names a file. The result has the property names of the IPTC Video Metadata Hub.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

LARGEST = 1024 * 1024
LONGEST_TEXT = 10_000
MOST_KEYWORDS = 100
SUFFIXES = (".json", ".xmp")
# What each property is called in plain JSON and in the versions of ninjs, best first.
NAMES_IN_JSON = {
    "title": ("title", "headline", "headlines", "name"),
    "description": ("description", "description_text", "descriptions", "caption"),
    "creator": ("creator", "byline", "by"),
    "creditLine": ("creditLine", "creditline", "credit"),
    "copyrightNotice": ("copyrightNotice", "copyrightnotice", "copyright"),
    "usageTerms": ("usageTerms", "usageterms", "usage_terms"),
    "keywords": ("keywords", "subjects", "subject"),
    "dateCreated": ("dateCreated", "contentcreated", "date_created"),
    "locationShown": ("locationShown", "located", "places", "place", "location"),
    "language": ("language",),
}
DC, PHOTOSHOP = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/photoshop/1.0/"
RIGHTS, CORE = (
    "http://ns.adobe.com/xap/1.0/rights/",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
)
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMES_IN_XMP = {
    "title": (f"{{{DC}}}title", f"{{{PHOTOSHOP}}}Headline"),
    "description": (f"{{{DC}}}description",),
    "creator": (f"{{{DC}}}creator",),
    "creditLine": (f"{{{PHOTOSHOP}}}Credit",),
    "copyrightNotice": (f"{{{DC}}}rights",),
    "usageTerms": (f"{{{RIGHTS}}}UsageTerms",),
    "keywords": (f"{{{DC}}}subject",),
    "dateCreated": (f"{{{PHOTOSHOP}}}DateCreated",),
    "locationShown": (f"{{{CORE}}}Location", f"{{{PHOTOSHOP}}}City"),
    "language": (f"{{{DC}}}language",),
}
SEVERAL = "keywords"

type Facts = dict[str, Any]


class SidecarRefused(Exception):
    """The sidecar cannot be used; the message says why, in plain words."""


def names_for(filename: str) -> list[str]:
    """Return how a sidecar of this file may be called, best first."""
    stem = Path(filename).stem
    return [f"{base}{suffix}" for base in (filename, stem) for suffix in SUFFIXES]


def is_sidecar(filename: str) -> bool:
    """Return whether a file of this name is one."""
    return filename.lower().endswith(SUFFIXES)


def read_sidecar(path: Path) -> Facts:
    """Return what the file says, by the names of IPTC; unknown things are left out.

    Raises:
        SidecarRefused: it is a link, too large, malformed or hostile.
    """
    content = _read(path)
    try:
        if path.suffix.lower() == ".json":
            return _facts(_from_json(content))
        return _facts(_from_xmp(content))
    except DefusedXmlException as error:
        raise SidecarRefused("It declares entities, which are not read.") from error
    except (ValueError, ParseError, RecursionError) as error:
        raise SidecarRefused("It is not well-formed.") from error


def _read(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise SidecarRefused("It is a link, or cannot be opened.") from error
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise SidecarRefused("It is larger than 1 MiB.")
    return content


def _from_json(content: bytes) -> Iterator[tuple[str, list[str]]]:
    document = json.loads(content)
    if not isinstance(document, Mapping):
        raise ValueError("no object")
    for name, candidates in NAMES_IN_JSON.items():
        values = (_texts(document.get(candidate)) for candidate in candidates)
        yield name, next(filter(None, values), [])


def _texts(value: Any) -> list[str]:
    """Return the texts in a value: a text, a thing with a name, or several of either."""
    match value:
        case str():
            return [value]
        case Mapping():
            return _texts(value.get("value") or value.get("name"))
        case list():
            return [text for each in value for text in _texts(each)]
    return []


def _from_xmp(content: bytes) -> Iterator[tuple[str, list[str]]]:
    root = fromstring(content, forbid_dtd=True)
    descriptions = list(root.iter(f"{{{RDF}}}Description"))
    for name, tags in NAMES_IN_XMP.items():
        values = (_in_xmp(descriptions, tag) for tag in tags)
        yield name, next(filter(None, values), [])


def _in_xmp(descriptions: Iterable[Element], tag: str) -> list[str]:
    found = []
    for description in descriptions:
        if attribute := description.get(tag):
            found.append(attribute)
        for element in description.findall(tag):
            items = list(element.iter(f"{{{RDF}}}li")) or [element]
            found += [item.text for item in items if item.text]
    return found


def _facts(pairs: Iterator[tuple[str, list[str]]]) -> Facts:
    facts: Facts = {}
    for name, texts in pairs:
        cleaned = list(filter(None, map(_clean, texts)))
        if cleaned:
            facts[name] = cleaned[:MOST_KEYWORDS] if name == SEVERAL else cleaned[0]
    return facts


def _clean(text: str) -> str:
    shown = "".join(each for each in text if each.isprintable() or each in "\n\t")
    return shown.strip()[:LONGEST_TEXT]
