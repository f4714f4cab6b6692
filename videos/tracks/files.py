"""A track as the files that players and newsrooms read."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from videos.pipeline.hls import PLAYLIST_TYPE, subtitle_segment
from videos.pipeline.timed_text.cues import with_ends
from videos.pipeline.timed_text.srt import write_subrip
from videos.pipeline.timed_text.vtt import read_webvtt, write_webvtt

WEBVTT = "vtt"
SUBRIP = "srt"
# WebVTT as a media segment of HLS.
SEGMENT = "hls.vtt"
PLAYLIST = "m3u8"

CONTENT_TYPES = {
    WEBVTT: "text/vtt; charset=utf-8",
    # Nobody has registered a type; this one shows it as text.
    SUBRIP: "text/plain; charset=utf-8",
    SEGMENT: "text/vtt; charset=utf-8",
    PLAYLIST: PLAYLIST_TYPE,
}
KEPT_FILES = 32
ETAG_BYTES = 12


@dataclass(frozen=True, slots=True)
class TrackFile:
    """Some bytes and their strong ETag, quoted."""

    content: bytes
    etag: str


@lru_cache(maxsize=KEPT_FILES)
def track_file(webvtt: str, extension: str) -> TrackFile:
    """Return a track's text as a file. Cues without a text are left out, missing ends assumed."""
    cues = with_ends(read_webvtt(webvtt))
    match extension:
        case "srt":
            text = write_subrip(cues)
        case "hls.vtt":
            text = subtitle_segment(write_webvtt(cues))
        case _:
            text = write_webvtt(cues)
    return as_file(text)


def as_file(text: str) -> TrackFile:
    """Return a text as a file."""
    content = text.encode("utf-8")
    digest = hashlib.blake2b(content, digest_size=ETAG_BYTES).hexdigest()
    return TrackFile(content, f'"{digest}"')
