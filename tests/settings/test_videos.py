"""What the environment says about videos."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings import env
from videos.conf import check_settings, video_settings


def test_an_object_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEO_LADDER", '{"mezzanine": "prores"}')
    assert env.json_object("VIDEO_LADDER") == {"mezzanine": "prores"}

    monkeypatch.delenv("VIDEO_LADDER")
    assert env.json_object("VIDEO_LADDER") == {}


@pytest.mark.parametrize("value", ["prores", "[1]", '{"mezzanine": '])
def test_what_is_no_object_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("VIDEO_LADDER", value)

    with pytest.raises(ImproperlyConfigured, match=r"^VIDEO_LADDER must be a JSON object"):
        env.json_object("VIDEO_LADDER")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("LADDER", {"mezzanine": "mp3"}, "VIDEO_LADDER cannot be used: mezzanine"),
        ("LADDER", {"stairs": 3}, "VIDEO_LADDER cannot be used: .*stairs"),
        ("LADDER", {"rungs": [{"name": "1080p"}]}, "VIDEO_LADDER cannot be used"),
        ("STYLE_GUIDE", {"words": 3}, "VIDEO_STYLE_GUIDE cannot be used: .*words"),
    ],
)
def test_what_cannot_be_ends_the_start(
    settings: Any, key: str, value: dict[str, object], message: str
) -> None:
    settings.VIDEOS = {**settings.VIDEOS, key: value}

    with pytest.raises(ImproperlyConfigured, match=message):
        check_settings()


def test_what_is_right_counts(settings: Any) -> None:
    settings.VIDEOS = {
        **settings.VIDEOS,
        "LADDER": {"mezzanine": "prores"},
        "STYLE_GUIDE": {"characters_a_second": 15},
    }

    check_settings()
    assert video_settings().style_guide.characters_a_second == 15
