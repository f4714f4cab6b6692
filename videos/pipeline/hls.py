"""HTTP Live Streaming (RFC 8216): the names of its files, reading and composing playlists.

Each rung is one fragmented MP4 whose media segments are byte ranges, and sounds are files of
their own. The master playlist is not stored: it is composed of what exists when it is asked for,
so that a video plays as soon as its lowest rung is there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MEDIA_SUFFIX, PLAYLIST_SUFFIX = ".hls.mp4", ".m3u8"
PLAYLIST_TYPE = "application/vnd.apple.mpegurl"
VERSION = 7
SOUNDS, SUBTITLES = "sounds", "subtitles"
SEGMENT = re.compile(r"#EXTINF:([0-9.]+),[^\n]*\n#EXT-X-BYTERANGE:([0-9]+)@([0-9]+)\n")


@dataclass(frozen=True, kw_only=True, slots=True)
class MediaSegment:
    """A piece of a media file."""

    seconds: float
    size_bytes: int
    offset: int

    @property
    def bit_rate(self) -> int:
        """Return bits a second."""
        return round(self.size_bytes * 8 / self.seconds)


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """A picture of the master playlist. ``rate`` is ``30000/1001``."""

    uri: str
    bit_rate: int
    peak_bit_rate: int
    codecs: str
    width: int
    height: int
    rate: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SoundEntry:
    """A sound of the master playlist. ``language`` is BCP 47."""

    uri: str
    name: str
    language: str
    channels: int
    codecs: str
    bit_rate: int
    peak_bit_rate: int
    is_default: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SubtitleEntry:
    """A subtitle or caption track of the master playlist. ``language`` is BCP 47."""

    uri: str
    name: str
    language: str
    is_captions: bool = False
    is_default: bool = False


def master_playlist(
    variants: Sequence[Variant],
    sounds: Sequence[SoundEntry] = (),
    subtitles: Sequence[SubtitleEntry] = (),
) -> str:
    """Compose the master playlist; the first variant is what players begin with.

    Every variant refers to all sounds, whose bit rates are added to its own (RFC 8216, 4.3.4.2).
    """
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    names = _Names()
    lines += [_sound(entry, names.of(entry.name)) for entry in sounds]
    lines += [_subtitle(entry, names.of(entry.name)) for entry in subtitles]
    average = max((entry.bit_rate for entry in sounds), default=0)
    peak = max((entry.peak_bit_rate for entry in sounds), default=0)
    codecs = [entry.codecs for entry in sounds]
    for variant in variants:
        numerator, _, denominator = variant.rate.partition("/")
        attributes = {
            "BANDWIDTH": str(max(variant.peak_bit_rate, variant.bit_rate) + peak),
            "AVERAGE-BANDWIDTH": str(variant.bit_rate + average),
            "CODECS": _quoted(",".join(dict.fromkeys([variant.codecs, *codecs]))),
            "RESOLUTION": f"{variant.width}x{variant.height}",
            "FRAME-RATE": f"{int(numerator) / int(denominator or 1):.3f}",
        }
        if sounds:
            attributes["AUDIO"] = _quoted(SOUNDS)
        if subtitles:
            attributes["SUBTITLES"] = _quoted(SUBTITLES)
        lines += [f"#EXT-X-STREAM-INF:{_list(attributes)}", variant.uri]
    return "\n".join(lines) + "\n"


def media_playlist(playlist: str, uri: str) -> str:
    """Return a stored media playlist with another address of its media file."""
    lines = []
    for line in playlist.splitlines():
        if line.startswith("#EXT-X-MAP:"):
            lines.append(re.sub(r'URI="[^"]*"', lambda _: f"URI={_quoted(uri)}", line))
        else:
            lines.append(line if line.startswith("#") or not line else uri)
    return "\n".join(lines) + "\n"


def subtitle_playlist(uri: str, seconds: float) -> str:
    """Return the media playlist of a whole WebVTT file, as one media segment (RFC 8216, 3.5)."""
    return "\n".join(
        [
            "#EXTM3U",
            f"#EXT-X-VERSION:{VERSION}",
            f"#EXT-X-TARGETDURATION:{max(1, round(seconds))}",
            "#EXT-X-MEDIA-SEQUENCE:0",
            "#EXT-X-PLAYLIST-TYPE:VOD",
            f"#EXTINF:{seconds:.6f},",
            uri,
            "#EXT-X-ENDLIST",
            "",
        ]
    )


def subtitle_segment(webvtt: str) -> str:
    """Return a WebVTT file that says which time of the picture its zero is (RFC 8216, 3.5)."""
    first, separator, rest = webvtt.partition("\n")
    return f"{first}\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000{separator}{rest}"


def read_segments(playlist: str) -> tuple[MediaSegment, ...]:
    """Return the media segments that a media playlist lists.

    Raises:
        ValueError: there is none.
    """
    found = tuple(
        MediaSegment(seconds=float(seconds), size_bytes=int(size), offset=int(offset))
        for seconds, size, offset in SEGMENT.findall(playlist)
    )
    if not found:
        raise ValueError("a playlist without media segments")
    return found


class _Names:
    """Keeps names of a group apart: two equal ones would hide each other in a player's menu."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}

    def of(self, name: str) -> str:
        self.taken[name] = self.taken.get(name, 0) + 1
        return name if self.taken[name] == 1 else f"{name} {self.taken[name]}"


def _sound(entry: SoundEntry, name: str) -> str:
    return _media(
        {
            "TYPE": "AUDIO",
            "GROUP-ID": _quoted(SOUNDS),
            "NAME": _quoted(name),
            **({"LANGUAGE": _quoted(entry.language)} if entry.language else {}),
            "DEFAULT": _yes(entry.is_default),
            "AUTOSELECT": "YES",
            "CHANNELS": _quoted(str(entry.channels)),
            "URI": _quoted(entry.uri),
        }
    )


def _subtitle(entry: SubtitleEntry, name: str) -> str:
    spoken = "public.accessibility.transcribes-spoken-dialog"
    described = "public.accessibility.describes-music-and-sound"
    return _media(
        {
            "TYPE": "SUBTITLES",
            "GROUP-ID": _quoted(SUBTITLES),
            "NAME": _quoted(name),
            **({"LANGUAGE": _quoted(entry.language)} if entry.language else {}),
            "DEFAULT": _yes(entry.is_default),
            "AUTOSELECT": "YES",
            "FORCED": "NO",
            **({"CHARACTERISTICS": _quoted(f"{spoken},{described}")} if entry.is_captions else {}),
            "URI": _quoted(entry.uri),
        }
    )


def _media(attributes: dict[str, str]) -> str:
    return f"#EXT-X-MEDIA:{_list(attributes)}"


def _list(attributes: dict[str, str]) -> str:
    return ",".join(f"{name}={value}" for name, value in attributes.items())


def _quoted(text: str) -> str:
    """Return a quoted string; it may hold neither line ends nor double quotes (RFC 8216, 4.2)."""
    return '"' + re.sub(r"[\r\n]+", " ", text).replace('"', "'") + '"'


def _yes(value: bool) -> str:
    return "YES" if value else "NO"
