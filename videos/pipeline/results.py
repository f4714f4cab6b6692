"""What a step hands back: the files it wrote, and what it found on the way."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

DIGEST_CHUNK = 1024 * 1024


class Purpose(StrEnum):
    """What a file is for. Files for download are private, the others are shown to everybody."""

    DOWNLOAD = "download"
    HLS = "hls"
    PLAYLIST = "playlist"
    THUMBNAILS = "thumbnails"
    WAVEFORM = "waveform"
    POSTER = "poster"


@dataclass(frozen=True, kw_only=True, slots=True)
class RenditionFile:
    """One file that a step wrote, with what a reader must know before opening it.

    Attributes:
        name: of the file in the step's folder. Playlists and WebVTT files refer to their
            neighbours by these names.
        rendition: what the file is a form of, from the plan: ``720p``, ``audio-1``. A fast-start
            MP4, the HLS file and its playlist share one.
        bit_rate: bits a second on average, for the whole file.
        codecs: as RFC 6381 writes them; empty where the container has no such names (MXF).
        rate: frames a second, exact: ``30000/1001``; empty without picture.
        start_seconds: when the first picture or sample is shown.
        frame: the master's frame that a poster shows, None for other files.
        peak_bit_rate: bits a second of the busiest media segment, 0 outside HLS.
    """

    name: str
    rendition: str
    purpose: Purpose
    content_type: str
    size_bytes: int
    sha256: str
    bit_rate: int = 0
    peak_bit_rate: int = 0
    codecs: str = ""
    width: int = 0
    height: int = 0
    rate: str = ""
    frame_count: int = 0
    start_seconds: float = 0.0
    duration_seconds: float = 0.0
    language: str = ""
    label: str = ""
    channels: int = 0
    frame: int | None = None

    @classmethod
    def of(cls, path: Path, **facts: Any) -> Self:
        """Describe a finished file; size and checksum are read from it."""
        size = path.stat().st_size
        if seconds := facts.get("duration_seconds"):
            facts.setdefault("bit_rate", round(size * 8 / seconds))
        return cls(name=path.name, size_bytes=size, sha256=sha256_of(path), **facts)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        return cls(**data | {"purpose": Purpose(data["purpose"])})


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestedShot:
    """A piece between two cuts, in frames of the master; ``out_frame`` is the first after it."""

    in_frame: int
    out_frame: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SoundLevel:
    """How loud one sound is (EBU R 128), and by how much its preview was changed.

    Attributes:
        integrated_lufs: None for silence.
        true_peak_dbtp: None for silence.
        gain_db: what was added for the preview. Files for download are never changed.
    """

    rendition: str
    integrated_lufs: float | None
    true_peak_dbtp: float | None
    gain_db: float


@dataclass(frozen=True, kw_only=True, slots=True)
class StepResult:
    """All that one step yields. ``dataclasses.asdict`` gives its JSON, ``from_json`` reads it."""

    files: tuple[RenditionFile, ...]
    shots: tuple[SuggestedShot, ...] = ()
    levels: tuple[SoundLevel, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        return cls(
            files=tuple(RenditionFile.from_json(file) for file in data["files"]),
            shots=tuple(SuggestedShot(**shot) for shot in data.get("shots", ())),
            levels=tuple(SoundLevel(**level) for level in data.get("levels", ())),
        )


def sha256_of(path: Path) -> str:
    """Return a file's checksum."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(DIGEST_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
