"""Encoding the broadcast mezzanine."""

import hashlib
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from videos.pipeline.checking import Length, check
from videos.pipeline.encode import refuse_loss
from videos.pipeline.graphs import chain, ready
from videos.pipeline.mezzanine import XDCAM, MezzanineSpec
from videos.pipeline.mixing import SAMPLE_RATE, Mixer, layout_of
from videos.pipeline.picture import (
    BT709,
    BT2020,
    SourcePicture,
    add_source,
    alike,
    broadcast,
    look_at,
    steady,
)
from videos.pipeline.plan import Plan
from videos.pipeline.reading import Consumer, Progress, read
from videos.pipeline.results import Purpose, RenditionFile, StepResult
from videos.pipeline.sound import MONO, SoundSpec
from videos.pipeline.umid import identify

ENCODER_THREADS = 4
MOST_XDCAM_CHANNELS = 8
MXF, MOV = "application/mxf", "video/quicktime"
APCN = "apcn"  # ProRes 422, in Apple's table
# XDCAM HD422: constant 50 Mb/s, long GOP, the 4:2:2 profile at high level.
XDCAM_OPTIONS = {
    "b": "50000000", "minrate": "50000000", "maxrate": "50000000", "bufsize": "36408320",
    "rc_init_occupancy": "36408320", "bf": "2", "profile": "0", "level": "2",
    "intra_dc_precision": "2", "intra_vlc": "1", "non_linear_quant": "1", "qmin": "1", "qmax": "28",
    "sc_threshold": "1000000000", "seq_disp_ext": "always",
}  # fmt: skip
PRORES_OPTIONS = {"profile": "standard", "vendor": "apl0"}
INTERLACED_FLAGS = "+ildct+ilme"
MOST_GOP_FRAMES = {25: 12, 50: 12}
NTSC_GOP_FRAMES = 15
SAMPLE_BYTES = 4


def make_mezzanine(source: Path, folder: Path, plan: Plan, on_progress: Progress) -> StepResult:
    """Write the mezzanine with its timecode and all audio tracks.

    Raises:
        MediaRefused: the source cannot be decoded, or the file is not as planned.
    """
    spec = plan.mezzanine
    if spec is None:
        raise ValueError("the plan has no mezzanine")
    target = folder / spec.file_name
    picture = look_at(source)
    length = Length(frame_count=spec.frame_count, rate=Fraction(spec.rate))
    options = {} if spec.kind == XDCAM else {"write_tmcd": "1"}
    file_format = "mxf" if spec.kind == XDCAM else "mov"
    with av.open(str(target), "w", format=file_format, options=options) as output:
        if spec.start_timecode:
            output.metadata["timecode"] = spec.start_timecode
        film = _Film(output, spec, picture, on_progress)
        mixers = _add_sounds(output, spec, picture, length)
        consumers: dict[int, Consumer] = {}
        for mixer in mixers:
            consumers |= mixer.consumers
        read(source, picture=film.add, sounds=consumers)
        film.finish()
        for mixer in mixers:
            mixer.finish()
    length = Length(frame_count=film.frame_count, rate=length.rate)
    refuse_loss(length, planned=spec.frame_count)
    if spec.kind == XDCAM:
        identify(target, film.digest.digest())
    check(target, length)
    return StepResult(files=(_described(target, spec, length),))


class _Film:
    """The picture: filtered and encoded, frame by frame."""

    def __init__(
        self,
        output: OutputContainer,
        spec: MezzanineSpec,
        picture: SourcePicture,
        on_progress: Progress,
    ) -> None:
        self.output, self.spec, self.picture = output, spec, picture
        self.on_progress = on_progress
        self.frame_count = 0
        self.digest = hashlib.sha256()
        is_xdcam = spec.kind == XDCAM
        pixels = "yuv422p" if is_xdcam else "yuv422p10le"
        self.stream = _add_film(output, spec, pixels, picture)
        self.graph = Graph()
        self.entrance, tagged = add_source(self.graph, picture)
        steadied = steady(
            picture,
            Fraction(spec.rate),
            field_order=spec.field_order,
            keep_fields=spec.is_interlaced,
        )
        shown = broadcast(
            picture, spec.width, spec.height, pixels=pixels, keep_fields=spec.is_interlaced
        )
        self.sink = chain(self.graph, tagged, f"{steadied} | {shown} | buffersink")
        self.graph.configure()

    def add(self, frame: VideoFrame) -> None:
        self.entrance.push(alike(frame, self.picture))
        self._encode()

    def finish(self) -> None:
        self.entrance.push(None)
        self._encode()
        self._write(None)

    def _encode(self) -> None:
        for frame in ready(self.sink):
            frame.pict_type = 0  # the encoder chooses, not the source
            self._write(frame)
            self.frame_count += 1
        if self.spec.frame_count:
            self.on_progress(min(self.frame_count / self.spec.frame_count, 0.99))

    def _write(self, frame: VideoFrame | None) -> None:
        for packet in self.stream.encode(frame):
            self.digest.update(packet)
            self.output.mux(packet)


def _add_film(
    output: OutputContainer, spec: MezzanineSpec, pixels: str, picture: SourcePicture
) -> VideoStream:
    rate = Fraction(spec.rate)
    options = {"threads": str(ENCODER_THREADS)}
    if spec.is_interlaced:
        options["flags"] = INTERLACED_FLAGS
    if spec.kind == XDCAM:
        gop = str(MOST_GOP_FRAMES.get(round(rate), NTSC_GOP_FRAMES))
        options |= XDCAM_OPTIONS | {"g": gop}
        if spec.start_timecode:
            options["gop_timecode"] = spec.start_timecode
    else:
        options |= PRORES_OPTIONS
    codec = "mpeg2video" if spec.kind == XDCAM else "prores_ks"
    stream = output.add_stream(codec, rate=rate, options=options)
    assert isinstance(stream, VideoStream)  # noqa: S101 - the codec is one of ours
    stream.width, stream.height, stream.pix_fmt = spec.width, spec.height, pixels
    context = stream.codec_context
    context.time_base = 1 / rate
    context.framerate = rate  # without it a MOV silently gets no timecode track
    context.color_range = 1
    if picture.is_hdr:
        context.color_primaries = context.colorspace = BT2020
        context.color_trc = picture.transfer
    else:
        context.color_primaries = context.color_trc = context.colorspace = BT709
    return stream


def _add_sounds(
    output: OutputContainer, spec: MezzanineSpec, picture: SourcePicture, length: Length
) -> list[Mixer]:
    """Add the audio tracks; return what feeds them, one for each track of the source."""
    mixers = []
    free = MOST_XDCAM_CHANNELS
    for track, channels in enumerate(spec.channels):
        if not channels:
            continue
        if spec.kind == XDCAM:
            used = min(channels, free)
            free -= used
            monos = [_add_track(output, MONO) for _ in range(used)]
            take = _apart(output, monos)
        else:
            take = _together(output, _add_track(output, channels))
        sound = SoundSpec(name=f"track-{track + 1}", tracks=(track,), channels=channels)
        mixers.append(Mixer(sound, picture.start, take, samples=length.samples))
    return mixers


def _add_track(output: OutputContainer, channels: int) -> AudioStream:
    stream = output.add_stream("pcm_s24le", rate=SAMPLE_RATE, layout=layout_of(channels))
    assert isinstance(stream, AudioStream)  # noqa: S101 - the codec is one of ours
    return stream


def _together(output: OutputContainer, stream: AudioStream) -> Callable[[AudioFrame], None]:
    def take(frame: AudioFrame) -> None:
        output.mux(stream.encode(frame))

    return take


def _apart(output: OutputContainer, streams: Sequence[AudioStream]) -> Callable[[AudioFrame], None]:
    """Return what gives each channel a track of its own."""

    def take(frame: AudioFrame) -> None:
        for plane, stream in zip(frame.planes, streams, strict=False):
            mono = AudioFrame(format="fltp", layout="mono", samples=frame.samples)
            mono.sample_rate, mono.pts, mono.time_base = SAMPLE_RATE, frame.pts, frame.time_base
            size = frame.samples * SAMPLE_BYTES
            mono.planes[0].update(bytes(plane)[:size].ljust(mono.planes[0].buffer_size, b"\0"))
            output.mux(stream.encode(mono))

    return take


def _described(path: Path, spec: MezzanineSpec, length: Length) -> RenditionFile:
    is_xdcam = spec.kind == XDCAM
    channels = sum(spec.channels)
    return RenditionFile.of(
        path,
        rendition="mezzanine",
        purpose=Purpose.DOWNLOAD,
        content_type=MXF if is_xdcam else MOV,
        codecs="" if is_xdcam else APCN,
        width=spec.width,
        height=spec.height,
        rate=spec.rate,
        frame_count=length.frame_count,
        duration_seconds=round(float(length.seconds), 6),
        channels=min(channels, MOST_XDCAM_CHANNELS) if is_xdcam else channels,
    )
