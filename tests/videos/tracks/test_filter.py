"""The list of videos narrowed to those with subtitles or captions in a language."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from cms.delivery.rebuilding import check
from cms.delivery.withholding import withhold
from tests.factories.videos import TrackFactory, VideoAssetFactory, VideoPageFactory
from videos.models import VideoPage

pytestmark = pytest.mark.django_db


def subtitled(*languages: str, **details: Any) -> VideoPage:
    asset = VideoAssetFactory(ready=True)
    for language in languages:
        TrackFactory(asset=asset, language=language, **details)
    return VideoPageFactory(asset=asset, published=True)


def listed(client: Client, query: str) -> Any:
    return client.get(f"/api/v1/videos/?locale=en&{query}").json()


def ids(answer: Any) -> set[str]:
    return {card["id"] for card in answer["data"]}


def test_finds_a_language_with_and_without_its_region(client: Client) -> None:
    french, canadian = subtitled("fr", "uk"), subtitled("fr-CA")
    subtitled("uk")
    VideoPageFactory(published=True)

    found = {str(french.translation_key), str(canadian.translation_key)}
    assert ids(listed(client, "captions=fr")) == found
    assert ids(listed(client, "captions=FR-ca")) == {str(canadian.translation_key)}
    assert listed(client, "captions=fr&count=exact")["page"]["count"] == 2
    assert ids(listed(client, "captions=ar")) == set()
    assert check().wrong == []


@pytest.mark.parametrize("details", [{"kind": "transcript"}, {"is_published": False}, {"cues": []}])
def test_does_not_count_what_shows_no_subtitles(client: Client, details: dict[str, Any]) -> None:
    subtitled("fr", **details)

    assert ids(listed(client, "captions=fr")) == set()


def test_follows_the_tracks_and_the_release(client: Client) -> None:
    video = subtitled("fr")
    track = video.asset.tracks.get()

    track.is_published = False
    track.save()
    assert ids(listed(client, "captions=fr")) == set()
    track.is_published = True
    track.save()
    assert ids(listed(client, "captions=fr")) == {str(video.translation_key)}

    withhold(video.translation_key, "en", "A wrong name.")
    assert ids(listed(client, "captions=fr")) == set()


def test_goes_on_from_page_to_page_by_itself(client: Client) -> None:
    videos = {str(subtitled("fr").translation_key) for _ in range(3)}
    subtitled("uk")

    first = listed(client, "captions=fr&limit=2")
    onward = urlsplit(first["links"]["next"])
    second = client.get(f"{onward.path}?{onward.query}")

    assert "captions=fr" in first["links"]["next"]
    assert ids(first) | ids(second.json()) == videos
    cursor = first["page"]["next_cursor"]
    assert client.get(f"/api/v1/videos/?locale=en&cursor={cursor}").status_code == 400


def test_refuses_what_is_no_language(client: Client) -> None:
    answer = client.get("/api/v1/videos/?locale=en&captions=klingon")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "captions"


def test_costs_one_query(client: Client, django_assert_num_queries: Any) -> None:
    subtitled("fr")
    with django_assert_num_queries(1):
        listed(client, "captions=fr")
