"""A document as JSON of the IPTC Video Metadata Hub, recommendation 1.7.

Source: https://www.iptc.org/std/videometadatahub/recommendation/iptc-vmhub-1.7-schema.json
"""

import json
from typing import Any

from django.utils.html import strip_tags

from videos.shotlist.dopesheet import dopesheet_text

ODRL = "http://www.w3.org/ns/odrl/2/"
JSON_LD = "application/ld+json"

type Json = dict[str, Any]


def vmhub_text(document: Json) -> str:
    """Return the description as a file."""
    return json.dumps(vmhub(document), ensure_ascii=False, indent=2) + "\n"


def vmhub(document: Json) -> list[Json]:
    """Return the description. What is not known is left out; texts are by language."""
    properties = {
        "identifier": f"urn:uuid:{document['id']}",
        **_described(document),
        **_subjects(document),
        **_rights(document),
        **_media(document["asset"], document),
    }
    known = {name: value for name, value in properties.items() if value not in ("", None, [], {})}
    return [{"photoVideoMetadataIPTC": known}]


def usage_terms(document: Json) -> str:
    """Return everything that restricts the use, in the words of the document."""
    sentence = document.get("rights", {}).get("sentence", "")
    return "\n".join(part for part in (sentence, document["usage_restrictions"]) if part)


def plain_synopsis(document: Json) -> str:
    """Return the synopsis without its mark-up."""
    spaced = document["synopsis"].replace("</p>", "</p> ").replace("<br", " <br")
    return " ".join(strip_tags(spaced).replace("&amp;", "&").split())


def people_of(document: Json) -> list[Json]:
    """Return who is shown: the people of the video and those who speak in its shotlist."""
    speakers = [row["speaker"] for row in document["shotlist"] if row["speaker"]]
    by_id = {person["id"]: person for person in (*document["people"], *speakers)}
    return list(by_id.values())


def _described(document: Json) -> Json:
    return {
        "title": _in_language(document, document["title"]),
        "headline": _in_language(document, document["title"]),
        "description": _in_language(document, plain_synopsis(document)),
        "dateCreated": document["date"],
        "dateReleased": document["published_at"],
        "metadataLastEdited": document["updated_at"],
        "genres": [{"cvTermName": _in_language(document, document["kind_label"])}],
        "externalMetadataLinks": [document["url"]] if document["url"] else [],
        "dopesheet": _in_language(document, dopesheet_text(document)),
        "dopesheetLinks": [
            {"link": file["url"], "linkQualifier": file["content_type"]}
            for file in document["shotlist_files"]
            if file["extension"] in ("pdf", "txt")
        ],
        "transcript": _transcript(document["transcript"]),
    }


def _subjects(document: Json) -> Json:
    place = document["place"]
    location = None
    if place:
        location = {
            "name": _in_language(place, place["title"]),
            "countryCode": place.get("country_code", ""),
            "identifiers": [f"urn:uuid:{place['id']}"],
        }
    return {
        "keywords": _in_language(document, [topic["title"] for topic in document["topics"]]),
        "locationsShown": [location] if location else [],
        "personsShown": [
            {
                "name": _in_language(person, person["title"]),
                "identifiers": [f"urn:uuid:{person['id']}"],
            }
            for person in people_of(document)
        ],
    }


def _rights(document: Json) -> Json:
    policy = document.get("rights", {}).get("odrl")
    expression = {
        "encodedRightsExpr": json.dumps(policy, ensure_ascii=False),
        "rightsExprEncType": JSON_LD,
        "rightsExprLangId": ODRL,
    }
    return {
        "creditLine": document["credit"],
        "usageTerms": _in_language(document, usage_terms(document)),
        "embdEncRightsExpr": [expression] if policy else [],
    }


def _media(asset: Json | None, document: Json) -> Json:
    if asset is None:
        return {}
    rate = next((each["frame_rate"] for each in asset["renditions"] if each["frame_rate"]), None)
    size = {"widthPixels": asset["width"], "heightPixels": asset["height"]}
    poster = document["poster"]
    return {
        "frameSize": size if asset["width"] and asset["height"] else None,
        "videoFrameRate": rate["value"] if rate else None,
        "snapshotLinks": [{"link": poster["src"]}] if poster else [],
        "timedTextLinks": [
            {
                "link": track["vtt_url"],
                "linkQualifier": track["kind"],
                "language": track["language"],
            }
            for track in asset["tracks"]
        ],
    }


def _transcript(transcript: Json | None) -> Json:
    if transcript is None:
        return {}
    text = "\n".join(paragraph["text"] for paragraph in transcript["paragraphs"])
    return {transcript["language"]: text}


def _in_language(document: Json, value: Any) -> Json:
    return {document["locale"]: value} if value else {}
