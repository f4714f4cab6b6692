"""Writing one sound: AAC in MP4, or PCM in WAV."""

from fractions import Fraction
from pathlib import Path
from typing import Self

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer

from videos.pipeline.mixing import SAMPLE_RATE, layout_of
from videos.pipeline.sound import SoundSpec

BIT_RATES = {1: 96_000, 2: 160_000}
# A WAV of more than 4 GiB becomes an RF64 (EBU Tech 3306).
FORMATS: dict[str, tuple[str, dict[str, str]]] = {
    "aac": ("mp4", {}),
    "pcm_s24le": ("wav", {"rf64": "auto"}),
}
LONGEST_SILENCE_SAMPLES = 1024


class SoundFile:
    """Encodes a sound, frame by frame."""

    def __init__(self, spec: SoundSpec, path: Path, *, codec: str = "aac") -> None:
        self.spec, self.path = spec, path
        self.samples = 0
        file_format, options = FORMATS[codec]
        self.output: OutputContainer = av.open(str(path), "w", format=file_format, options=options)
        stream = self.output.add_stream(codec, rate=SAMPLE_RATE, layout=layout_of(spec.channels))
        assert isinstance(stream, AudioStream)  # noqa: S101 - the codec is one of ours
        self.stream = stream
        if codec == "aac":
            self.stream.bit_rate = BIT_RATES[spec.channels]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.output.close()

    def add(self, frame: AudioFrame) -> None:
        """Encode a frame; its samples follow those before."""
        frame.pts, frame.time_base = self.samples, Fraction(1, SAMPLE_RATE)
        self.samples += frame.samples
        self.output.mux(self.stream.encode(frame))

    def finish(self, samples: int) -> None:
        """Write the end; a sound that is shorter is lengthened with silence."""
        while self.samples < samples:
            self.add(_silence(min(LONGEST_SILENCE_SAMPLES, samples - self.samples), self.spec))
        self.output.mux(self.stream.encode(None))


def _silence(samples: int, spec: SoundSpec) -> AudioFrame:
    frame = AudioFrame(format="fltp", layout=layout_of(spec.channels), samples=samples)
    frame.sample_rate = SAMPLE_RATE
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    return frame
