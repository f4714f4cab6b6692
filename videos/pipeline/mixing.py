"""From decoded audio frames to one sound: at 48 kHz, beginning with frame 0."""

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.filter import Graph
from av.filter.context import FilterContext

from videos.pipeline.graphs import chain, ready
from videos.pipeline.reading import Consumer
from videos.pipeline.sound import MONO, SoundSpec

SAMPLE_RATE = 48_000
LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}
PAIR = "inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR"
# Fills holes and cuts what overlaps; never stretches.
ALIGN = "aresample=async=1:first_pts=0"


def layout_of(channels: int) -> str:
    """Return FFmpeg's name of a layout."""
    return LAYOUTS.get(channels, f"{channels}c")


def add_entrance(graph: Graph, channels: int) -> FilterContext:
    """Add what frames of a sound are pushed into."""
    return graph.add_abuffer(
        sample_rate=SAMPLE_RATE,
        format="fltp",
        layout=layout_of(channels),
        time_base=Fraction(1, SAMPLE_RATE),
    )


class Mixer:
    """Joins the tracks of one sound and hands on its frames, the first sample at frame 0.

    With ``samples`` the sound is cut or lengthened with silence to so many.
    """

    def __init__(
        self,
        spec: SoundSpec,
        start: Fraction,
        on_frame: Callable[[AudioFrame], None],
        *,
        samples: int | None = None,
    ) -> None:
        self.spec, self.start, self.on_frame = spec, start, on_frame
        layout = layout_of(MONO if len(spec.tracks) > 1 else spec.channels)
        self.fronts = {track: _Front(layout) for track in spec.tracks}
        graph = Graph()
        self.entrances = {
            track: add_entrance(graph, MONO if len(spec.tracks) > 1 else spec.channels)
            for track in spec.tracks
        }
        aligned = [chain(graph, entrance, ALIGN) for entrance in self.entrances.values()]
        latest = aligned[0]
        if len(aligned) > 1:
            latest = graph.add("join", PAIR)
            for number, node in enumerate(aligned):
                node.link_to(latest, 0, number)
        form = f"aformat=fltp:{SAMPLE_RATE}:{layout_of(spec.channels)}"
        cut = "" if samples is None else f"apad=whole_len={samples} | atrim=end_sample={samples}"
        self.sink = chain(graph, latest, f"{form} | {cut} | abuffersink")
        graph.configure()
        self.graph = graph

    @property
    def consumers(self) -> dict[int, Consumer]:
        """Return what takes the frames of each track."""
        return {track: self._taker(track) for track in self.spec.tracks}

    def finish(self) -> None:
        """Hand on what is still on its way."""
        for track, front in self.fronts.items():
            for frame in front.end():
                self._push(track, frame)
            self._push(track, None)
        self._hand_on()

    def _taker(self, track: int) -> Consumer:
        def take(frame: AudioFrame) -> None:
            # Counted in samples: Matroska counts milliseconds, which nothing behind expects.
            base, rate = frame.time_base, frame.sample_rate
            seconds = Fraction((frame.pts or 0) * base.numerator, base.denominator)
            frame.pts = round((seconds - self.start) * rate)
            frame.time_base = Fraction(1, rate)
            for part in self.fronts[track].convert(frame):
                self._push(track, part)
            self._hand_on()

        return take

    def _push(self, track: int, frame: AudioFrame | None) -> None:
        with suppress(av.error.EOFError):  # the sound is already as long as it may be
            self.entrances[track].push(frame)

    def _hand_on(self) -> None:
        for frame in ready(self.sink):
            self.on_frame(frame)


class _Front:
    """Brings one track to a fixed format, also where the track's own changes on the way."""

    def __init__(self, layout: str) -> None:
        self.layout = layout
        self.form: tuple[str, str, int] | None = None
        self.resampler: AudioResampler | None = None

    def convert(self, frame: AudioFrame) -> list[AudioFrame]:
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        rest = []
        if self.resampler is None or form != self.form:
            rest = self.end()
            self.form = form
            self.resampler = AudioResampler(format="fltp", layout=self.layout, rate=SAMPLE_RATE)
        return [*rest, *self.resampler.resample(frame)]

    def end(self) -> list[AudioFrame]:
        return self.resampler.resample(None) if self.resampler is not None else []
