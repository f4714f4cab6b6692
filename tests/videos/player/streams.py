"""A small HLS presentation made once: two rungs, two languages of sound, two of subtitles.

Each frame shows its own number as eight squares, black for 0 and white for 1, so that a test can
read from the picture which frame is shown.
"""

import functools
import tempfile
from array import array
from fractions import Fraction
from math import pi, sin
from pathlib import Path

import av
from PIL import Image, ImageDraw

RATE = 25
SECONDS = 4
FRAMES = RATE * SECONDS
SAMPLE_RATE = 48_000
SAMPLES = 1024
RUNGS = {"low": (160, 90, 150_000), "high": (320, 180, 600_000)}
BITS = 8
MP4 = "plain.mp4"
MASTER = """#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="sound-en.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Français",LANGUAGE="fr",DEFAULT=NO,AUTOSELECT=YES,URI="sound-fr.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,URI="text-en.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="العربية",LANGUAGE="ar",DEFAULT=NO,AUTOSELECT=YES,URI="text-ar.m3u8"
"""
SUBTITLES = {
    "en": ("Ships leave port.", "The harbour is quiet."),
    "ar": ("السفن تغادر الميناء.", "الميناء هادئ."),
}


@functools.cache
def stream() -> Path:
    """Return the folder with ``master.m3u8``, its parts and a plain MP4; made once a process."""
    kept = tempfile.TemporaryDirectory(prefix="stream-")
    folder = Path(kept.name)
    stream.kept = kept  # type: ignore[attr-defined]  # goes when the process ends
    master = MASTER
    for name, (width, height, bit_rate) in RUNGS.items():
        _write_picture(folder / f"{name}.m3u8", (width, height), bit_rate)
        master += (
            f"#EXT-X-STREAM-INF:BANDWIDTH={bit_rate * 2},RESOLUTION={width}x{height},"
            'FRAME-RATE=25.000,CODECS="avc1.42c00d,mp4a.40.2",AUDIO="sound",SUBTITLES="text"\n'
            f"{name}.m3u8\n"
        )
    for number, language in enumerate(SUBTITLES | {"fr": ()}):
        if language != "ar":
            _write_sound(folder / f"sound-{language}.m3u8", pitch=440 * (number + 1))
    for language, lines in SUBTITLES.items():
        _write_subtitles(folder, language, lines)
    (folder / "master.m3u8").write_text(master)
    (folder / "chapters.vtt").write_text(
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nThe ships\n\n"
        "00:00:02.000 --> 00:00:04.000\nThe harbour\n"
    )
    _write_mp4(folder / MP4)
    _write_thumbnails(folder)
    return folder


def numbered_picture(number: int, size: tuple[int, int]) -> Image.Image:
    """Return a picture that shows its number as eight squares."""
    picture = Image.new("RGB", size, (40, 90, 160))
    draw = ImageDraw.Draw(picture)
    side = size[0] // BITS
    for bit in range(BITS):
        shade = 255 if number >> bit & 1 else 0
        left = bit * side
        draw.rectangle((left, 0, left + side - 1, side * 2), fill=(shade, shade, shade))
    return picture


def _hls(path: Path) -> av.container.OutputContainer:
    return av.open(
        str(path),
        "w",
        format="hls",
        options={
            "hls_segment_type": "fmp4",
            "hls_flags": "single_file+independent_segments",
            "hls_time": "1",
            "hls_playlist_type": "vod",
            "hls_segment_filename": str(path.with_suffix(".mp4")),
        },
    )


def _write_picture(path: Path, size: tuple[int, int], bit_rate: int) -> None:
    with _hls(path) as output:
        _encode_picture(output, size, bit_rate)


def _write_sound(path: Path, *, pitch: int) -> None:
    with _hls(path) as output:
        _encode_sound(output, output.add_stream("aac", rate=SAMPLE_RATE, layout="mono"), pitch)


def _write_mp4(path: Path) -> None:
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as output:
        audio = output.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        _encode_picture(output, RUNGS["low"][:2], RUNGS["low"][2])
        _encode_sound(output, audio, 440)


def _encode_picture(
    output: av.container.OutputContainer, size: tuple[int, int], bit_rate: int
) -> None:
    options = {"preset": "ultrafast", "profile": "baseline", "g": str(RATE), "bf": "0"}
    video = output.add_stream("libx264", rate=RATE, options=options)
    video.width, video.height, video.pix_fmt, video.bit_rate = *size, "yuv420p", bit_rate
    for number in range(FRAMES):
        frame = av.VideoFrame.from_image(numbered_picture(number, size))
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        output.mux(video.encode(frame))
    output.mux(video.encode())


def _encode_sound(output: av.container.OutputContainer, audio: av.AudioStream, pitch: int) -> None:
    for start in range(0, SAMPLE_RATE * SECONDS, SAMPLES):
        samples = range(start, start + SAMPLES)
        wave = array("f", (0.1 * sin(2 * pi * pitch * at / SAMPLE_RATE) for at in samples))
        block = av.AudioFrame(format="fltp", layout="mono", samples=SAMPLES)
        block.planes[0].update(wave.tobytes())
        block.sample_rate, block.pts, block.time_base = SAMPLE_RATE, start, Fraction(1, SAMPLE_RATE)
        output.mux(audio.encode(block))
    output.mux(audio.encode())


def _write_subtitles(folder: Path, language: str, lines: tuple[str, ...]) -> None:
    first, second = lines
    (folder / f"text-{language}.vtt").write_text(
        "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n\n"
        f"00:00:00.000 --> 00:00:02.000\n{first}\n\n00:00:02.000 --> 00:00:04.000\n{second}\n"
    )
    (folder / f"text-{language}.m3u8").write_text(
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-PLAYLIST-TYPE:VOD\n"
        f"#EXTINF:4.0,\ntext-{language}.vtt\n#EXT-X-ENDLIST\n"
    )


def _write_thumbnails(folder: Path) -> None:
    sprite = Image.new("RGB", (160, 45))
    for number in range(2):
        sprite.paste(numbered_picture(number * 50, (80, 45)), (number * 80, 0))
    sprite.save(folder / "sprite.jpg")
    (folder / "thumbnails.vtt").write_text(
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nsprite.jpg#xywh=0,0,80,45\n\n"
        "00:00:02.000 --> 00:00:04.000\nsprite.jpg#xywh=80,0,80,45\n"
    )
