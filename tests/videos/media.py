"""Sources for tests: real files of every codec, whose frames carry their numbers.

Every frame shows its number as a row of light and dark fields (in Gray code: one changes at a
time), so that a test can tell which frame of the source a frame of a rendition is. Files are made
with PyAV when first asked for and kept for the session (the fixture ``media`` of
``tests/videos/conftest.py``).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from hashlib import sha256
from math import pi, sin
from pathlib import Path
from struct import pack

import av
from PIL import Image, ImageDraw

BITS = 10
SAMPLE_RATE = 48_000
BLOCK = 1600
NTSC = Fraction(30000, 1001)
FILM = Fraction(24000, 1001)
FAST_NTSC = Fraction(60000, 1001)
PAL = Fraction(25)
COLOURS = ((40, 90, 160), (190, 160, 150), (30, 70, 40), (200, 190, 90), (90, 30, 60))
MATRICES = {1: "bt709", 2: "smpte170m", 5: "bt470bg", 6: "smpte170m", 9: "bt2020"}
IDENTITY = bytes.fromhex("00010000" + "00" * 12 + "00010000" + "00" * 12 + "40000000")
QUARTER_TURN = bytes.fromhex(
    "00000000" + "00010000" + "00000000" + "ffff0000" + "00" * 16 + "40000000"
)


@dataclass(frozen=True, kw_only=True)
class Tone:
    """An audio track: a sine at this level, silent with None."""

    hertz: int = 440
    level_dbfs: float | None = -20.0
    channels: int = 2
    language: str = ""
    is_decodable: bool = True
    starts_at: Fraction = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file to make. What is left out is a second of H.264 in MP4 with stereo sound."""

    codec: str = "libx264"
    suffix: str = ".mp4"
    file_format: str | None = None
    rate: Fraction = PAL
    frames: int = 25
    size: tuple[int, int] = (160, 90)
    pixels: str = "yuv420p"
    audio_codec: str = "aac"
    tones: tuple[Tone, ...] = (Tone(),)
    options: tuple[tuple[str, str], ...] = ()
    is_interlaced: bool = False
    is_turned: bool = False
    aspect: Fraction = Fraction(1)
    colours: tuple[int, int, int] | None = None  # primaries, transfer, matrix
    timecode: str = ""
    shot_frames: int = 0
    dark_frames: int = 0
    times: tuple[int, ...] = field(default=())  # milliseconds, of a variable rate

    @property
    def name(self) -> str:
        """Return a file name of its own."""
        return f"{self.codec}-{sha256(repr(self).encode()).hexdigest()[:12]}{self.suffix}"

    @property
    def seconds(self) -> Fraction:
        """Return the length of the picture, at a constant rate."""
        return self.frames / self.rate


H264 = Source()
HEVC = Source(codec="libx265", options=(("x265-params", "log-level=none"), ("preset", "ultrafast")))
MPEG2 = Source(codec="mpeg2video", suffix=".mpg", file_format="mpegts", audio_codec="mp2")
XDCAM = Source(
    codec="mpeg2video",
    suffix=".mxf",
    pixels="yuv422p",
    is_interlaced=True,
    audio_codec="pcm_s16le",
    tones=(Tone(channels=1),) * 2,
    options=(("flags", "+ildct+ilme"), ("g", "12"), ("bf", "2"), ("b", "4000000")),
    timecode="10:00:00:00",
)
PRORES = Source(
    codec="prores_ks", suffix=".mov", pixels="yuv422p10le", audio_codec="pcm_s24le",
    timecode="10:00:00:00",
)  # fmt: skip
PRORES_ALPHA = Source(codec="prores_ks", suffix=".mov", pixels="yuva444p10le", tones=())
DNXHR = Source(
    codec="dnxhd", suffix=".mov", size=(256, 144), pixels="yuv422p", audio_codec="pcm_s16le",
    options=(("profile", "dnxhr_sq"),),
)  # fmt: skip
VP9 = Source(
    codec="libvpx-vp9", suffix=".webm", audio_codec="libopus",
    options=(("deadline", "realtime"), ("cpu-used", "8")),
)  # fmt: skip
AV1 = Source(codec="libsvtav1", suffix=".mkv", audio_codec="libopus",
             options=(("preset", "12"), ("svtav1-params", "lp=1")))  # fmt: skip


def make_source(path: Path, source: Source) -> Path:
    """Write the file."""
    options = {"write_tmcd": "1"} if source.suffix == ".mov" else {}
    with (
        _scheduled_as_before(),
        av.open(str(path), "w", format=source.file_format, options=options) as output,
    ):
        if source.timecode:
            output.metadata["timecode"] = source.timecode
        video = _add_video(output, source)
        tracks = [(tone, _add_audio(output, source, tone)) for tone in source.tones]
        for frame in _frames(source):
            output.mux(video.encode(frame))
            for tone, track in tracks:
                for block in _blocks(tone, until=frame.time + float(1 / source.rate), track=track):
                    output.mux(track.stream.encode(block))
        output.mux(video.encode())
        for _tone, track in tracks:
            output.mux(track.stream.encode())
    if source.is_turned:
        path.write_bytes(turn_right(path.read_bytes()))
    return path


@contextmanager
def _scheduled_as_before() -> Iterator[None]:
    """Undo what SVT-AV1 does to a thread of root: it makes it and its later children real-time.

    A browser started afterwards would keep everybody else from the processors.
    """
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    policy, parameters = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, parameters)


def turn_right(content: bytes) -> bytes:
    """Write a clockwise quarter turn into a file's track header, as telephones do."""
    at = content.index(IDENTITY, content.index(b"tkhd"))
    return content[:at] + QUARTER_TURN + content[at + len(IDENTITY) :]


def read_number(picture: Image.Image) -> int:
    """Return the number that a picture shows."""
    grey = picture.convert("L")
    width, height = grey.size
    fields = [grey.getpixel((int((at + 0.5) * width / BITS), height // 8)) for at in range(BITS)]
    code = sum(1 << at for at, light in enumerate(fields) if light > 128)
    number = 0
    while code:
        number, code = number ^ code, code >> 1
    return number


def numbers_of(path: Path) -> list[int]:
    """Return the numbers of all frames of a file, in the order of display."""
    with av.open(str(path)) as media:
        return [read_number(frame.to_image()) for frame in media.decode(video=0)]


def draw(number: int, source: Source) -> Image.Image:
    """Draw a frame: its number in the upper quarter, below it a bar on the colour of its shot."""
    width, height = source.size
    shot = number // source.shot_frames if source.shot_frames else 0
    colour = (0, 0, 0) if number < source.dark_frames else COLOURS[shot % len(COLOURS)]
    mode, colour = ("RGBA", (*colour, 0)) if "yuva" in source.pixels else ("RGB", colour)
    picture = Image.new(mode, (width, height), colour)
    if number < source.dark_frames:
        return picture
    pen = ImageDraw.Draw(picture)
    for at in range(BITS):
        light = 235 if (number ^ number >> 1) >> at & 1 else 16
        box = (at * width // BITS, 0, (at + 1) * width // BITS - 1, height // 4 - 1)
        pen.rectangle(box, fill=(light, light, light, 255)[: len(mode)])
    left = (number * 4) % width
    pen.rectangle((left, height * 2 // 3, left + width // 8, height), fill=(240, 200, 30, 255))
    return picture.rotate(90, expand=True) if source.is_turned else picture


@dataclass
class _Track:
    stream: av.AudioStream
    position: int = 0


def _add_video(output: av.container.OutputContainer, source: Source) -> av.VideoStream:
    options = dict(source.options)
    if source.codec == "libx264":
        options = {"preset": "ultrafast"} | options
    video = output.add_stream(source.codec, rate=source.rate, options=options)
    width, height = source.size
    video.width, video.height = (height, width) if source.is_turned else (width, height)
    video.pix_fmt = source.pixels
    context = video.codec_context
    context.thread_count = 1
    context.time_base = Fraction(1, 1000) if source.times else 1 / source.rate
    if source.aspect != 1:
        context.sample_aspect_ratio = source.aspect
    if source.colours:
        context.color_primaries, context.color_trc, context.colorspace = source.colours
    return video


def _add_audio(output: av.container.OutputContainer, source: Source, tone: Tone) -> _Track:
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[tone.channels]
    stream = output.add_stream(source.audio_codec, rate=SAMPLE_RATE, layout=layout)
    if tone.language:
        stream.metadata["language"] = tone.language
    return _Track(stream, position=round(tone.starts_at * SAMPLE_RATE))


def _frames(source: Source) -> Iterator[av.VideoFrame]:
    """Yield the frames, marked as interlaced where they are to be."""
    graph = av.filter.Graph()
    first = draw(0, source)
    entrance = graph.add_buffer(
        width=first.width,
        height=first.height,
        format="rgba" if first.mode == "RGBA" else "rgb24",
        time_base=Fraction(1, 1000) if source.times else 1 / source.rate,
    )
    matrix = MATRICES[source.colours[2] if source.colours else 1]
    scale = graph.add("scale", f"out_color_matrix={matrix}:out_range=tv")
    pixels = graph.add("format", source.pixels)
    fields = graph.add("setfield", "tff" if source.is_interlaced else "prog")
    sink = graph.add("buffersink")
    graph.link_nodes(entrance, scale, pixels, fields, sink)
    graph.configure()
    for number in range(source.frames):
        frame = av.VideoFrame.from_image(draw(number, source))
        if first.mode == "RGBA":
            frame = _with_alpha(draw(number, source))
        frame.pts = source.times[number] if source.times else number
        frame.time_base = Fraction(1, 1000) if source.times else 1 / source.rate
        graph.push(frame)
        done = graph.pull()
        done.pict_type = 0
        # Untagged pictures of so few lines are taken for BT.601, so none is untagged.
        done.color_primaries, done.color_trc, done.colorspace = source.colours or (1, 1, 1)
        yield done


def _with_alpha(picture: Image.Image) -> av.VideoFrame:
    frame = av.VideoFrame(picture.width, picture.height, "rgba")
    plane, rows = frame.planes[0], picture.tobytes()
    stride, row = plane.line_size, picture.width * 4
    lines = (rows[at : at + row].ljust(stride, b"\0") for at in range(0, len(rows), row))
    plane.update(b"".join(lines))
    return frame


def _blocks(tone: Tone, *, until: float, track: _Track) -> Iterator[av.AudioFrame]:
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[tone.channels]
    end = round(until * SAMPLE_RATE)
    while track.position < end:
        samples = min(BLOCK, end - track.position)
        block = av.AudioFrame(format="s16", layout=layout, samples=samples)
        block.sample_rate, block.pts = SAMPLE_RATE, track.position
        block.time_base = Fraction(1, SAMPLE_RATE)
        block.planes[0].update(_sine(tone, track.position, samples))
        track.position += samples
        yield block


def _sine(tone: Tone, start: int, samples: int) -> bytes:
    """Return a piece of the tone, which begins anew each second."""
    second, width = _second_of(tone), tone.channels * 2
    at = start % SAMPLE_RATE * width
    return (second * (2 + samples // SAMPLE_RATE))[at : at + samples * width]


@cache
def _second_of(tone: Tone) -> bytes:
    if tone.level_dbfs is None:
        return bytes(SAMPLE_RATE * tone.channels * 2)
    height = 32767 * 10 ** (tone.level_dbfs / 20)
    step = 2 * pi * tone.hertz / SAMPLE_RATE
    samples = (round(height * sin(step * at)) for at in range(SAMPLE_RATE))
    return b"".join(pack("<h", sample) * tone.channels for sample in samples)
