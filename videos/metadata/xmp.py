"""Documents of one video as an XMP packet (ISO 16684-1), with the properties the Hub maps to XMP.

Source: https://www.iptc.org/std/videometadatahub/recommendation/ (mapping to XMP)
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from videos.metadata.vmhub import JSON_LD, ODRL, people_of, plain_synopsis, usage_terms

NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BEGIN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
END = '\n<?xpacket end="r"?>'

type Json = dict[str, Any]

for prefix, uri in NAMESPACES.items():
    ElementTree.register_namespace(prefix, uri)


def xmp_text(document: Json) -> str:
    """Return the packet of one document."""
    return xmp_packet([document])


def xmp_packet(documents: Sequence[Json]) -> str:
    """Return one packet of a video's documents, the leading language first.

    It holds nothing of any file, so a file may carry it without changing what it says.
    """
    first = documents[0]
    root = Element(_name("x:xmpmeta"))
    rdf = SubElement(root, _name("rdf:RDF"))
    about = SubElement(rdf, _name("rdf:Description"), {_name("rdf:about"): ""})
    _text(about, "dc:identifier", f"urn:uuid:{first['id']}")
    _languages(about, "dc:title", [(each, each["title"]) for each in documents])
    _languages(about, "dc:description", [(each, plain_synopsis(each)) for each in documents])
    _text(about, "photoshop:Headline", first["title"])
    _text(about, "photoshop:DateCreated", first["date"])
    _text(about, "photoshop:Credit", first["credit"])
    _text(about, "xmpDM:releaseDate", first["published_at"])
    _bag(about, "dc:subject", (topic["title"] for topic in first["topics"]))
    _bag(about, "Iptc4xmpExt:PersonInImage", (person["title"] for person in people_of(first)))
    _location(about, first["place"])
    _languages(about, "xmpRights:UsageTerms", [(each, usage_terms(each)) for each in documents])
    _text(about, "xmpRights:WebStatement", first["url"])
    _policy(about, first.get("rights", {}).get("odrl"))
    ElementTree.indent(root)
    return BEGIN + ElementTree.tostring(root, encoding="unicode") + END


def _text(parent: Element, name: str, value: str | None) -> None:
    if value:
        SubElement(parent, _name(name)).text = _legal(value)


def _languages(parent: Element, name: str, values: Iterable[tuple[Json, str]]) -> None:
    """Write a text in each language; the first one is the default too."""
    known = [(document["locale"], text) for document, text in values if text]
    if not known:
        return
    alternatives = SubElement(SubElement(parent, _name(name)), _name("rdf:Alt"))
    for language, text in [("x-default", known[0][1]), *known]:
        item = SubElement(alternatives, _name("rdf:li"), {XML_LANG: language})
        item.text = _legal(text)


def _bag(parent: Element, name: str, values: Iterable[str]) -> None:
    known = [value for value in values if value]
    if not known:
        return
    bag = SubElement(SubElement(parent, _name(name)), _name("rdf:Bag"))
    for value in known:
        SubElement(bag, _name("rdf:li")).text = _legal(value)


def _structure(parent: Element, name: str) -> Element:
    """Return the one structure in a bag."""
    bag = SubElement(SubElement(parent, _name(name)), _name("rdf:Bag"))
    return SubElement(bag, _name("rdf:li"), {_name("rdf:parseType"): "Resource"})


def _location(parent: Element, place: Json | None) -> None:
    if place is None:
        return
    location = _structure(parent, "Iptc4xmpExt:LocationShown")
    _languages(location, "Iptc4xmpExt:LocationName", [(place, place["title"])])
    _text(location, "Iptc4xmpExt:CountryCode", place.get("country_code"))


def _policy(parent: Element, policy: Json | None) -> None:
    if not policy:
        return
    expression = _structure(parent, "Iptc4xmpExt:EmbdEncRightsExpr")
    _text(expression, "Iptc4xmpExt:EncRightsExpr", json.dumps(policy, ensure_ascii=False))
    _text(expression, "Iptc4xmpExt:RightsExprEncType", JSON_LD)
    _text(expression, "Iptc4xmpExt:RightsExprLangId", ODRL)


def _legal(text: str) -> str:
    """Return a text without the signs that XML forbids."""
    return (
        "".join(
            sign
            for sign in text
            if sign in "\t\n" or unicodedata.category(sign) not in ("Cc", "Cs")
        )
        .replace("\ufffe", "")
        .replace("\uffff", "")
    )


def _name(prefixed: str) -> str:
    prefix, _, local = prefixed.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
