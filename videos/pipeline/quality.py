"""How good a master is: the loudness of its sounds, and whether its beginning shows something.

Loudness is EBU R 128 (ITU-R BS.1770): integrated loudness, loudness range (EBU Tech 3342), true
peak. All sound is listened to. Of the picture only the beginning is looked at, small: what it costs
does not grow with the length of the film.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import log10
from pathlib import Path
from typing import Any, Self

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph
from av.video.frame import VideoFrame

from videos.pipeline.containers import DECODING_ERRORS, open_media, picture_stream
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.graphs import chain, ready
from videos.pipeline.mixing import Mixer, add_entrance
from videos.pipeline.probing.metadata import language_tag
from videos.pipeline.reading import DECODER_THREADS, Consumer, read
from videos.pipeline.sound import MONO, SoundSpec, plan_sounds

WATCHED_SECONDS = 10.0
WATCHED_WIDTH = 320
MOST_WATCHED_PICTURES = 1200
MOST_SOUNDS = 16
# Nothing below this gate of ITU-R BS.1770 counts as sound.
GATE_LUFS = -70.0
# FFmpeg's usual measures of black (a tenth of the range) and of standing still.
WATCHING = (
    "scale={width}:-2:flags=fast_bilinear | format=yuv420p | "
    "blackdetect=d=0.04:pic_th=0.98:pix_th=0.10 | freezedetect=n=-60dB:d=0.5 | buffersink"
)
BLACK = ("lavfi.black_start", "lavfi.black_end")
FROZEN = ("lavfi.freezedetect.freeze_start", "lavfi.freezedetect.freeze_end")
EVENTS = frozenset((*BLACK, *FROZEN))
BEGINNING = 0.1

type Progress = Callable[[float], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class SoundQuality:
    """How loud one sound is. Two mono tracks that make a pair are heard together.

    Attributes:
        name: ``audio-1``, as in the plan of renditions.
        tracks: positions among the master's audio tracks.
        integrated_lufs: None for silence.
        range_lu: the loudness range; None for silence.
        true_peak_dbtp: None for silence.
        channel_peaks_dbtp: of each channel, None for a silent one.
    """

    name: str
    tracks: tuple[int, ...]
    integrated_lufs: float | None
    range_lu: float | None
    true_peak_dbtp: float | None
    channel_peaks_dbtp: tuple[float | None, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        lists = {name: tuple(data[name]) for name in ("tracks", "channel_peaks_dbtp")}
        return cls(**{**data, **lists})


@dataclass(frozen=True, kw_only=True, slots=True)
class Quality:
    """What was measured. ``dataclasses.asdict`` gives its JSON, ``from_json`` reads it.

    Attributes:
        black_seconds: how long the picture is black from the first frame.
        frozen_seconds: how long it stands still from the first frame.
        watched_seconds: how much of the picture was looked at; both end there at the latest.
    """

    sounds: tuple[SoundQuality, ...] = ()
    black_seconds: float = 0.0
    frozen_seconds: float = 0.0
    watched_seconds: float = 0.0

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what ``asdict`` wrote."""
        sounds = tuple(SoundQuality.from_json(sound) for sound in data.get("sounds", ()))
        return cls(**{**data, "sounds": sounds})


def measure_quality(path: Path, on_progress: Progress | None = None) -> Quality:
    """Listen to all sounds and look at the beginning of the picture.

    Raises:
        MediaRefused: the file cannot be opened, or too much of its sound is damaged.
    """
    try:
        return _measure(path, on_progress or _ignore)
    except (av.FFmpegError, NotImplementedError, ValueError) as error:
        # A sound of a thousand channels, a picture of a kind that no filter takes.
        raise MediaRefused(MediaProblem.DAMAGED, str(error)) from error


def _measure(path: Path, on_progress: Progress) -> Quality:
    with open_media(path) as media:
        specs = _sounds_of(media)
        seconds = (media.duration or 0) / av.time_base
        start = Fraction(media.start_time or 0, av.time_base)
    black, frozen, watched = _watch_beginning(path)
    ears = [_Ear(spec, start) for spec in specs]
    consumers: dict[int, Consumer] = {}
    for ear in ears:
        consumers |= ear.mixer.consumers
    if ears:
        ears[0].tell(on_progress, seconds)
        read(path, sounds=consumers)
    sounds = tuple(ear.finish() for ear in ears)
    on_progress(1.0)
    return Quality(
        sounds=sounds,
        black_seconds=round(black, 2),
        frozen_seconds=round(frozen, 2),
        watched_seconds=round(watched, 2),
    )


@dataclass(frozen=True)
class _Track:
    """What the plan of sounds reads of a track."""

    channels: int
    language: str
    is_decodable: bool


def _sounds_of(media: InputContainer) -> list[SoundSpec]:
    """Return the sounds that can be decoded, each with all its channels."""
    tracks = [_track_of(stream) for stream in media.streams.audio]
    return [
        replace(spec, channels=sum(tracks[at].channels for at in spec.tracks))
        for spec in plan_sounds(tracks)[:MOST_SOUNDS]
    ]


def _track_of(stream: AudioStream) -> _Track:
    context = stream.codec_context
    channels = context.layout.nb_channels if context is not None else 0
    return _Track(channels, language_tag(stream.language), is_decodable=channels > 0)


class _Ear:
    """Listens to one sound."""

    def __init__(self, spec: SoundSpec, start: Fraction) -> None:
        self.spec = spec
        self.mixer = Mixer(spec, start, self._hear)
        graph = Graph()
        self.entrance = add_entrance(graph, spec.channels)
        # A single mono track is heard from both loudspeakers.
        options = "peak=true:metadata=1" + (":dualmono=true" if spec.channels == MONO else "")
        self.sink = chain(graph, self.entrance, f"ebur128={options} | abuffersink")
        graph.configure()
        self.graph = graph
        self.latest: dict[str, str] = {}
        self.on_progress: Progress = _ignore
        self.seconds, self.samples = 0.0, 0

    def tell(self, on_progress: Progress, seconds: float) -> None:
        """Tell how much of so many seconds has been heard."""
        self.on_progress, self.seconds = on_progress, seconds

    def finish(self) -> SoundQuality:
        """Return what was heard."""
        self.mixer.finish()
        self.entrance.push(None)
        self._read()
        loudness = float(self.latest.get("lavfi.r128.I", GATE_LUFS))
        is_heard = loudness > GATE_LUFS
        peaks = tuple(
            _decibels(self.latest.get(f"lavfi.r128.true_peaks_ch{channel}", "0"))
            for channel in range(self.spec.channels)
        )
        return SoundQuality(
            name=self.spec.name,
            tracks=self.spec.tracks,
            integrated_lufs=round(loudness, 1) if is_heard else None,
            range_lu=round(float(self.latest.get("lavfi.r128.LRA", 0)), 1) if is_heard else None,
            true_peak_dbtp=max((peak for peak in peaks if peak is not None), default=None),
            channel_peaks_dbtp=peaks,
        )

    def _hear(self, frame: AudioFrame) -> None:
        self.samples += frame.samples
        if self.seconds > 0:
            self.on_progress(min(self.samples / frame.sample_rate / self.seconds, 0.99))
        self.entrance.push(frame)
        self._read()

    def _read(self) -> None:
        for frame in ready(self.sink):
            self.latest.update(frame.metadata)


def _watch_beginning(path: Path) -> tuple[float, float, float]:
    """Return how long the picture is black and still from the start, and how long was watched."""
    with open_media(path) as media:
        stream = picture_stream(media)
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = DECODER_THREADS
        watcher: _Eye | None = None
        for packet in media.demux(stream):
            try:
                frames = packet.decode()
            except DECODING_ERRORS:
                continue
            for frame in frames:
                watcher = watcher or _Eye(frame)
                if not watcher.see(frame):
                    return watcher.finish()
        return watcher.finish() if watcher else (0.0, 0.0, 0.0)


class _Eye:
    """Looks at pictures until enough was seen."""

    def __init__(self, first: VideoFrame) -> None:
        graph = Graph()
        self.entrance = graph.add_buffer(
            width=first.width,
            height=first.height,
            format=first.format,
            time_base=first.time_base or Fraction(1, av.time_base),
        )
        width = min(WATCHED_WIDTH, first.width // 2 * 2 or 2)
        self.sink = chain(graph, self.entrance, WATCHING.format(width=width))
        graph.configure()
        self.graph = graph
        self.form = (first.width, first.height, first.format.name)
        self.beginning = first.time
        self.count, self.watched = 0, 0.0
        self.events: dict[str, float] = {}

    def see(self, frame: VideoFrame) -> bool:
        """Look at a picture; return whether there is more to look at."""
        form = (frame.width, frame.height, frame.format.name)
        if frame.time is None or self.beginning is None or form != self.form:
            return False
        self.count += 1
        self.watched = frame.time - self.beginning
        self.entrance.push(frame)
        self._read()
        return self.watched < WATCHED_SECONDS and self.count < MOST_WATCHED_PICTURES

    def finish(self) -> tuple[float, float, float]:
        """Return seconds of black, of standing still, and of looking."""
        self.entrance.push(None)
        self._read()
        black, frozen = self._length(*BLACK), self._length(*FROZEN)
        return black, frozen, self.watched

    def _read(self) -> None:
        for frame in ready(self.sink):
            # The first event of each kind is what begins with the film, if anything does.
            for key in EVENTS & frame.metadata.keys():
                self.events.setdefault(key, float(frame.metadata[key]))

    def _length(self, start: str, end: str) -> float:
        beginning = self.beginning or 0.0
        if start not in self.events or self.events[start] - beginning > BEGINNING:
            return 0.0
        return min(self.events.get(end, beginning + self.watched) - beginning, self.watched)


def _decibels(amplitude: str) -> float | None:
    """Return decibels below full scale; FFmpeg writes thousandths, so -60 is the least."""
    value = float(amplitude)
    return round(20 * log10(value), 1) if value > 0 else None


def _ignore(_share: float) -> None:
    return None
