"""What the player is told about a video, taken from the JSON that is delivered anyway."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from videos.shotlist.timing import Timing

HLS_CONTENT_TYPE = "application/x-mpegURL"
CHAPTERS = "vtt"
TIMED_TEXT_KINDS = ("subtitles", "captions")
TRANSLATED = ("ar", "fr", "uk")
LIBRARY = "videos/vendor/videojs"
DEFAULT_SIZE = (1280, 720)


@dataclass(frozen=True, kw_only=True, slots=True)
class Player:
    """A player as its template draws it: plain HTML, and a description for the script."""

    title: str
    poster: str
    source: dict[str, Any] | None
    width: int
    height: int
    description: dict[str, Any]


def player_of(
    asset: dict[str, Any], *, title: str, poster: str = "", chapters_url: str = ""
) -> Player | None:
    """Return the player of a delivered asset, or None while there is nothing to play.

    Args:
        asset: the ``asset`` of a video document; an editor's one holds signed addresses.
        title: what the player is called for those who cannot see it.
        poster: the address of the still.
        chapters_url: the address of chapters as WebVTT.
    """
    preview = asset.get("preview")
    hls_url = asset.get("hls_url")
    if not preview and not hls_url:
        return None
    width, height = _size(preview) or _size(asset) or DEFAULT_SIZE
    sources = [{"src": hls_url, "type": HLS_CONTENT_TYPE}] if hls_url else []
    if preview:
        sources.append({"src": preview["url"], "type": preview["content_type"]})
    return Player(
        title=title,
        poster=poster,
        source=preview or None,
        width=width,
        height=height,
        description={
            "sources": sources,
            "tracks": _tracks(asset, chapters_url),
            "thumbnails": (asset.get("thumbnails") or {}).get("vtt"),
            "width": width,
            "height": height,
            "start_seconds": (preview or {}).get("start_seconds") or 0,
            "timecode": _timecode(asset.get("timecode")),
            "library": library(),
        },
    )


def player_of_document(document: dict[str, Any], *, poster: str) -> Player | None:
    """Return the player of a video document."""
    files = document.get("shotlist_files") or []
    chapters = [file["url"] for file in files if file["extension"] == CHAPTERS]
    return player_of(
        document.get("asset") or {},
        title=document["title"],
        poster=poster,
        chapters_url=chapters[0] if chapters else "",
    )


def library() -> dict[str, Any]:
    """Return where the library lies, and its words in the active language."""
    language = (get_language() or "en").partition("-")[0]
    translation = static(f"{LIBRARY}/lang/{language}.js") if language in TRANSLATED else None
    return {
        "script": static(f"{LIBRARY}/video.min.js"),
        "translation": translation,
        "language": language,
        "words": words(),
    }


def words() -> dict[str, str]:
    """Return our own words, and those of the library that some of its translations lack."""
    return {
        "Previous frame": _("Previous frame"),
        "Next frame": _("Next frame"),
        "Source": pgettext("timecode", "Source"),
        "File": pgettext("timecode", "File"),
        "Timecode of the recording": _("Timecode of the recording"),
        "Time in the file": _("Time in the file"),
        "Picture quality": _("Picture quality"),
        "Automatic": pgettext("picture quality", "Automatic"),
        "Picture-in-Picture": _("Picture in picture"),
        "Exit Picture-in-Picture": _("End picture in picture"),
        "Playing in Picture-in-Picture": _("Playing in picture in picture"),
        "Drop shadow": pgettext("captions", "Drop shadow"),
        "Color": pgettext("captions", "Color"),
        "Opacity": pgettext("captions", "Opacity"),
        "Text Background": pgettext("captions", "Text background"),
        "Caption Area Background": pgettext("captions", "Caption area background"),
        "No content": _("No content"),
    }


def _tracks(asset: dict[str, Any], chapters_url: str) -> list[dict[str, str]]:
    tracks = [
        {name: track[name] for name in ("kind", "language", "label")}
        | {"url": _local(track["vtt_url"])}
        for track in asset.get("tracks") or []
        if track["kind"] in TIMED_TEXT_KINDS
    ]
    if chapters_url:
        language = get_language() or ""
        chapters = {"kind": "chapters", "language": language, "label": ""}
        tracks.append(chapters | {"url": _local(chapters_url)})
    return tracks


def _local(url: str) -> str:
    """Return an address of our own without its origin: a visitor may know us by another name."""
    is_ours = url.startswith(f"{settings.BASE_URL}/")
    return url.removeprefix(settings.BASE_URL) if is_ours else url


def _timecode(timecode: dict[str, Any] | None) -> dict[str, Any] | None:
    if timecode is None:
        return None
    return timecode | {"start_frame": Timing.from_json(timecode).start_frame}


def _size(described: dict[str, Any] | None) -> tuple[int, int] | None:
    if described and described.get("width") and described.get("height"):
        return described["width"], described["height"]
    return None
