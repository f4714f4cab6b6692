"""The list of videos narrowed by what they are, show and measure."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from cms.core.models import Person
from cms.delivery.rebuilding import check
from tests.factories.core import PersonFactory, PlaceFactory, TopicFactory
from tests.factories.videos import TrackFactory, VideoAssetFactory, VideoPageFactory
from videos.models import VideoPage
from videos.models.subjects import VideoPerson, VideoTopic

pytestmark = pytest.mark.django_db


def measured(duration: float | None, height: int | None, **details: Any) -> VideoPage:
    asset = VideoAssetFactory()
    asset.duration_seconds, asset.height = duration, height
    asset.save()
    return VideoPageFactory(asset=asset, published=True, **details)


def ids(client: Client, query: str) -> set[str]:
    answer = client.get(f"/api/v1/videos/?locale=en&{query}")
    assert answer.status_code == 200, answer.content
    return {card["id"] for card in answer.json()["data"]}


def work(video: Any) -> str:
    return str(video.translation_key)


def test_by_duration(client: Client) -> None:
    short, middle, long = (work(measured(seconds, 1080)) for seconds in (9.5, 84.48, 3_600))
    measured(None, 1080)

    assert ids(client, "duration__gte=84.48") == {middle, long}
    assert ids(client, "duration__lte=84.479") == {short}
    assert ids(client, "duration__gte=10&duration__lte=100") == {middle}
    assert ids(client, "duration__gte=100&duration__lte=10") == set()
    assert check().wrong == []


def test_by_resolution(client: Client) -> None:
    standard, full, ultra = (work(measured(10, height)) for height in (576, 1_080, 2_160))
    measured(10, None)

    assert ids(client, "height__gte=1080") == {full, ultra}
    assert ids(client, "height__lte=1080") == {standard, full}
    assert ids(client, "height__gte=720&height__lte=1080") == {full}


def test_by_the_day_it_was_shot_on(client: Client) -> None:
    early = work(measured(10, 576, date=date(2030, 3, 1)))
    late = work(measured(10, 576, date=date(2031, 3, 1)))

    assert ids(client, "date__gte=2030-03-01&date__lte=2030-12-31") == {early}
    assert ids(client, "date__gte=2030-03-02") == {late}


def test_by_kind(client: Client) -> None:
    roll, talk, package = (
        work(measured(10, 576, kind=kind)) for kind in ("b_roll", "interview", "package")
    )

    assert ids(client, "kind__in=interview") == {talk}
    assert ids(client, "kind__in=package,b_roll") == {roll, package}


def test_by_topics_people_and_places(client: Client) -> None:
    person: Person = PersonFactory()
    other, topic = PersonFactory(), TopicFactory()
    place = PlaceFactory()
    shown: VideoPage = VideoPageFactory(place=place)
    shown.topics = [VideoTopic(topic=topic)]
    shown.people = [VideoPerson(person=person)]
    shown.save_revision().publish()
    VideoPageFactory(published=True)

    assert ids(client, f"people__any={work(other)},{work(person)}") == {work(shown)}
    assert ids(client, f"topics__any={work(topic)}") == {work(shown)}
    assert ids(client, f"places__any={work(place).upper()}") == {work(shown)}
    assert ids(client, f"people__any={work(other)}") == set()

    person.unpublish()
    assert ids(client, f"people__any={work(person)}") == set()
    assert check().wrong == []


def test_of_everything_costs_one_query_and_pages_by_itself(
    client: Client, django_assert_num_queries: Any
) -> None:
    found = set()
    for _each in range(3):
        video = measured(60, 1_080, kind="b_roll")
        TrackFactory(asset=video.asset, language="fr")
        found.add(work(video))
    measured(60, 1_080, kind="package")
    query = "kind__in=b_roll&duration__gte=30&duration__lte=90&height__gte=720&captions=fr&limit=2"

    with django_assert_num_queries(1):
        first = client.get(f"/api/v1/videos/?locale=en&{query}").json()
    onward = urlsplit(first["links"]["next"])
    second = client.get(f"{onward.path}?{onward.query}").json()

    assert {card["id"] for card in first["data"] + second["data"]} == found
    assert second["links"]["next"] is None
    assert len(ids(client, f"{query}&count=exact")) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("duration__gte", "long"),
        ("duration__lte", "-1"),
        ("duration__lte", "1e3"),
        ("duration__gte", "12345678"),
        ("duration__gte", ""),
        ("height__gte", "1080p"),
        ("height__lte", "10.5"),
        ("date__gte", "20300301"),
        ("date__lte", "2030-02-30"),
        ("kind__in", "trailer"),
        ("kind__in", "b_roll,"),
        ("people__any", "Ines"),
        ("places__any", ",".join(["7c9e6679-7425-40de-944b-e07fc1f90ae7"] * 21)),
        ("topics__any", "٣" * 36),
    ],
)
def test_names_a_parameter_with_a_bad_value(client: Client, name: str, value: str) -> None:
    answer = client.get("/api/v1/videos/", {"locale": "en", name: value})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == name


def test_names_the_nearest_parameter(client: Client) -> None:
    answer = client.get("/api/v1/videos/?locale=en&duration=30").json()

    assert 'Did you mean "duration__' in answer["detail"]
