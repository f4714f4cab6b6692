"""How loud a sound is, and how its preview is brought to one level (EBU R 128)."""

from dataclasses import dataclass
from math import log10

from av.audio.frame import AudioFrame
from av.filter import Graph

from videos.pipeline.graphs import chain, ready
from videos.pipeline.mixing import add_entrance
from videos.pipeline.sound import SoundSpec

# The gate of ITU-R BS.1770: nothing below counts.
SILENCE_LUFS = -70.0
KEYS = ("lavfi.r128.I", "lavfi.r128.true_peak")


@dataclass(frozen=True, kw_only=True, slots=True)
class Loudness:
    """A sound's integrated loudness and true peak; None for silence."""

    integrated_lufs: float | None
    true_peak_dbtp: float | None


class Meter:
    """Measures a sound, frame by frame."""

    def __init__(self, spec: SoundSpec) -> None:
        graph = Graph()
        self.entrance = add_entrance(graph, spec.channels)
        self.sink = chain(graph, self.entrance, "ebur128=peak=true:metadata=1 | abuffersink")
        graph.configure()
        self.graph = graph
        self.latest: dict[str, str] = {}
        self.samples = 0

    def add(self, frame: AudioFrame) -> None:
        """Take the next frame."""
        self.entrance.push(frame)
        self._read()

    def finish(self) -> Loudness:
        """Return what was measured."""
        self.entrance.push(None)
        self._read()
        integrated, peak = (float(self.latest.get(key, "nan")) for key in KEYS)
        # Comparisons with what is not a number are false.
        is_heard = integrated > SILENCE_LUFS and peak > 0
        return Loudness(
            integrated_lufs=round(integrated, 2) if is_heard else None,
            true_peak_dbtp=round(20 * log10(peak), 2) if is_heard else None,
        )

    def _read(self) -> None:
        for frame in ready(self.sink):
            self.latest |= frame.metadata


def gain_of(loudness: Loudness, *, target_lufs: float, highest_true_peak_dbtp: float) -> float:
    """Return the decibels that bring a sound to the target, as far as its peaks allow."""
    if loudness.integrated_lufs is None or loudness.true_peak_dbtp is None:
        return 0.0
    wanted = target_lufs - loudness.integrated_lufs
    return round(min(wanted, highest_true_peak_dbtp - loudness.true_peak_dbtp), 2)


class Amplifier:
    """Changes a sound by a fixed number of decibels."""

    def __init__(self, spec: SoundSpec, gain_db: float) -> None:
        graph = Graph()
        self.entrance = add_entrance(graph, spec.channels)
        self.sink = chain(graph, self.entrance, f"volume={gain_db}dB:precision=float | abuffersink")
        graph.configure()
        self.graph = graph

    def change(self, frame: AudioFrame) -> list[AudioFrame]:
        """Return what has become of a frame."""
        self.entrance.push(frame)
        return list(ready(self.sink))
