"""Files whose end is missing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.videos import media as sources
from tests.videos.media import H264, Source
from tests.videos.pipeline.remuxing import remux
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probe import probe

type Media = Callable[[Source], Path]

CONTAINERS = {
    "mp4": H264,
    "mov": sources.PRORES,
    "mxf": sources.XDCAM,
    "mkv": replace(H264, suffix=".mkv"),
    "webm": sources.VP9,
    "avi": replace(H264, codec="mpeg4", suffix=".avi", audio_codec="pcm_s16le"),
}
CUTS = (0.05, 0.3, 0.5, 0.75, 0.97)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", CONTAINERS)
def test_is_refused_wherever_it_was_cut(
    name: str, cut: float, media: Media, tmp_path: Path
) -> None:
    whole = media(CONTAINERS[name]).read_bytes()
    path = _cut(whole, cut, tmp_path)

    assert _refusal(path) is MediaProblem.TRUNCATED


@pytest.mark.parametrize("flags", ["+faststart", "frag_keyframe+empty_moov"])
@pytest.mark.parametrize("cut", CUTS)
def test_is_refused_when_the_index_is_in_front(
    cut: float, flags: str, media: Media, tmp_path: Path
) -> None:
    whole = remux(media(H264), tmp_path / "front.mp4", movflags=flags).read_bytes()

    assert _refusal(_cut(whole, cut, tmp_path)) is MediaProblem.TRUNCATED


@pytest.mark.parametrize("name", ["mp4", "mov", "mkv", "webm", "avi"])
def test_is_refused_when_one_byte_is_missing(name: str, media: Media, tmp_path: Path) -> None:
    path = tmp_path / "cut"
    path.write_bytes(media(CONTAINERS[name]).read_bytes()[:-1])

    assert _refusal(path) is MediaProblem.TRUNCATED


def test_is_as_long_as_what_is_there_where_the_container_promises_nothing(
    media: Media, tmp_path: Path
) -> None:
    path = _cut(media(sources.MPEG2).read_bytes(), 0.5, tmp_path)

    assert 0 < probe(path).frame_count < 25


def test_is_not_seen_in_what_follows_the_last_box(media: Media, tmp_path: Path) -> None:
    path = tmp_path / "padded.mp4"
    path.write_bytes(media(H264).read_bytes() + b"\0" * 77)

    assert probe(path).frame_count == 25


@pytest.mark.parametrize("name", ["mxf", "mkv"])
def test_is_told_from_damage(name: str, media: Media, tmp_path: Path) -> None:
    """The signature is there, the rest is noise of the same length."""
    whole = media(CONTAINERS[name]).read_bytes()
    path = tmp_path / "damaged"
    path.write_bytes(whole[:200] + b"\x55" * (len(whole) - 200))

    assert _refusal(path) in (MediaProblem.DAMAGED, MediaProblem.NO_PICTURE)


def _cut(whole: bytes, share: float, folder: Path) -> Path:
    path = folder / "cut"
    path.write_bytes(whole[: int(len(whole) * share)])
    return path


def _refusal(path: Path) -> MediaProblem:
    with pytest.raises(MediaRefused) as caught:
        probe(path)
    return caught.value.problem
