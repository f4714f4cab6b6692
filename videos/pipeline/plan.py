"""What will be derived from one source: its plan, made of the probe and the declared ladder."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, Self

from videos.pipeline.ladder import LadderSettings, Picture, RenditionSpec, plan_ladder
from videos.pipeline.mezzanine import BroadcastSource, MezzanineSpec, plan_mezzanine
from videos.pipeline.sound import SoundSpec, plan_sounds


class Step(StrEnum):
    """The steps, in the order in which a newsroom wants their results.

    Each writes files into a folder of its own:

    * ``poster``: ``poster-1.jpg`` … ``poster-5.jpg``, the best first.
    * ``preview``: the lowest rung: ``360p.mp4`` (fast start, the sound as the source has it),
      ``360p.hls.mp4`` and its media playlist ``360p.m3u8`` (picture only); also the shots.
    * ``sound``: for each sound ``audio-1.hls.mp4`` and ``audio-1.m3u8`` (loudness normalised),
      and ``audio-1.m4a`` and/or ``.wav`` (as the source has it).
    * ``thumbnails``: ``thumbnails.jpg`` and ``thumbnails.vtt``, made of the preview's MP4.
    * ``waveform``: for each sound ``audio-1.json``.
    * ``ladder``: all other rungs in one decode, the same three files each.
    * ``mezzanine``: ``mezzanine.mxf`` or ``mezzanine.mov``.
    """

    POSTER = "poster"
    PREVIEW = "preview"
    SOUND = "sound"
    THUMBNAILS = "thumbnails"
    WAVEFORM = "waveform"
    LADDER = "ladder"
    MEZZANINE = "mezzanine"


# These read the MP4 that the preview made, not the master.
STEPS_FROM_PREVIEW = frozenset({Step.THUMBNAILS})


class Source(Picture, BroadcastSource, Protocol):
    """What a plan reads of a probe."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Everything to derive from one source. ``dataclasses.asdict`` gives its JSON."""

    settings: LadderSettings
    renditions: tuple[RenditionSpec, ...]
    sounds: tuple[SoundSpec, ...]
    mezzanine: MezzanineSpec | None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps that have something to do, in their order."""
        idle = set()
        if not self.sounds:
            idle |= {Step.SOUND, Step.WAVEFORM}
        if len(self.renditions) == 1:
            idle.add(Step.LADDER)
        if self.mezzanine is None:
            idle.add(Step.MEZZANINE)
        return tuple(step for step in Step if step not in idle)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        mezzanine = data["mezzanine"]
        return cls(
            settings=LadderSettings.from_json(data["settings"]),
            renditions=tuple(RenditionSpec(**spec) for spec in data["renditions"]),
            sounds=tuple(SoundSpec.from_json(spec) for spec in data["sounds"]),
            mezzanine=None if mezzanine is None else MezzanineSpec.from_json(mezzanine),
        )


def plan_derivatives(source: Source, settings: LadderSettings) -> Plan:
    """Decide what to derive from a probed source."""
    return Plan(
        settings=settings,
        renditions=plan_ladder(source, settings),
        sounds=plan_sounds(source.audio),
        mezzanine=plan_mezzanine(source, settings.mezzanine),
    )
