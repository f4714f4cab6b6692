"""The one small file that the public player uses.

H.264 without B-frames, so that time starts at zero everywhere, with its index in front, so that a
browser can start and seek by ranges.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.audio.resampler import AudioResampler
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.video.stream import VideoStream

from videos.pipeline.containers import open_media, picture_stream
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probe import duration_of, first_frame, fraction, shown_size

LONGEST_SIDE = 640
HIGHEST_FRAME_RATE = 30
CRF = 24
HIGHEST_BIT_RATE = 900_000
AUDIO_BIT_RATE = 96_000
AUDIO_RATE = 48_000
SECONDS_BETWEEN_KEYFRAMES = 2
ENCODER_THREADS = 2
DECODER_THREADS = 4
DAMAGED_PACKETS_SHARE = 0.2
TRANSPOSE = {90: "transpose=cclock", 180: "hflip,vflip", 270: "transpose=clock"}
DIGEST_CHUNK = 1024 * 1024

type Progress = Callable[[float], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A finished preview file."""

    width: int
    height: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewPlan:
    """What the preview of one source will look like."""

    width: int
    height: int
    frame_rate: Fraction
    rotation: int
    start_seconds: float
    duration_seconds: float

    @property
    def filters(self) -> str:
        """Return FFmpeg's filter chain from decoded frames to the encoder."""
        chain = [
            f"setpts=PTS-{self.start_seconds:.6f}/TB",
            "bwdif=mode=send_frame:deint=interlaced",
            f"fps={self.frame_rate.numerator}/{self.frame_rate.denominator}:start_time=0",
            *([TRANSPOSE[self.rotation]] if self.rotation in TRANSPOSE else []),
            f"scale={self.width}:{self.height}:flags=bicubic",
            "setsar=1",
            "format=yuv420p",
        ]
        return ",".join(chain)


def fit(width: int, height: int, longest_side: int = LONGEST_SIDE) -> tuple[int, int]:
    """Return even dimensions of the same shape, never larger than the source or the limit."""
    scale = min(1.0, longest_side / max(width, height))
    return max(2, int(width * scale / 2) * 2), max(2, int(height * scale / 2) * 2)


def plan_preview(source: Path) -> PreviewPlan:
    """Decide size, frame rate and rotation from the source's first picture."""
    with open_media(source) as container:
        stream = picture_stream(container)
        duration = duration_of(container, stream)
        rate = fraction(stream.average_rate or stream.guessed_rate)
        frame = first_frame(container, stream)
        width, height, rotation = shown_size(frame, fraction(stream.sample_aspect_ratio))
        start = (container.start_time or 0) / av.time_base
    size = fit(width, height)
    return PreviewPlan(
        width=size[0],
        height=size[1],
        frame_rate=limit_frame_rate(rate),
        rotation=rotation,
        start_seconds=start,
        duration_seconds=duration,
    )


def limit_frame_rate(rate: Fraction) -> Fraction:
    """Halve fast frame rates until they are at most 30 a second: 50 gives 25, 60 gives 30."""
    while rate > HIGHEST_FRAME_RATE:
        rate /= 2
    return rate if rate > 0 else Fraction(25)


def make_preview(source: Path, target: Path, *, on_progress: Progress | None = None) -> Preview:
    """Encode ``source`` into ``target``.

    Raises:
        MediaRefused: the source cannot be decoded.
    """
    plan = plan_preview(source)
    with (
        open_media(source) as media,
        av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as output,
    ):
        _Encoder(media, output, plan, on_progress or _ignore).run()
    digest = hashlib.sha256()
    with target.open("rb") as file:
        while chunk := file.read(DIGEST_CHUNK):
            digest.update(chunk)
    return Preview(
        width=plan.width,
        height=plan.height,
        size_bytes=target.stat().st_size,
        sha256=digest.hexdigest(),
    )


class _Encoder:
    """Reads packets in file order and writes both streams."""

    def __init__(
        self,
        media: InputContainer,
        output: OutputContainer,
        plan: PreviewPlan,
        on_progress: Progress,
    ) -> None:
        self.media, self.output, self.plan, self.on_progress = media, output, plan, on_progress
        self.picture = picture_stream(media)
        self.picture.thread_type = "AUTO"
        self.picture.codec_context.thread_count = DECODER_THREADS  # each holds whole frames
        self.sound = media.streams.audio[0] if media.streams.audio else None
        self.video_out = self._add_video()
        self.audio_out = None
        if self.sound is not None:
            self.audio_out = output.add_stream("aac", rate=AUDIO_RATE, layout="stereo")
            self.audio_out.bit_rate = AUDIO_BIT_RATE
        self.graph = self._build_graph()
        self.resampler = AudioResampler(format="fltp", layout="stereo", rate=AUDIO_RATE)
        self.fed, self.damaged, self.frames, self.packets = 0, 0, 0, 0
        self.next_sample: int | None = None

    def run(self) -> None:
        streams = [stream for stream in (self.picture, self.sound) if stream is not None]
        for packet in self.media.demux(streams):
            self.packets += 1
            try:
                frames = packet.decode()
            except av.error.EOFError:
                continue
            except av.FFmpegError:
                self.damaged += 1
                continue
            for frame in frames:
                if isinstance(frame, av.VideoFrame):
                    self._picture_in(frame)
                elif isinstance(frame, av.AudioFrame):
                    self._sound_in(frame)
        self._finish()

    def _finish(self) -> None:
        if self.fed == 0:
            raise MediaRefused(MediaProblem.NO_PICTURE, "no frame could be decoded")
        if self.damaged > self.packets * DAMAGED_PACKETS_SHARE:
            raise MediaRefused(MediaProblem.TRUNCATED, f"{self.damaged} packets are damaged")
        self.graph.push(None)
        self._pictures_out()
        self.output.mux(self.video_out.encode())
        if self.audio_out is not None:
            for frame in self.resampler.resample(None):
                self.output.mux(self.audio_out.encode(frame))
            self.output.mux(self.audio_out.encode())
        self.on_progress(1.0)

    def _picture_in(self, frame: av.VideoFrame) -> None:
        if frame.pts is None:
            return
        self.fed += 1
        self.graph.push(frame)
        self._pictures_out()

    def _pictures_out(self) -> None:
        while True:
            try:
                frame = self.graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if not isinstance(frame, av.VideoFrame):
                continue
            frame.pict_type = 0  # the encoder chooses, not the source
            self.output.mux(self.video_out.encode(frame))
            self.frames += 1
            if self.plan.duration_seconds:
                done = self.frames / float(self.plan.frame_rate) / self.plan.duration_seconds
                self.on_progress(min(done, 0.99))

    def _sound_in(self, frame: av.AudioFrame) -> None:
        if self.audio_out is None or frame.pts is None:
            return
        offset = round(self.plan.start_seconds / frame.time_base)
        frame.pts = frame.pts - offset
        for part in self.resampler.resample(frame):
            self.output.mux(self.audio_out.encode(part))

    def _add_video(self) -> VideoStream:
        plan = self.plan
        stream = self.output.add_stream(
            "libx264",
            rate=plan.frame_rate,
            options={
                "preset": "veryfast",
                "crf": str(CRF),
                "maxrate": str(HIGHEST_BIT_RATE),
                "bufsize": str(HIGHEST_BIT_RATE * 2),
                "bf": "0",
                "g": str(max(1, round(plan.frame_rate * SECONDS_BETWEEN_KEYFRAMES))),
                "threads": str(ENCODER_THREADS),
            },
        )
        stream.width, stream.height, stream.pix_fmt = plan.width, plan.height, "yuv420p"
        stream.codec_context.time_base = 1 / plan.frame_rate
        return stream

    def _build_graph(self) -> Graph:
        graph = Graph()
        source = graph.add_buffer(template=self.picture)
        latest = source
        for part in self.plan.filters.split(","):
            name, _, arguments = part.partition("=")
            node = graph.add(name, arguments or None)
            latest.link_to(node)
            latest = node
        sink = graph.add("buffersink")
        latest.link_to(sink)
        graph.configure()
        return graph


def _ignore(_share: float) -> None:
    return None
