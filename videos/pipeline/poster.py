"""The still picture that stands for a video."""

from collections.abc import Iterator
from pathlib import Path

import av
from av.video.frame import VideoFrame
from PIL import Image, ImageFilter, ImageStat

from videos.pipeline.containers import open_media, picture_stream
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probe import first_frame

# Shares of the length at which a frame is tried, the first good one wins.
POSITIONS = (0.05, 0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 0.0)
LONGEST_SIDE = 1920
JPEG_QUALITY = 88
SAMPLE_SIZE = (160, 90)
DARKEST, BRIGHTEST = 24.0, 235.0
LEAST_CONTRAST = 12.0
LEAST_SHARPNESS = 40.0
FRAMES_AFTER_SEEK = 300


def make_poster(source: Path, target: Path) -> tuple[int, int]:
    """Write the first frame that is neither black, white, flat nor blurred as a JPEG.

    When every frame tried is poor, the best of them is taken. Returns width and height.

    Raises:
        MediaRefused: no picture can be decoded.
    """
    best: tuple[float, Image.Image] | None = None
    for frame in _candidates(source):
        picture = upright(frame)
        score = _score(picture)
        if best is None or score > best[0]:
            best = (score, picture)
        if score >= 1:
            break
    if best is None:
        raise MediaRefused(MediaProblem.NO_PICTURE, "no frame for a poster")
    poster = best[1]
    poster.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    poster.save(target, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return poster.size


def upright(frame: VideoFrame) -> Image.Image:
    """Return the frame as an RGB picture, turned and with square pixels as a viewer sees it."""
    picture = frame.to_image()
    aspect = getattr(frame, "sample_aspect_ratio", None)
    if aspect and aspect != 1:
        picture = picture.resize((max(1, round(picture.width * aspect)), picture.height))
    rotation = round(frame.rotation) % 360
    return picture.rotate(rotation, expand=True) if rotation else picture


def _candidates(source: Path) -> Iterator[VideoFrame]:
    with open_media(source) as container:
        stream = picture_stream(container)
        start = container.start_time or 0
        duration = container.duration or 0
        for position in POSITIONS:
            frame = _frame_at(container, stream, start + int(duration * position))
            if frame is not None:
                yield frame
    # A short transport stream cannot be sought in: its first picture is better than none.
    with open_media(source) as container:
        yield first_frame(container, picture_stream(container))


def _frame_at(
    container: av.container.InputContainer, stream: av.VideoStream, at: int
) -> VideoFrame | None:
    """Return the first frame at or after ``at`` (in FFmpeg's microseconds), or the last before."""
    latest: VideoFrame | None = None
    try:
        container.seek(at, backward=True)
        for count, frame in enumerate(container.decode(stream)):
            latest = frame
            is_there = frame.time is None or frame.time * av.time_base >= at
            if is_there or count > FRAMES_AFTER_SEEK:
                break
    except av.FFmpegError:
        return latest
    return latest


def _score(picture: Image.Image) -> float:
    """Return 1 or more for a good poster, less for a poor one."""
    grey = picture.convert("L").resize(SAMPLE_SIZE)
    light = ImageStat.Stat(grey)
    brightness, contrast = light.mean[0], light.stddev[0]
    sharpness = ImageStat.Stat(grey.filter(ImageFilter.FIND_EDGES)).var[0]
    if not DARKEST <= brightness <= BRIGHTEST:
        return min(brightness, 255 - brightness) / 1000
    return min(contrast / LEAST_CONTRAST, sharpness / LEAST_SHARPNESS)
