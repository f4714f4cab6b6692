"""Short clips for the demo newsroom: a moving pattern, a burnt-in timecode and a tone."""

import io
import math
from array import array
from dataclasses import dataclass

import av
from PIL import Image, ImageDraw, ImageFont

from cms.website.demo.images import PALETTES, mix

WIDTH, HEIGHT = 640, 360
FRAMES_PER_SECOND = 25
SAMPLE_RATE = 48_000
SAMPLES_PER_PACKET = 1024
FIRST_HOUR = 10
LOUDNESS = 0.08
TILE = 80

type Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, kw_only=True)
class ClipPlan:
    """What one generated clip shows and how it sounds."""

    slate: str
    seed: int
    seconds: int
    tone_hertz: int = 440


def encode_clip(plan: ClipPlan) -> bytes:
    """Return an MP4 file (H.264, AAC) of the clip."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        container.metadata["timecode"] = timecode(0)
        video = container.add_stream("libx264", rate=FRAMES_PER_SECOND)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.options = {"preset": "veryfast", "crf": "28"}
        audio = container.add_stream("aac", rate=SAMPLE_RATE, layout="mono")
        backdrop, font = _backdrop(plan.seed), ImageFont.load_default(26)
        for number in range(plan.seconds * FRAMES_PER_SECOND):
            picture = _picture(plan, backdrop, font, number)
            frame = av.VideoFrame.from_image(picture)
            frame.pts = number
            container.mux(video.encode(frame))
        for start in range(0, plan.seconds * SAMPLE_RATE, SAMPLES_PER_PACKET):
            container.mux(audio.encode(_tone(plan.tone_hertz, start)))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    return file.getvalue()


def draw_poster(plan: ClipPlan) -> bytes:
    """Return a JPEG still from the middle of the clip, without the timecode."""
    picture = _pattern(plan, _backdrop(plan.seed), plan.seconds * FRAMES_PER_SECOND // 2)
    file = io.BytesIO()
    picture.resize((WIDTH * 2, HEIGHT * 2), Image.Resampling.BICUBIC).save(file, "JPEG", quality=82)
    return file.getvalue()


def timecode(number: int) -> str:
    """Return the timecode of a frame; a clip starts at ten o'clock, as tapes do."""
    seconds, frames = divmod(number, FRAMES_PER_SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{FIRST_HOUR + hours:02}:{minutes:02}:{seconds:02}:{frames:02}"


def _backdrop(seed: int) -> Image.Image:
    """Return a band twice as wide as the clip that repeats without a seam."""
    top, bottom, far, middle, *_ = PALETTES[seed % len(PALETTES)]
    column = Image.new("RGB", (1, HEIGHT))
    column.putdata([mix(top, bottom, row / HEIGHT) for row in range(HEIGHT)])
    band = column.resize((WIDTH * 2, HEIGHT))
    draw = ImageDraw.Draw(band)
    for index, left in enumerate(range(0, WIDTH * 2, TILE)):
        lift = 60 * math.sin(index * math.tau * 2 / (WIDTH * 2 / TILE))
        tone = far if index % 2 else middle
        draw.polygon(
            [
                (left, 230 - lift),
                (left + TILE // 2, 170 - lift),
                (left + TILE, 230 - lift),
                (left + TILE, HEIGHT),
                (left, HEIGHT),
            ],
            fill=tone,
        )
    return band


def _pattern(plan: ClipPlan, backdrop: Image.Image, number: int) -> Image.Image:
    offset = number * 3 % WIDTH
    picture = backdrop.crop((offset, 0, offset + WIDTH, HEIGHT))
    *_, near, accent = PALETTES[plan.seed % len(PALETTES)]
    draw = ImageDraw.Draw(picture)
    swell = [(x, 300 + 10 * math.sin(x / 60 + number / 9)) for x in range(0, WIDTH + 20, 20)]
    draw.polygon([*swell, (WIDTH, HEIGHT), (0, HEIGHT)], fill=near)
    angle = number / (plan.seconds * FRAMES_PER_SECOND) * math.pi
    x, y = WIDTH / 2 - 240 * math.cos(angle), 190 - 120 * math.sin(angle)
    draw.ellipse((x - 22, y - 22, x + 22, y + 22), fill=accent)
    return picture


def _picture(plan: ClipPlan, backdrop: Image.Image, font: Font, number: int) -> Image.Image:
    picture = _pattern(plan, backdrop, number)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((16, 16, 196, 56), fill=(0, 0, 0))
    draw.text((24, 20), timecode(number), font=font, fill=(255, 255, 255))
    draw.text((WIDTH - 16, 20), plan.slate, font=font, fill=(255, 255, 255), anchor="ra")
    return picture


def _tone(hertz: int, start: int) -> av.AudioFrame:
    """Return one packet of a sine wave that swells and fades each second."""
    samples = array(
        "f",
        (
            LOUDNESS
            * math.sin(math.tau * hertz * moment / SAMPLE_RATE)
            * abs(math.sin(math.pi * moment / SAMPLE_RATE))
            for moment in range(start, start + SAMPLES_PER_PACKET)
        ),
    )
    frame = av.AudioFrame(format="fltp", layout="mono", samples=SAMPLES_PER_PACKET)
    frame.planes[0].update(samples.tobytes())
    frame.sample_rate, frame.pts = SAMPLE_RATE, start
    return frame
