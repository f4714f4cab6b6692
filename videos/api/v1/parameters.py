"""What lists of videos can be narrowed by."""

from typing import Any

from cms.core.api.problems import quoted
from cms.delivery.api import narrowing
from cms.delivery.api.narrowing import Choice
from cms.delivery.api.parameters import Invalid, Parameter
from cms.delivery.narrowing import any_of, ordered_number
from videos.choices import TrackKind, VideoKind
from videos.languages import UnknownLanguage, clean_language

CAPTIONS_FACET = "captions"


def _captions(text: str) -> Choice:
    try:
        tag = clean_language(text)
    except UnknownLanguage as error:
        raise Invalid(
            f"{CAPTIONS_FACET} is {quoted(text)}; it must be a language tag such as fr or pt-BR."
        ) from error
    return Choice(tag, any_of(CAPTIONS_FACET, [tag]))


CAPTIONS = Parameter(
    name=CAPTIONS_FACET,
    parse=_captions,
    description=(
        "Only videos with subtitles or captions in this language. fr finds fr-CA too, not the "
        "other way round."
    ),
    schema={"type": "string", "maxLength": 35, "examples": ["fr"]},
)
VIDEO_PARAMETERS = (
    narrowing.choices("kind", VideoKind.values, "videos of these kinds"),
    *narrowing.bounds(
        "duration",
        "videos whose length in seconds",
        read=narrowing.number(places=3),
        wanted="a number of seconds such as 90 or 12.5",
        schema={"type": "number", "minimum": 0, "examples": [90]},
    ),
    *narrowing.bounds(
        "height",
        "videos whose original's height in pixels",
        read=narrowing.number(),
        wanted="a whole number of pixels such as 1080",
        schema={"type": "integer", "minimum": 0, "examples": [1080]},
    ),
    *narrowing.bounds(
        "date",
        "videos whose date, the day they were shot on as a rule,",
        read=narrowing.day,
        wanted="a day such as 2026-09-14",
        schema={"type": "string", "format": "date"},
    ),
    CAPTIONS,
    narrowing.works("topics", "videos about one of these topics"),
    narrowing.works("people", "videos that show one of these people or quote them in the shotlist"),
    narrowing.works("places", "videos filmed at one of these places"),
)


def video_facets(document: dict[str, Any]) -> frozenset[tuple[str, str]]:
    """Return the facets of a video by the names of the parameters."""
    asset = document["asset"] or {}
    speakers = [shot["speaker"] for shot in document["shotlist"] if shot["speaker"]]
    found = {("kind", document["kind"])}
    if document["duration_seconds"] is not None:
        milliseconds = round(document["duration_seconds"] * 1000)
        found.add(("duration", ordered_number(milliseconds)))
    if asset.get("height"):
        found.add(("height", ordered_number(asset["height"])))
    if document["date"]:
        found.add(("date", document["date"]))
    found |= {("topics", card["id"]) for card in document["topics"]}
    found |= {("people", card["id"]) for card in (*document["people"], *speakers)}
    found |= {("places", card["id"]) for card in (document["place"],) if card}
    for track in asset.get("tracks", ()):
        if track["kind"] != TrackKind.TRANSCRIPT:
            tag = track["language"]
            found |= {(CAPTIONS_FACET, tag), (CAPTIONS_FACET, tag.partition("-")[0])}
    return frozenset(found)
