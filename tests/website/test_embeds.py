"""The player for other people's pages, and the description that leads to it."""

from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.delivery.models import AddressState, DocumentStatus
from tests.website import documents
from tests.website.stored import address, empty, store

pytestmark = pytest.mark.django_db

WORK = UUID(int=77)


@pytest.fixture(autouse=True)
def _empty_store(db):
    empty()


@pytest.fixture
def video() -> dict[str, Any]:
    return store(_video("en"), work=WORK).work


def _video(locale: str, **changes: Any) -> dict[str, Any]:
    document = documents.video(locale, **changes)
    return document | {"url": f"{settings.BASE_URL}{document['path']}"}


def _embed(client, locale: str = "en", work: UUID = WORK, **options: Any):
    return client.get(f"/{locale}/embed/videos/{work}", **options)


def _oembed(client, url: str, more: str = ""):
    return client.get(f"/api/v1/oembed?url={quote(url, safe='')}{more}")


class TestEmbed:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_shows_the_player_in_the_language_of_its_address(self, client, locale, direction):
        store(_video(locale), work=WORK)

        response = _embed(client, locale)

        page = BeautifulSoup(response.content, "html.parser")
        assert (page.html["lang"], page.html["dir"]) == (locale, direction)
        assert page.select_one("newsroom-player video source")["src"].endswith("preview.mp4")
        assert page.h1.a["href"].endswith(f"/{locale}/videos/harbour/")

    def test_may_be_framed_by_anybody_and_sets_no_cookie(self, client, video):
        response = _embed(client)

        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response
        assert "Set-Cookie" not in response
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"].startswith("public")

    def test_is_the_only_page_that_others_may_frame(self, client, video):
        response = client.get("/en/videos/harbour/")

        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"

    def test_is_not_sent_again_while_unchanged(self, client, video):
        etag = _embed(client)["ETag"]

        again = _embed(client, headers={"if-none-match": etag})

        assert (again.status_code, again.content) == (304, b"")
        assert "frame-ancestors *" in again["Content-Security-Policy"]

    def test_reads_one_row(self, client, video):
        with CaptureQueriesContext(connection) as queries:
            _embed(client)

        assert len(queries) == 1

    def test_says_when_there_is_none(self, client, video):
        store(_video("en", asset=None, path="/en/videos/bare/"), work=UUID(int=78))

        assert _embed(client, work=uuid4()).status_code == 404
        assert _embed(client, locale="fr").status_code == 404
        assert _embed(client, work=UUID(int=78)).status_code == 404

    def test_says_when_it_was_taken_back(self, client, video):
        store(_video("ar"), work=WORK, status=DocumentStatus.WITHHELD)

        response = _embed(client, "ar")

        assert response.status_code == 410
        assert b"preview.mp4" not in response.content


class TestPageOfTheVideo:
    def test_leads_to_its_description(self, client, video):
        page = BeautifulSoup(client.get("/en/videos/harbour/").content, "html.parser")

        link = page.select_one("link[type='application/json+oembed']")
        described = client.get(link["href"].removeprefix(settings.BASE_URL)).json()

        frame = BeautifulSoup(described["html"], "html.parser").iframe
        assert frame["src"] == f"{settings.BASE_URL}/en/embed/videos/{WORK}"
        assert page.select_one("meta[property='og:video:url']")["content"] == frame["src"]

    def test_offers_the_frame_to_copy(self, client, video):
        page = BeautifulSoup(client.get("/en/videos/harbour/").content, "html.parser")

        frame = BeautifulSoup(page.select_one("[data-share-code]").text, "html.parser").iframe

        assert (frame["width"], frame["height"]) == ("640", "360")
        assert frame["title"] == "Ships leave port"


class TestOEmbed:
    def test_describes_the_frame(self, client, video):
        answer = _oembed(client, f"{settings.BASE_URL}/en/videos/harbour/")

        assert answer["Access-Control-Allow-Origin"] == "*"
        described = answer.json()
        assert (described["type"], described["version"]) == ("video", "1.0")
        assert (described["width"], described["height"]) == (640, 360)
        assert described["thumbnail_width"] == 1600

    def test_takes_the_address_of_the_player_too(self, client, video):
        answer = _oembed(client, f"{settings.BASE_URL}/en/embed/videos/{WORK}?start=3")

        assert answer.json()["title"] == "Ships leave port"

    @pytest.mark.parametrize(
        ("limits", "size"),
        [
            ("&maxwidth=320", (320, 180)),
            ("&maxheight=270", (480, 270)),
            ("&maxwidth=800&maxheight=180&dnt=1", (320, 180)),
        ],
    )
    def test_fits_into_what_is_asked(self, client, video, limits, size):
        described = _oembed(client, f"{settings.BASE_URL}/en/videos/harbour/", limits).json()

        assert (described["width"], described["height"]) == size
        assert described.get("thumbnail_width", 0) <= size[0]

    def test_escapes_titles(self, client):
        store(_video("en", title='"><script>alert(1)</script>'), work=WORK)

        html = _oembed(client, f"{settings.BASE_URL}/en/videos/harbour/").json()["html"]

        assert "<script" not in html

    @pytest.mark.parametrize(
        ("url", "more", "status"),
        [
            ("https://elsewhere.example/en/videos/harbour/", "", 404),
            (f"{settings.BASE_URL}/en/nowhere/", "", 404),
            (f"{settings.BASE_URL}/en/articles/harbour/", "", 404),
            (f"{settings.BASE_URL}/en/taken/", "", 410),
            ("ftp://x", "", 400),
            (f"{settings.BASE_URL}/en/videos/harbour/", "&maxwidth=0", 400),
            (f"{settings.BASE_URL}/en/videos/harbour/", "&maxwidth=99999999999", 400),
            (f"{settings.BASE_URL}/en/videos/harbour/", "&format=xml", 501),
        ],
    )
    def test_refuses_with_a_reason(self, client, video, url, more, status):
        store(documents.article("en"), work=UUID(int=79))
        address("/en/taken/", AddressState.GONE, notice="Taken down.")

        answer = _oembed(client, url, more)

        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
