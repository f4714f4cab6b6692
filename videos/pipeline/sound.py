"""The sounds of a source: which tracks belong together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

MONO, STEREO = 1, 2
UNKNOWN_LANGUAGES = ("", "und")


class AudioTrack(Protocol):
    """What the plan reads of one audio track of a probe."""

    @property
    def channels(self) -> int: ...

    @property
    def language(self) -> str: ...

    @property
    def is_decodable(self) -> bool: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class SoundSpec:
    """One sound to encode: for the preview, as an audio-only file, in the MP4s for download.

    Attributes:
        name: ``audio-1``, ``audio-2`` …
        tracks: positions among the source's audio tracks; two are the left and right of a pair.
        channels: of the encoded sound, 1 or 2. Surround is mixed down.
        language: BCP 47, empty when the source does not say.
    """

    name: str
    tracks: tuple[int, ...]
    channels: int
    language: str = ""

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        return cls(**data | {"tracks": tuple(data["tracks"])})


def plan_sounds(tracks: Sequence[AudioTrack]) -> tuple[SoundSpec, ...]:
    """Return the sounds of a source.

    Where all tracks are mono and there are several, as in MXF files from cameras and servers,
    neighbours of one language are the left and right of a pair (EBU R 48). Every other track is a
    sound of its own. Tracks without a decoder are left out.
    """
    usable = [at for at, track in enumerate(tracks) if track.is_decodable]
    is_all_mono = all(tracks[at].channels == MONO for at in usable)
    groups = _pairs(tracks, usable) if is_all_mono else [(at,) for at in usable]
    return tuple(
        SoundSpec(
            name=f"audio-{number}",
            tracks=group,
            channels=min(STEREO, sum(max(MONO, tracks[at].channels) for at in group)),
            language=_language(tracks[group[0]]),
        )
        for number, group in enumerate(groups, start=1)
    )


def _pairs(tracks: Sequence[AudioTrack], usable: Sequence[int]) -> list[tuple[int, ...]]:
    groups: list[tuple[int, ...]] = []
    for at in usable:
        before = groups[-1] if groups else ()
        if len(before) == MONO and _language(tracks[before[0]]) == _language(tracks[at]):
            groups[-1] = (*before, at)
        else:
            groups.append((at,))
    return groups


def _language(track: AudioTrack) -> str:
    return "" if track.language in UNKNOWN_LANGUAGES else track.language
