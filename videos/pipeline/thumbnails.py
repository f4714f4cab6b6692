"""One sheet of small pictures, and a WebVTT file that says which of them shows which time.

Players show them while somebody moves along the time line. A cue's text is the sheet's name with
a media fragment: ``thumbnails.jpg#xywh=160,0,160,90``.
"""

from fractions import Fraction
from math import ceil
from pathlib import Path

from PIL import Image

from videos.pipeline.containers import open_media, picture_stream
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.ladder import fit
from videos.pipeline.plan import Plan
from videos.pipeline.reading import Progress
from videos.pipeline.results import Purpose, RenditionFile, StepResult

LONG_SIDE, SHORT_SIDE = 160, 90
COLUMNS = 10
JPEG_QUALITY = 75
LEAST_SECONDS = Fraction(1, 2)
SHEET, CUES = "thumbnails.jpg", "thumbnails.vtt"
NAME = "thumbnails"


def make_thumbnails(preview: Path, folder: Path, plan: Plan, on_progress: Progress) -> StepResult:
    """Make the sheet and its cues of the preview's MP4.

    Raises:
        MediaRefused: the preview cannot be decoded.
    """
    spec = plan.renditions[0]
    rate = Fraction(spec.rate)
    with open_media(preview) as media:
        stream = picture_stream(media)
        seconds = stream.frames / rate
        every = max(LEAST_SECONDS, seconds / plan.settings.thumbnail_count)
        keyframes_apart = spec.keyframe_frames / rate
        if every >= keyframes_apart:
            # A long film: pictures at keyframes, and nothing else is decoded.
            every = ceil(every / keyframes_apart) * keyframes_apart
            stream.codec_context.skip_frame = "NONKEY"
        width, height = fit(stream.width, stream.height, LONG_SIDE, SHORT_SIDE)
        count = max(1, ceil(seconds / every))
        sheet = _Sheet(width, height, count)
        for frame in media.decode(stream):
            due = len(sheet.places) * every
            if sheet.is_full or frame.time is None or frame.time < due - 1 / (2 * rate):
                continue
            sheet.add(frame.to_image(width=width, height=height))
            on_progress(min(len(sheet.places) / count, 0.99))
    if not sheet.places:
        raise MediaRefused(MediaProblem.NO_PICTURE, "no frame for thumbnails")
    sheet.save(folder / SHEET)
    (folder / CUES).write_text(_cues(sheet, every, seconds))
    shared = {"rendition": NAME, "purpose": Purpose.THUMBNAILS}
    return StepResult(
        files=(
            RenditionFile.of(
                folder / SHEET,
                content_type="image/jpeg",
                width=sheet.picture.width,
                height=sheet.picture.height,
                **shared,
            ),
            RenditionFile.of(folder / CUES, content_type="text/vtt", **shared),
        )
    )


class _Sheet:
    """Small pictures in rows of ten."""

    def __init__(self, width: int, height: int, count: int) -> None:
        self.width, self.height, self.count = width, height, count
        rows = ceil(count / COLUMNS)
        self.picture = Image.new("RGB", (min(count, COLUMNS) * width, rows * height))
        self.places: list[tuple[int, int]] = []

    @property
    def is_full(self) -> bool:
        return len(self.places) == self.count

    def add(self, picture: Image.Image) -> None:
        row, column = divmod(len(self.places), COLUMNS)
        place = column * self.width, row * self.height
        self.picture.paste(picture, place)
        self.places.append(place)

    def save(self, path: Path) -> None:
        self.picture.save(path, "JPEG", quality=JPEG_QUALITY, optimize=True)


def _cues(sheet: _Sheet, every: Fraction, seconds: Fraction) -> str:
    lines = ["WEBVTT", ""]
    for number, (left, top) in enumerate(sheet.places):
        is_last = number == len(sheet.places) - 1
        end = seconds if is_last else (number + 1) * every
        lines += [
            f"{_clock(number * every)} --> {_clock(end)}",
            f"{SHEET}#xywh={left},{top},{sheet.width},{sheet.height}",
            "",
        ]
    return "\n".join(lines)


def _clock(seconds: Fraction) -> str:
    thousandths = round(seconds * 1000)
    minutes, thousandths = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{thousandths // 1000:02}.{thousandths % 1000:03}"
