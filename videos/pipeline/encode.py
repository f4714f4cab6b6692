"""Encoding: one pass over the source gives the pictures of several rungs and all sounds.

What is written here is packed into its final files by ``package``.
"""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.filter import Graph
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from videos.pipeline.checking import Length
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.graphs import chain, ready
from videos.pipeline.ladder import RenditionSpec
from videos.pipeline.mixing import Mixer
from videos.pipeline.picture import (
    BT709,
    SourcePicture,
    add_source,
    alike,
    look_at,
    scaler_for,
    shown,
    steady,
)
from videos.pipeline.reading import Consumer, Progress, read
from videos.pipeline.shots import ShotFinder
from videos.pipeline.sound import SoundSpec
from videos.pipeline.sound_file import SoundFile

# With x264's look-ahead this takes a third less time than "veryfast" and looks the same.
PRESET = {"preset": "superfast", "mbtree": "1", "rc-lookahead": "10"}
# With more, x264 fits a frame into the bit rate by how far the other threads happen to be: the
# same master would give other bytes on another machine or under load. Rungs run side by side.
ENCODER_THREADS = 1
# Each rung may be so far behind the decoder. Whole frames wait.
MOST_WAITING_FRAMES = 8
# A source may end a little earlier than its header says.
TOLERATED_GAP_SECONDS = Fraction(1, 2)
TOLERATED_GAP_SHARE = Fraction(2, 100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Encoding:
    """What a pass has written into its folder.

    Attributes:
        length: of every picture and sound.
        cuts: the frames at which a shot begins, if they were looked for.
    """

    length: Length
    pictures: dict[str, Path]
    sounds: dict[str, Path]
    cuts: tuple[int, ...] = ()


def encode(
    source: Path,
    folder: Path,
    specs: Sequence[RenditionSpec],
    sounds: Sequence[SoundSpec],
    *,
    with_shots: bool = False,
    on_progress: Progress,
) -> Encoding:
    """Decode the source once and encode its pictures and sounds, each into a file of its own.

    Raises:
        MediaRefused: the source cannot be decoded, or much of it is missing.
    """
    picture = look_at(source)
    finder = ShotFinder() if with_shots else None
    with ExitStack() as stack:
        rungs = [stack.enter_context(_Rung(spec, folder)) for spec in specs]
        voices = [
            stack.enter_context(SoundFile(spec, folder / f"{spec.name}.sound.mp4"))
            for spec in sounds
        ]
        frames = _Pictures(picture, rungs, finder, on_progress)
        mixers = [
            Mixer(spec, picture.start, voice.add)
            for spec, voice in zip(sounds, voices, strict=True)
        ]
        consumers: dict[int, Consumer] = {}
        for mixer in mixers:
            consumers |= mixer.consumers
        read(source, picture=frames.add, sounds=consumers)
        frames.finish()
        length = Length(frame_count=rungs[0].frame_count, rate=Fraction(specs[0].rate))
        refuse_loss(length, planned=specs[0].frame_count)
        for mixer, voice in zip(mixers, voices, strict=True):
            mixer.finish()
            voice.finish(length.samples)
    return Encoding(
        length=length,
        pictures={rung.spec.name: rung.path for rung in rungs},
        sounds={voice.spec.name: voice.path for voice in voices},
        cuts=tuple(finder.cuts) if finder else (),
    )


def refuse_loss(length: Length, *, planned: int) -> None:
    """Refuse a source of which much less could be decoded than was planned; 0 plans nothing.

    Raises:
        MediaRefused: the frames are not there.
    """
    found = length.frame_count
    if found == 0:
        raise MediaRefused(MediaProblem.NO_PICTURE, "no frame could be decoded")
    tolerated = max(TOLERATED_GAP_SECONDS * length.rate, planned * TOLERATED_GAP_SHARE)
    if planned - found > tolerated:
        raise MediaRefused(MediaProblem.TRUNCATED, f"{found} of {planned} frames are there")


class _Pictures:
    """Filters decoded frames once and gives each rung its own."""

    def __init__(
        self,
        picture: SourcePicture,
        rungs: Sequence["_Rung"],
        finder: ShotFinder | None,
        on_progress: Progress,
    ) -> None:
        self.picture, self.finder, self.on_progress = picture, finder, on_progress
        largest = max((rung.spec for rung in rungs), key=lambda spec: spec.width * spec.height)
        self.width = largest.width
        self.graph = Graph()
        self.entrance, tagged = add_source(self.graph, picture)
        rate = Fraction(largest.rate)
        frames = steady(picture, rate, field_order=largest.field_order)
        filters = f"{frames} | {shown(picture, largest.width, largest.height)}"
        whole = chain(self.graph, tagged, f"{filters} | split={len(rungs)}")
        self.sinks = [self._branch(whole, number, rung) for number, rung in enumerate(rungs)]
        self.graph.configure()

    def add(self, frame: VideoFrame) -> None:
        self.entrance.push(alike(frame, self.picture))
        self._hand_on()

    def finish(self) -> None:
        self.entrance.push(None)
        self._hand_on()
        for _sink, rung in self.sinks:
            rung.finish()

    def _branch(
        self, whole: FilterContext, number: int, rung: "_Rung"
    ) -> tuple[FilterContext, "_Rung"]:
        scaler = scaler_for(self.width, rung.spec.width)
        node = self.graph.add("scale", f"{rung.spec.width}:{rung.spec.height}:flags={scaler}")
        whole.link_to(node, number, 0)
        looks = self.finder is not None and number == 0
        description = f"{ShotFinder.FILTER} | buffersink" if looks else "buffersink"
        return chain(self.graph, node, description), rung

    def _hand_on(self) -> None:
        for number, (sink, rung) in enumerate(self.sinks):
            for frame in ready(sink):
                if self.finder is not None and number == 0:
                    self.finder.look(frame, rung.frame_count)
                rung.add(frame)
        spec = self.sinks[0][1].spec
        if spec.frame_count:
            self.on_progress(min(self.sinks[0][1].frame_count / spec.frame_count, 0.99))


class _Rung:
    """Encodes one picture as H.264 without B-frames, so that time begins at zero everywhere.

    It works in a thread of its own, one frame after the other.
    """

    def __init__(self, spec: RenditionSpec, folder: Path) -> None:
        self.spec, self.path = spec, folder / f"{spec.name}.picture.mp4"
        self.frame_count = 0
        self.output: OutputContainer = av.open(str(self.path), "w", format="mp4")
        self.stream = self.output.add_stream(
            "libx264", rate=Fraction(spec.rate), options=x264_options(spec)
        )
        self.stream.width, self.stream.height = spec.width, spec.height
        self.stream.pix_fmt = "yuv420p"
        context = self.stream.codec_context
        context.time_base = 1 / Fraction(spec.rate)
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = 1
        self.thread = ThreadPoolExecutor(1)
        self.waiting: deque[Future[None]] = deque()
        self.has_failed = False

    def __enter__(self) -> "_Rung":
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.shutdown(cancel_futures=True)
        self.output.close()

    def add(self, frame: VideoFrame) -> None:
        """Take a frame; wait when there are many already.

        Raises:
            FFmpegError: an earlier frame could not be encoded or written.
        """
        frame.pict_type = 0  # the encoder chooses, not the source
        self.frame_count += 1
        self._add(frame, leave=MOST_WAITING_FRAMES)

    def finish(self) -> None:
        """Encode all that waits.

        Raises:
            FFmpegError: as above.
        """
        self._add(None, leave=0)

    def _add(self, frame: VideoFrame | None, *, leave: int) -> None:
        self.waiting.append(self.thread.submit(self._encode, frame))
        while len(self.waiting) > leave:
            self.waiting.popleft().result()

    def _encode(self, frame: VideoFrame | None) -> None:
        if self.has_failed:  # FFmpeg crashes when a file whose beginning failed is written on
            return
        try:
            self.output.mux(self.stream.encode(frame))
        except BaseException:
            self.has_failed = True
            raise


def x264_options(spec: RenditionSpec) -> dict[str, str]:
    """Return the encoder's options for a rung."""
    return PRESET | {
        "crf": str(spec.crf),
        "maxrate": str(spec.highest_bit_rate),
        "bufsize": str(spec.highest_bit_rate),
        "bf": "0",
        "g": str(spec.keyframe_frames),
        "keyint_min": str(spec.keyframe_frames),
        "sc_threshold": "0",  # a keyframe at a cut would not be there in the other rungs
        "threads": str(ENCODER_THREADS),
    }
