"""The still picture."""

from pathlib import Path

import pytest
from PIL import Image, ImageStat

from tests.videos.pipeline.clips import make_clip
from videos.pipeline.poster import make_poster


def test_passes_over_black_frames(tmp_path: Path) -> None:
    source = make_clip(tmp_path / "master.mp4", seconds=2, black_frames=20)

    make_poster(source, tmp_path / "poster.jpg")

    with Image.open(tmp_path / "poster.jpg") as poster:
        assert poster.size == (160, 90)
        assert ImageStat.Stat(poster.convert("L")).mean[0] > 40


@pytest.mark.parametrize("name", ["clip.mp4", "clip.ts"])
def test_takes_the_best_of_poor_frames(tmp_path: Path, name: str) -> None:
    file_format = "mpegts" if name.endswith("ts") else None
    source = make_clip(tmp_path / name, black_frames=25, file_format=file_format)

    make_poster(source, tmp_path / "poster.jpg")

    with Image.open(tmp_path / "poster.jpg") as poster:
        assert poster.format == "JPEG"
