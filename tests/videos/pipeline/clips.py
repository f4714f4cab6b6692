"""Small videos, made with PyAV when a test needs them."""

from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw

SAMPLES = 1024
RATE = 48_000


def make_clip(
    path: Path,
    *,
    seconds: float = 1.0,
    frame_rate: int = 25,
    size: tuple[int, int] = (160, 90),
    codec: str = "libx264",
    file_format: str | None = None,
    sound: bool = True,
    colour: tuple[int, int, int] = (40, 90, 160),
) -> Path:
    """Write a moving bar on a coloured ground, with silence."""
    frames = round(seconds * frame_rate)
    with av.open(str(path), "w", format=file_format) as output:
        video = output.add_stream(codec, rate=frame_rate)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        audio = output.add_stream("aac", rate=RATE, layout="stereo") if sound else None
        for index in range(frames):
            picture = Image.new("RGB", size, colour)
            left = (index * 4) % size[0]
            draw = ImageDraw.Draw(picture)
            draw.rectangle((left, 10, left + 30, size[1] - 10), fill=(240, 200, 30))
            frame = av.VideoFrame.from_image(picture)
            frame.pts, frame.time_base = index, Fraction(1, frame_rate)
            output.mux(video.encode(frame))
        output.mux(video.encode())
        if audio is not None:
            for start in range(0, round(seconds * RATE), SAMPLES):
                block = av.AudioFrame(format="fltp", layout="stereo", samples=SAMPLES)
                block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
                for plane in block.planes:
                    plane.update(bytes(plane.buffer_size))
                output.mux(audio.encode(block))
            output.mux(audio.encode())
    return path
