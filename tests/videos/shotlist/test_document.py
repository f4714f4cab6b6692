"""The shotlist in the delivered document."""

from fractions import Fraction
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.delivery import projection
from cms.delivery.models import Document
from tests.factories.core import PersonFactory
from tests.factories.videos import VideoAssetFactory
from tests.videos.shotlist.conftest import counted_asset, released_video
from videos.models import Shot, VideoPage

pytestmark = pytest.mark.django_db


def rows_of(video: VideoPage, locale: str = "en") -> list[dict[str, Any]]:
    document = Document.objects.get(work=video.translation_key, locale=locale)
    return orjson.loads(bytes(document.body))["shotlist"]


def test_tells_frames_seconds_and_source_timecode(shotlist) -> None:
    video = released_video(*shotlist)

    answer = Client().get(f"/api/v1/videos/{video.translation_key}/?locale=en").json()["data"]

    assert answer["asset"]["timecode"] == {
        "rate": "25/1",
        "start": "10:00:00:00",
        "is_drop_frame": False,
        "frame_count": 1500,
    }
    first, soundbite, last = answer["shotlist"]
    assert (first["in_frame"], first["in_seconds"], first["in_timecode"]) == (0, 0.0, "10:00:00:00")
    assert (last["out_frame"], last["out_seconds"]) == (500, 20.0)
    assert last["out_timecode"] == "10:00:20:00"
    assert last["place"] == "Port Lumen"
    assert (soundbite["kind"], soundbite["kind_label"]) == ("soundbite", "Soundbite")
    assert soundbite["speaker"]["title"] == "Ines Vandaele"
    assert (soundbite["language"], soundbite["language_label"]) == ("fr", "French")
    assert soundbite["quote"] == "Le quai est ouvert."
    assert soundbite["quote_rendering"] == "The quay is open."
    assert soundbite["restriction"] == "Not for advertising."


def test_is_in_order_of_time(shotlist) -> None:
    video = released_video(*reversed(shotlist))

    assert [row["in_frame"] for row in rows_of(video)] == [0, 100, 250]


def test_counts_drop_frame() -> None:
    asset = counted_asset(
        Fraction(30000, 1001), start_frame=1_078_920, frame_count=9000, is_drop_frame=True
    )
    video = released_video(Shot(in_frame=0, out_frame=1800), asset=asset)

    row = rows_of(video)[0]

    assert (row["in_timecode"], row["out_timecode"]) == ("10:00:00;00", "10:01:00;02")


def test_leaves_out_what_the_file_does_not_hold_and_forgets_nothing() -> None:
    video = released_video(Shot(in_frame=0, out_frame=100), Shot(in_frame=1400, out_frame=1500))
    asset = video.asset
    assert len(rows_of(video)) == 2

    asset.frame_count = 1200
    asset.save()

    assert [row["out_frame"] for row in rows_of(video)] == [100]
    assert VideoPage.objects.get(pk=video.pk).shots.count() == 2


def test_is_empty_until_the_count_is_known() -> None:
    video = released_video(Shot(in_frame=0, out_frame=100), asset=VideoAssetFactory())

    assert rows_of(video) == []


def test_is_empty_without_an_asset() -> None:
    assert rows_of(released_video(Shot(in_frame=0, out_frame=100), asset=None)) == []


def test_says_nothing_twice_of_a_quote_in_the_language_of_the_page() -> None:
    bite = Shot(in_frame=0, out_frame=100, kind="soundbite", language="en-GB", quote="We open.")
    video = released_video(bite)

    assert VideoPage.objects.get(pk=video.pk).shots.get().quote_rendering == "We open."
    assert rows_of(video)[0]["quote_rendering"] == ""


def test_shows_no_speaker_who_is_not_public() -> None:
    secret = PersonFactory(title="Secret guest", published=False)
    video = released_video(Shot(in_frame=0, out_frame=100, kind="soundbite", speaker=secret))

    assert rows_of(video)[0]["speaker"] is None
    body = bytes(Document.objects.get(work=video.translation_key).body)
    assert b"Secret guest" not in body


def test_costs_the_same_queries_however_long_it_is(shotlist) -> None:
    def queries(count: int) -> int:
        people = [PersonFactory(title=f"Person {number}") for number in range(count)]
        video = released_video(
            *(
                Shot(in_frame=at, out_frame=at + 1, kind="soundbite", speaker=person)
                for at, person in enumerate(people)
            )
        )
        with CaptureQueriesContext(connection) as captured:
            projection.preview(VideoPage.objects.get(pk=video.pk))
        return len(captured)

    assert queries(2) == queries(12)
