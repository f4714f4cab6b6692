"""What the shotlist in the editor asks the server for, and who may ask."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.core import PersonFactory
from tests.factories.videos import VideoAssetFactory
from tests.staff import sign_in_staff
from tests.videos.shotlist.conftest import counted_asset, released_video
from videos.models import Shot, VideoPage
from videos.shotlist.files import FILES

pytestmark = pytest.mark.django_db
PASTE = "video_shotlist:paste"


@pytest.fixture
def editor(client: Client) -> Client:
    sign_in_staff(client, UserFactory(administrator=True))
    return client


def paste(editor: Client, text: str, asset: Any = None, **fields: str) -> Any:
    asset = asset or counted_asset()
    return editor.post(reverse(PASTE), {"text": text, "asset": asset.pk, **fields})


def data_of(response: Any) -> dict[str, Any]:
    found = re.search(
        r'<script id="shotlist-pasted"[^>]*>(.*?)</script>', response.content.decode()
    )
    return json.loads(found[1])


class TestPaste:
    def test_shows_what_would_be_added_and_stores_nothing(self, editor) -> None:
        response = paste(editor, "10:00:00:00-10:00:02:00 Tugs\nat work")

        data = data_of(response)
        (row,) = data["rows"]
        assert (row["in_frame"], row["out_frame"]) == ("10:00:00:00", "10:00:02:00")
        assert row["description"] == "Tugs at work"
        assert data["left"] == ""
        assert not Shot.objects.exists()

    def test_names_lines_that_it_does_not_understand(self, editor) -> None:
        response = paste(editor, "SHOTLIST\n\n10:00:00:00-10:00:02:00 Tugs")

        assert "Line 1:" in response.content.decode()
        assert "There is no time in this line." in response.content.decode()
        assert data_of(response)["left"] == "SHOTLIST"

    def test_finds_people_and_languages(self, editor) -> None:
        person = PersonFactory(title="Inès Vandaele", role="Harbour master")
        line = "00:00-00:02 SOUNDBITE (FRENCH) INÈS VANDAELE, HARBOUR MASTER: “Oui”"

        (row,) = data_of(paste(editor, line))["rows"]

        assert row["speaker"]["id"] == person.pk
        assert row["speaker"]["edit_url"]
        assert (row["kind"], row["language"], row["quote"]) == ("soundbite", "fr", "Oui")
        assert row["description"] == ""

    def test_keeps_who_and_what_it_does_not_know(self, editor) -> None:
        line = "00:00-00:02 SOUNDBITE (Klingonese) Worf, officer: “Qapla'”"

        response = paste(editor, line)

        (row,) = data_of(response)["rows"]
        assert row["description"] == "Worf, officer (Klingonese)"
        assert row["speaker"] is None
        assert "is nobody in the library" in response.content.decode()

    def test_keeps_a_role_that_differs(self, editor) -> None:
        PersonFactory(title="Ada Roux", role="Mayor")

        (row,) = data_of(paste(editor, "00:00-00:02 SOT Ada Roux, former mayor: “Oui”"))["rows"]

        assert row["description"] == "former mayor"

    def test_escapes_what_was_pasted(self, editor) -> None:
        html = "</script><img src=x onerror=alert(1)>"

        response = paste(editor, f"00:00-00:02 {html}\n\n{html}")

        assert b"<img" not in response.content
        assert data_of(response)["rows"][0]["description"] == html

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "There is nothing to read."),
            ("  \n ", "There is nothing to read."),
            ("x" * 200_001, "This is too long to read at once."),
        ],
    )
    def test_says_why_it_reads_nothing(self, editor, text, message) -> None:
        assert message in paste(editor, text).content.decode()

    def test_asks_for_an_asset_whose_count_is_known(self, editor) -> None:
        unknown = paste(editor, "00:00 x", VideoAssetFactory())
        none = editor.post(reverse(PASTE), {"text": "00:00 x", "asset": ""})

        for response in (unknown, none):
            assert "Choose a video asset first." in response.content.decode()

    def test_counts_from_what_the_editor_says(self, editor) -> None:
        asset = counted_asset(start_frame=250)

        elapsed = paste(editor, "00:00:20:00-00:00:25:00 x", asset, basis="elapsed")
        odd = paste(editor, "00:00:20:00-00:00:25:00 x", asset, basis="'; DROP")

        assert data_of(elapsed)["rows"][0]["in_frame"] == "00:00:30:00"
        assert data_of(odd)["rows"][0]["in_frame"] == "00:00:20:00"

    def test_costs_the_same_queries_however_much_is_pasted(self, editor) -> None:
        asset = counted_asset()

        def queries(count: int) -> int:
            lines = [
                f"00:{number:02}-00:{number + 1:02} SOT Person {number}: “a”"
                for number in range(count)
            ]
            with CaptureQueriesContext(connection) as captured:
                paste(editor, "\n".join(lines), asset)
            return len(captured)

        queries(1)
        assert queries(2) == queries(30)


class TestPlayer:
    def test_tells_how_an_asset_counts(self, editor) -> None:
        asset = counted_asset(ready=True)
        asset.derivatives.update(found={"shots": [{"in_frame": 0, "out_frame": 30}]})

        facts = editor.get(reverse("video_shotlist:player", args=[asset.pk])).json()

        assert facts["timing"] == {
            "numerator": 25,
            "denominator": 1,
            "start": 900_000,
            "isDropFrame": False,
            "count": 1500,
        }
        assert facts["shots"] == [[0, 30]]
        assert "/media/" in facts["url"]

    def test_tells_that_nothing_is_known_yet(self, editor) -> None:
        facts = editor.get(reverse("video_shotlist:player", args=[VideoAssetFactory().pk])).json()

        assert facts == {"timing": None, "url": "", "shots": []}

    def test_knows_no_asset_that_does_not_exist(self, editor) -> None:
        assert editor.get(reverse("video_shotlist:player", args=[999_999])).status_code == 404


class TestDraftFiles:
    @pytest.mark.parametrize("extension", FILES)
    def test_are_made_of_the_latest_draft(self, editor, shotlist, extension: str) -> None:
        video = released_video(*shotlist)
        video.shots = [Shot(in_frame=0, out_frame=10, description="Only in the draft")]
        video.save_revision()

        response = editor.get(reverse("video_shotlist:draft_file", args=[video.pk, extension]))

        assert response["Content-Type"] == FILES[extension].content_type
        assert "no-store" in response["Cache-Control"]
        if extension != "pdf":
            assert "Only in the draft" in response.content.decode()

    def test_of_another_kind_do_not_exist(self, editor, shotlist) -> None:
        video = released_video(*shotlist)

        answer = editor.get(reverse("video_shotlist:draft_file", args=[video.pk, "exe"]))

        assert answer.status_code == 404


class TestStrangers:
    def test_get_nothing(self, shotlist) -> None:
        video = released_video(*shotlist)
        outsider = Client()
        urls = [
            reverse("video_shotlist:draft_file", args=[video.pk, "txt"]),
            reverse("video_shotlist:player", args=[video.asset.pk]),
        ]

        for response in [*map(outsider.get, urls), outsider.post(reverse(PASTE), {"text": "x"})]:
            assert response.status_code == 302
            assert "/sign-in/" in response["Location"]

    def test_staff_without_permission_see_neither_draft_nor_asset(self, client, shotlist) -> None:
        video = released_video(*shotlist)
        sign_in_staff(client, UserFactory(editor=True))

        draft = client.get(reverse("video_shotlist:draft_file", args=[video.pk, "txt"]))
        player = client.get(reverse("video_shotlist:player", args=[video.asset.pk]))
        read = paste(client, "00:00 x", video.asset)

        for response in (draft, player, read):
            assert response.status_code in (302, 403, 404)
            assert b"Tugs" not in response.content
            assert b"10:00" not in response.content


class TestPanel:
    def test_offers_files_of_a_saved_draft(self, editor, shotlist) -> None:
        video: VideoPage = released_video(*shotlist)

        html = editor.get(reverse("wagtailadmin_pages:edit", args=[video.pk])).content.decode()

        for extension in FILES:
            assert reverse("video_shotlist:draft_file", args=[video.pk, extension]) in html
