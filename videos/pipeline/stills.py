"""Still pictures of a source: suggestions for its poster, and the frame that somebody chose."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageChops, ImageFilter, ImageStat

from videos.pipeline.containers import open_media, picture_stream
from videos.pipeline.graphs import chain
from videos.pipeline.ladder import fit
from videos.pipeline.picture import SourcePicture, add_source, alike, look_at, shown
from videos.pipeline.plan import Plan
from videos.pipeline.probe import first_frame, fraction
from videos.pipeline.reading import Progress
from videos.pipeline.results import Purpose, RenditionFile, StepResult

# Shares of the length at which a frame is tried.
POSITIONS = (0.05, 0.12, 0.2, 0.28, 0.36, 0.44, 0.52, 0.6, 0.68, 0.76, 0.84, 0.92)
LONG_SIDE = SHORT_SIDE = 1920
JPEG_QUALITY = 88
JPEG_TYPE = "image/jpeg"
SAMPLE_SIZE = (160, 90)
DARKEST, BRIGHTEST = 24.0, 235.0
LEAST_CONTRAST = 12.0
LEAST_SHARPNESS = 40.0
# Of 255: a speaker moves less between two frames of one shot, a cut changes much more.
LEAST_DIFFERENCE = 10.0
# From a keyframe to the wanted frame: the longest groups of pictures are of ten seconds.
FRAMES_AFTER_SEEK = 600
# A suggestion need not be exactly where it was looked for.
FRAMES_AFTER_KEYFRAME = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    """A frame that may become the poster."""

    frame: int
    picture: Image.Image
    sample: Image.Image
    score: float

    @classmethod
    def of(cls, frame: int, picture: Image.Image) -> "_Candidate":
        sample = picture.convert("L").resize(SAMPLE_SIZE)
        return cls(frame=frame, picture=picture, sample=sample, score=_score(sample))

    def is_like(self, other: "_Candidate") -> bool:
        difference = ImageChops.difference(self.sample, other.sample)
        return ImageStat.Stat(difference).mean[0] < LEAST_DIFFERENCE


def suggest_posters(source: Path, folder: Path, plan: Plan, on_progress: Progress) -> StepResult:
    """Write the best frames as JPEGs, the best first: sharp, neither black nor white nor flat.

    When every frame tried is poor, the best of them is written alone.

    Raises:
        MediaRefused: no picture can be decoded.
    """
    camera = _Camera(source, Fraction(plan.renditions[0].rate))
    tried = []
    for candidate in camera.candidates():
        tried.append(candidate)
        on_progress(min(len(tried) / len(POSITIONS), 0.99))
    chosen: list[_Candidate] = []
    for candidate in sorted(tried, key=lambda one: one.score, reverse=True):
        if chosen and (candidate.score < 1 or any(candidate.is_like(one) for one in chosen)):
            continue
        chosen.append(candidate)
    files = [
        _save(candidate.picture, folder / f"poster-{number}.jpg", candidate.frame)
        for number, candidate in enumerate(chosen[: plan.settings.poster_count], start=1)
    ]
    return StepResult(files=tuple(files))


def take_still(source: Path, target: Path, *, frame: int, rate: Fraction) -> RenditionFile:
    """Write one frame of the master as a JPEG; behind the end the last is taken.

    Raises:
        MediaRefused: no picture can be decoded.
    """
    found = _Camera(source, rate).take(frame)
    return _save(found[1], target, found[0])


class _Camera:
    """Takes pictures of a source as a viewer would see them."""

    def __init__(self, source: Path, rate: Fraction) -> None:
        self.source, self.rate = source, rate
        self.picture = look_at(source)
        self.size = fit(self.picture.shown_width, self.picture.shown_height, LONG_SIDE, SHORT_SIDE)
        self.developer = _Developer(self.picture, self.size)

    def candidates(self) -> Iterator[_Candidate]:
        seen = set()
        with open_media(self.source) as media:
            stream = picture_stream(media)
            stream.thread_type = "AUTO"
            duration = Fraction(media.duration or 0, av.time_base)
            for position in POSITIONS:
                at = self.picture.start + duration * Fraction(position)
                frame = self._frame_at(media, stream, at, within=FRAMES_AFTER_KEYFRAME)
                if frame is not None and self._number(frame) not in seen:
                    seen.add(self._number(frame))
                    yield _Candidate.of(self._number(frame), self.developer.develop(frame))
        if not seen:
            yield _Candidate.of(*self._first())

    def take(self, number: int) -> tuple[int, Image.Image]:
        with open_media(self.source) as media:
            stream = picture_stream(media)
            at = self.picture.start + number / self.rate
            frame = self._frame_at(media, stream, at, within=FRAMES_AFTER_SEEK)
            if frame is not None:
                return self._number(frame), self.developer.develop(frame)
        return self._first()

    def _first(self) -> tuple[int, Image.Image]:
        """Return the first frame: in a short transport stream nothing can be sought."""
        with open_media(self.source) as media:
            return 0, self.developer.develop(first_frame(media, picture_stream(media)))

    def _number(self, frame: VideoFrame) -> int:
        return round((_time_of(frame) - self.picture.start) * self.rate)

    def _frame_at(
        self, media: InputContainer, stream: VideoStream, at: Fraction, *, within: int
    ) -> VideoFrame | None:
        """Return the frame shown at a time, or the last before; ``within`` frames of a keyframe."""
        latest: VideoFrame | None = None
        try:
            media.seek(int(at * av.time_base), backward=True)
            for count, frame in enumerate(media.decode(stream)):
                latest = frame
                if _time_of(frame) + 1 / (2 * self.rate) > at or count >= within:
                    break
        except av.FFmpegError:
            return latest
        return latest


class _Developer:
    """Turns decoded frames into upright SDR pictures with square pixels."""

    def __init__(self, picture: SourcePicture, size: tuple[int, int]) -> None:
        self.picture = picture
        self.filters = shown(picture, *size)
        self.graph: Graph | None = None

    def develop(self, frame: VideoFrame) -> Image.Image:
        if frame.interlaced_frame:
            return self._put_through(
                self._new(f"bwdif=deint=all | {self.filters}"), frame, end=True
            )
        # Kept: for HDR it holds a table that takes seconds to compute.
        self.graph = self.graph or self._new(self.filters)
        return self._put_through(self.graph, frame, end=False)

    def _new(self, filters: str) -> Graph:
        graph = Graph()
        _entrance, tagged = add_source(graph, self.picture)
        chain(graph, tagged, f"{filters} | buffersink")
        graph.configure()
        return graph

    def _put_through(self, graph: Graph, frame: VideoFrame, *, end: bool) -> Image.Image:
        graph.push(alike(frame, self.picture))
        if end:
            graph.push(None)
        developed = graph.pull()
        assert isinstance(developed, VideoFrame)  # noqa: S101 - the graph has no other
        return developed.to_image()


def _time_of(frame: VideoFrame) -> Fraction:
    pts = frame.pts if frame.pts is not None else (frame.dts or 0)
    return pts * fraction(frame.time_base)


def _save(picture: Image.Image, path: Path, frame: int) -> RenditionFile:
    picture.save(path, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return RenditionFile.of(
        path,
        rendition=path.stem,
        purpose=Purpose.POSTER,
        content_type=JPEG_TYPE,
        width=picture.width,
        height=picture.height,
        frame=frame,
    )


def _score(grey: Image.Image) -> float:
    """Return 1 or more for a good poster, less for a poor one."""
    light = ImageStat.Stat(grey)
    brightness, contrast = light.mean[0], light.stddev[0]
    sharpness = ImageStat.Stat(grey.filter(ImageFilter.FIND_EDGES)).var[0]
    if not DARKEST <= brightness <= BRIGHTEST:
        return min(brightness, 255 - brightness) / 1000
    return min(contrast / LEAST_CONTRAST, sharpness / LEAST_SHARPNESS)
