"""Reading legal notices."""

import pytest
from bs4 import BeautifulSoup

from accounts.models import NoticeKind
from tests.factories.notices import NoticeEditionFactory

pytestmark = pytest.mark.django_db


def read(client, address, locale="en"):
    response = client.get(f"/{locale}/account/notices/{address}")
    return response, BeautifulSoup(response.content, "html.parser")


class TestListNotices:
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_leads_to_what_was_published(self, client, locale):
        NoticeEditionFactory(locale=locale, title="T")
        NoticeEditionFactory(kind=NoticeKind.COOKIES, title="C")

        _response, drawn = read(client, "", locale)

        links = [(link["href"], link["lang"]) for link in drawn.select(".rows-plain a")]
        assert links == [
            (f"/{locale}/account/notices/terms/", locale),
            (f"/{locale}/account/notices/cookies/", "en"),
        ]

    def test_is_there_before_anything_was_published(self, client):
        response, drawn = read(client, "")

        assert response.status_code == 200
        assert not drawn.select(".rows-plain a")

    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_is_found_at_the_foot_of_every_page(self, client, locale):
        drawn = BeautifulSoup(client.get(f"/{locale}/").content, "html.parser")

        assert drawn.select_one(f'footer a[href="/{locale}/account/notices/"]')


class TestShowNotice:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_reads_in_the_language_of_the_page(self, client, locale, direction):
        NoticeEditionFactory()
        if locale != "en":
            NoticeEditionFactory(locale=locale, title="شروط", body_html="<p>اذكر المصدر.</p>")

        response, drawn = read(client, "terms/", locale)

        text = drawn.select_one(".prose")
        assert response.status_code == 200
        assert (text["lang"], text["dir"]) == (locale, direction)
        assert (drawn.html["lang"], drawn.html["dir"]) == (locale, direction)

    def test_marks_up_a_text_that_is_not_translated_yet(self, client):
        NoticeEditionFactory()

        _response, drawn = read(client, "terms/", "ar")

        text = drawn.select_one(".prose")
        assert (drawn.html["lang"], text["lang"], text["dir"]) == ("ar", "en", "ltr")
        assert "English" in drawn.main.get_text()

    def test_keeps_an_old_version_readable_and_points_to_the_new_one(self, client):
        NoticeEditionFactory(body_html="<p>Old.</p>")
        NoticeEditionFactory(version=2, body_html="<p>New.</p>")

        _response, drawn = read(client, "terms/1/")

        assert drawn.select_one(".prose").get_text(strip=True) == "Old."
        assert drawn.select_one(".notice a")["href"] == "/en/account/notices/terms/"

    def test_lists_every_version(self, client):
        for version in (1, 2, 3):
            NoticeEditionFactory(version=version)

        _response, drawn = read(client, "terms/")

        links = [link["href"] for link in drawn.select("section[aria-labelledby=versions] a")]
        assert links == [f"/en/account/notices/terms/{number}/" for number in (3, 2, 1)]
        assert drawn.select_one("[aria-current=page]")["href"] == links[0]
        assert not drawn.select(".notice")

    @pytest.mark.parametrize(
        "address", ["terms/2/", "terms/0/9/", "privacy/", "other/", "terms/99999999999999999999/"]
    )
    def test_is_not_found_when_it_was_never_published(self, client, address):
        NoticeEditionFactory()

        response, _drawn = read(client, address)

        assert response.status_code == 404

    @pytest.mark.parametrize(
        ("locale", "day"), [("en", "1 September 2026"), ("uk", "1 вересня 2026")]
    )
    def test_dates_it_as_the_language_does(self, client, locale, day):
        NoticeEditionFactory()

        _response, drawn = read(client, "terms/", locale)

        assert day in drawn.main.get_text()

    def test_is_kept_by_nobody(self, client):
        NoticeEditionFactory()

        response, _drawn = read(client, "terms/")

        assert "no-store" in response["Cache-Control"]
        assert not response.cookies

    def test_takes_no_posts(self, client):
        NoticeEditionFactory()

        assert client.post("/en/account/notices/terms/").status_code == 405
