"""Rights in documents, in their files and on the public page."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail_localize.operations import translate_object

from cms.delivery import projection
from tests.factories.core import locale_of
from tests.factories.videos import VideoPageFactory
from videos.models import Restriction, VideoPage
from videos.shotlist.files import FILES

pytestmark = pytest.mark.django_db

END = datetime(2099, 12, 3, 23, 59, tzinfo=UTC)
SENTENCE = (
    "No use in France and Belgium. Only for broadcast. No use after 3 December 2099. "
    "No archive. Credit: Halden Compact."
)


def restricted_video(**fields: Any) -> VideoPage:
    rights = {"usage_ends_at": END, "no_archive": True, "credit": "Halden Compact"}
    video = VideoPageFactory(**{**rights, **fields})
    video.restrictions = [
        Restriction(kind="forbidden", territories=["FR", "BE"]),
        Restriction(kind="only", media=["broadcast"]),
    ]
    video.save_revision().publish()
    return VideoPage.objects.get(pk=video.pk)


def document_of(client: Client, video: VideoPage) -> dict[str, Any]:
    answer = client.get(f"/api/v1/videos/{video.translation_key}/?locale=en")
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()["data"]
    return document


class TestDocument:
    def test_says_what_may_be_done_in_words_and_as_data(self, client: Client) -> None:
        video = restricted_video()

        rights = document_of(client, video)["rights"]

        policy = rights.pop("odrl")
        assert rights == {
            "sentence": SENTENCE,
            "restrictions": [
                {
                    "kind": "forbidden",
                    "territories": ["FR", "BE"],
                    "media": [],
                    "sentence": "No use in France and Belgium.",
                },
                {
                    "kind": "only",
                    "territories": [],
                    "media": ["broadcast"],
                    "sentence": "Only for broadcast.",
                },
            ],
            "no_archive": True,
            "credit": "Halden Compact",
            "embargoed_until": None,
            "expires_at": "2099-12-03T23:59:00Z",
        }
        assert policy["@context"][0] == "http://www.w3.org/ns/odrl.jsonld"
        assert policy["profile"] == "https://iptc.org/std/RightsML/odrl-profile/"

    def test_has_a_policy_with_the_same_rules(self, client: Client) -> None:
        video = restricted_video()
        target = f"urn:uuid:{video.translation_key}"

        policy = document_of(client, video)["rights"]["odrl"]

        assert (policy["@type"], policy["uid"]) == ("Set", f"{target}#rights")
        (permission,) = policy["permission"]
        assert permission["target"] == target
        assert permission["constraint"] == [
            {
                "leftOperand": "dateTime",
                "operator": "lteq",
                "rightOperand": {"@value": "2099-12-03T23:59:00Z", "@type": "xsd:dateTime"},
            },
            {
                "leftOperand": "deliveryChannel",
                "operator": "isAnyOf",
                "rightOperand": ["broadcast"],
            },
        ]
        assert permission["duty"][0]["action"] == "attribute"
        assert permission["duty"][0]["attributedParty"]["vcard:fn"] == "Halden Compact"
        assert policy["prohibition"] == [
            {
                "target": target,
                "action": "use",
                "constraint": [
                    {
                        "leftOperand": "spatial",
                        "operator": "isAnyOf",
                        "rightOperand": [
                            {"@id": "http://cvx.iptc.org/iso3166-1a3/FRA"},
                            {"@id": "http://cvx.iptc.org/iso3166-1a3/BEL"},
                        ],
                    }
                ],
            },
            {"target": target, "action": "archive"},
        ]

    def test_of_an_unrestricted_video_permits_its_use(self, client: Client) -> None:
        video = VideoPageFactory(published=True)

        rights = document_of(client, video)["rights"]

        assert (rights["sentence"], rights["restrictions"]) == ("", [])
        assert "prohibition" not in rights["odrl"]
        assert "constraint" not in rights["odrl"]["permission"][0]

    def test_of_a_draft_names_the_embargo_that_readers_never_see(self, client: Client) -> None:
        begin = datetime(2099, 12, 1, 9, 0, tzinfo=UTC)
        video = restricted_video(embargoed_until=begin)

        draft = projection.preview(video)["rights"]

        assert draft["sentence"].startswith("Embargo until 1 December 2099, 09:00 UTC. No use in")
        assert draft["embargoed_until"] == "2099-12-01T09:00:00Z"

    def test_after_an_embargo_does_not_speak_of_it(self, client: Client) -> None:
        past = timezone.now().replace(year=2025, microsecond=0)

        rights = document_of(client, restricted_video(embargoed_until=past))["rights"]

        assert rights["sentence"] == SENTENCE
        assert rights["embargoed_until"] == past.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_costs_the_same_however_many_rules() -> None:
    few, many = restricted_video(), restricted_video()
    many.restrictions = [Restriction(territories=[code]) for code in ("FR", "BE", "NO", "GB", "DE")]
    many.save_revision().publish()
    counts = []
    for video in (few, many):
        page = VideoPage.objects.get(pk=video.pk)
        with CaptureQueriesContext(connection) as queries:
            projection.preview(page)
        counts.append(len(queries))

    assert counts[0] == counts[1]


class TestShownSentence:
    def test_is_in_the_dopesheet(self, client: Client) -> None:
        text = FILES["txt"].content(document_of(client, restricted_video())).decode()

        assert f"Rights: {SENTENCE}" in text.splitlines()
        assert "Credit: Halden Compact" not in text.splitlines()

    def test_is_on_the_public_page(self, client: Client) -> None:
        video = restricted_video(usage_restrictions="Ask before cutting.")

        page = client.get(video.url).content.decode()

        assert SENTENCE in page
        assert "Ask before cutting." in page


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_rules_are_data_in_every_language(code: str) -> None:
    video = restricted_video()
    translate_object(video, [locale_of(code)])

    translated = VideoPage.objects.get(
        translation_key=video.translation_key, locale=locale_of(code)
    ).get_latest_revision_as_object()

    rows = [(row.kind, row.territories, row.media) for row in translated.restrictions.all()]
    assert rows == [("forbidden", ["FR", "BE"], []), ("only", [], ["broadcast"])]
    assert (translated.usage_ends_at, translated.no_archive) == (END, True)
