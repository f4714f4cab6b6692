"""The description of a video as files for other systems."""

import json
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.core import PlaceFactory, TopicFactory
from tests.videos.shotlist.conftest import counted_asset, released_video
from videos.metadata.xmp import NAMESPACES, xmp_packet
from videos.models import Restriction, Shot, VideoPage, VideoTopic

TITLE = "Quay & <dawn>"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def described_video(**fields: Any) -> VideoPage:
    video = released_video(
        Shot(in_frame=0, out_frame=250, description="Tugs at the quay"),
        title=TITLE,
        slug="quay",
        synopsis="<p>First light.</p><p>Ships &amp; tugs.</p>",
        credit="Halden Compact",
        usage_restrictions="Ask first.",
        asset=counted_asset(width=1920, height=1080),
        place=PlaceFactory(title="Port Lumen", country_code="BE"),
        **fields,
    )
    video.restrictions = [Restriction(territories=["FR"])]
    video.topics = [VideoTopic(topic=TopicFactory(title="Harbours"))]
    video.save_revision().publish()
    return VideoPage.objects.get(pk=video.pk)


def address(video: VideoPage, extension: str, locale: str = "en") -> str:
    return f"/api/v1/videos/{video.translation_key}/metadata.{extension}?locale={locale}"


def texts(packet: str, path: str) -> list[str | None]:
    root: Element = fromstring(packet.encode())
    return [found.text for found in root.findall(f".//{path}", NAMESPACES)]


@pytest.mark.django_db
class TestReleasedVideo:
    def test_is_described_by_the_names_of_the_hub(self, client: Client) -> None:
        video = described_video()

        answer = client.get(address(video, "json"))

        assert answer["Content-Type"] == "application/json"
        ((item),) = answer.json()
        found = item["photoVideoMetadataIPTC"]
        assert found["identifier"] == f"urn:uuid:{video.translation_key}"
        assert found["title"] == found["headline"] == {"en": TITLE}
        assert found["description"] == {"en": "First light. Ships & tugs."}
        assert found["keywords"] == {"en": ["Harbours"]}
        assert found["creditLine"] == "Halden Compact"
        terms = "No use in France. Credit: Halden Compact.\nAsk first."
        assert found["usageTerms"] == {"en": terms}
        assert found["locationsShown"][0]["countryCode"] == "BE"
        assert found["frameSize"] == {"widthPixels": 1920, "heightPixels": 1080}
        assert "Tugs at the quay" in found["dopesheet"]["en"]
        policy = json.loads(found["embdEncRightsExpr"][0]["encodedRightsExpr"])
        assert policy["prohibition"][0]["action"] == "use"

    def test_says_the_same_in_xmp(self, client: Client) -> None:
        answer = client.get(address(described_video(), "xmp"))

        packet = answer.content.decode()
        assert answer["Content-Type"] == "application/rdf+xml"
        assert 'filename="quay-en.xmp"' in answer["Content-Disposition"]
        assert texts(packet, "dc:title/rdf:Alt/rdf:li") == [TITLE, TITLE]
        assert texts(packet, "photoshop:Credit") == ["Halden Compact"]
        assert texts(packet, "dc:subject/rdf:Bag/rdf:li") == ["Harbours"]
        assert texts(packet, "Iptc4xmpExt:CountryCode") == ["BE"]
        (terms, _english) = texts(packet, "xmpRights:UsageTerms/rdf:Alt/rdf:li")
        assert terms == "No use in France. Credit: Halden Compact.\nAsk first."
        (policy,) = texts(packet, "Iptc4xmpExt:EncRightsExpr")
        assert json.loads(policy or "")["@type"] == "Set"

    @pytest.mark.parametrize("extension", ["json", "xmp"])
    def test_has_files_that_answer_like_the_document(self, client: Client, extension: str) -> None:
        video = described_video()
        url = address(video, extension)
        first = client.get(url)

        with CaptureQueriesContext(connection) as queries:
            again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, len(queries)) == (304, 1)
        assert client.get(address(video, extension, "fr")).status_code == 404
        video.unpublish()
        assert client.get(url).status_code == 410

    def test_needs_no_more_than_a_title(self, client: Client) -> None:
        video = released_video(asset=None)

        found = client.get(address(video, "json")).json()[0]["photoVideoMetadataIPTC"]

        assert found["title"] == {"en": video.title}
        assert "frameSize" not in found
        assert texts(client.get(address(video, "xmp")).content.decode(), "dc:title") != []


def test_a_packet_holds_every_language_and_only_what_xml_allows() -> None:
    base: dict[str, Any] = {
        "id": "1", "date": None, "credit": "\x00A\x0b", "published_at": None, "topics": [],
        "people": [], "shotlist": [], "place": None, "usage_restrictions": "", "url": None,
        "synopsis": "",
    }  # fmt: skip
    english = {**base, "locale": "en", "title": "Quay \ud800\uffff"}
    arabic = {**base, "locale": "ar", "title": "رصيف"}

    packet = xmp_packet([english, arabic])

    items = fromstring(packet.encode()).findall(".//dc:title/rdf:Alt/rdf:li", NAMESPACES)
    assert [(item.get(LANG), item.text) for item in items] == [
        ("x-default", "Quay "),
        ("en", "Quay "),
        ("ar", "رصيف"),
    ]
    assert texts(packet, "photoshop:Credit") == ["A"]
