"""The outline of a sound, to be drawn under a player.

The form is that of BBC audiowaveform's JSON (version 2), which peaks.js and wavesurfer.js read:
``data`` holds the lowest and the highest value of each point in turn.
"""

import json
from array import array
from math import ceil
from pathlib import Path

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from videos.pipeline.plan import Plan
from videos.pipeline.reading import Progress
from videos.pipeline.results import Purpose, RenditionFile, StepResult
from videos.pipeline.soundtracks import Listening

SAMPLE_RATE = 16_000
JSON_TYPE = "application/json"


def make_waveforms(source: Path, folder: Path, plan: Plan, on_progress: Progress) -> StepResult:
    """Write the outline of each sound.

    Raises:
        MediaRefused: the source cannot be decoded.
    """
    listening = Listening(source, plan)
    points = plan.settings.waveform_points
    seconds = float(listening.length.seconds)
    outlines = {spec.name: _Outline(ceil(seconds * SAMPLE_RATE / points)) for spec in plan.sounds}
    listening.listen({name: [outline.add] for name, outline in outlines.items()}, on_progress)
    files = []
    for spec in plan.sounds:
        path = folder / f"{spec.name}.json"
        path.write_text(json.dumps(outlines[spec.name].finished(), separators=(",", ":")))
        file = RenditionFile.of(
            path,
            rendition=spec.name,
            purpose=Purpose.WAVEFORM,
            content_type=JSON_TYPE,
            language=spec.language,
            duration_seconds=round(seconds, 6),
        )
        files.append(file)
    return StepResult(files=tuple(files))


class _Outline:
    def __init__(self, samples_per_point: int) -> None:
        self.samples_per_point = max(1, samples_per_point)
        self.resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        self.rest = array("h")
        self.data: list[int] = []

    def add(self, frame: AudioFrame) -> None:
        self._take(self.resampler.resample(frame))

    def finished(self) -> dict[str, object]:
        self._take(self.resampler.resample(None))
        if self.rest:
            self._point(self.rest)
        return {
            "version": 2,
            "channels": 1,
            "sample_rate": SAMPLE_RATE,
            "samples_per_pixel": self.samples_per_point,
            "bits": 8,
            "length": len(self.data) // 2,
            "data": self.data,
        }

    def _take(self, frames: list[AudioFrame]) -> None:
        for frame in frames:
            self.rest.frombytes(bytes(frame.planes[0])[: frame.samples * 2])
        while len(self.rest) >= self.samples_per_point:
            self._point(self.rest[: self.samples_per_point])
            del self.rest[: self.samples_per_point]

    def _point(self, samples: "array[int]") -> None:
        self.data += [min(samples) >> 8, max(samples) >> 8]
