from datetime import UTC, datetime, timedelta
from uuid import uuid4
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cms.delivery.models import AddressState
from tests.website import documents
from tests.website.stored import address, empty, store

pytestmark = pytest.mark.django_db

ARTICLE = "/en/articles/harbour/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def _empty_store(db):
    empty()


def parse(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def newsroom():
    """Store a page of every kind in English and Arabic."""
    for locale in ("en", "ar"):
        store(documents.home(locale), work=None)


class TestRoot:
    @pytest.mark.parametrize(
        ("wish", "path"),
        [("ar-EG,ar;q=0.9,en;q=0.5", "/ar/"), ("fr", "/en/"), ("", "/en/"), ("%%;q=x", "/en/")],
    )
    def test_leads_to_the_language_the_browser_asks_for(self, client, newsroom, wish, path):
        response = client.get("/", headers={"accept-language": wish})

        assert (response.status_code, response["Location"]) == (302, path)
        assert response["Vary"] == "Accept-Language"

    def test_leads_somewhere_in_an_empty_newsroom(self, client):
        assert client.get("/")["Location"] == "/en/"


class TestPages:
    @pytest.mark.parametrize("locale", ["en", "ar"])
    @pytest.mark.parametrize("kind", ["home", "article", "programme", "video", "listing"])
    def test_every_kind_is_shown(self, client, locale, kind):
        stored = store(getattr(documents, kind)(locale))

        response = client.get(stored.path)

        assert response.status_code == 200
        assert parse(response).h1
        assert response["Content-Language"] == locale

    def test_are_public_and_know_nobody(self, client):
        store(documents.article())

        response = client.get(ARTICLE)

        assert response["Cache-Control"].startswith("public, max-age=0")
        assert "Set-Cookie" not in response
        assert "Vary" not in response

    def test_are_not_sent_again_while_unchanged(self, client):
        store(documents.article())
        first = client.get(ARTICLE)

        again = client.get(ARTICLE, headers={"if-none-match": first["ETag"]})

        assert again.status_code == 304
        assert again.content == b""

    def test_answer_head(self, client):
        store(documents.article())

        assert client.head(ARTICLE).status_code == 200

    def test_refuse_to_be_written_to(self, client):
        store(documents.article())

        assert client.post(ARTICLE).status_code == 405

    def test_read_few_rows(self, client):
        store(documents.article())

        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(ARTICLE)

        assert len(queries) == 2

    def test_allow_only_the_players_of_the_document(self, client):
        store(documents.article())
        store(documents.video(), work=uuid4())

        with_player, without = client.get(ARTICLE), client.get("/en/videos/harbour/")

        assert "frame-src https://www.youtube-nocookie.com;" in _policy(with_player)
        assert "frame-src 'none'" in _policy(without)

    def test_carry_the_policy_when_not_sent_again(self, client):
        store(documents.article())
        etag = client.get(ARTICLE)["ETag"]

        again = client.get(ARTICLE, headers={"if-none-match": etag})

        assert "youtube-nocookie" in _policy(again)


class TestOtherAddresses:
    def test_a_missing_slash_is_added(self, client):
        store(documents.article())

        response = client.get("/en/articles/harbour?from=mail")

        assert (response.status_code, response["Location"]) == (301, f"{ARTICLE}?from=mail")

    def test_a_locale_without_a_slash_finds_its_home(self, client, newsroom):
        assert client.get("/ar")["Location"] == "/ar/"

    def test_an_old_address_leads_to_the_one_of_today(self, client):
        row = store(documents.article())
        address("/en/articles/port/", AddressState.REDIRECT, document=row)

        response = client.get("/en/articles/port/")

        assert (response.status_code, response["Location"]) == (301, ARTICLE)

    def test_an_editors_redirect_leads_to_its_target(self, client):
        address("/en/short/", AddressState.REDIRECT, target=ARTICLE)

        assert client.get("/en/short/")["Location"] == ARTICLE

    def test_what_was_taken_down_is_gone_with_its_notice(self, client):
        address("/ar/taken/", AddressState.GONE, notice="Withdrawn by the editors.")

        response = client.get("/ar/taken/")

        assert response.status_code == 410
        assert "Withdrawn by the editors." in parse(response).main.text
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=5"

    @pytest.mark.parametrize(("path", "locale"), [("/ar/none/", "ar"), ("/fr/x/y", "fr")])
    def test_unknown_is_said_in_the_language_of_the_path(self, client, path, locale):
        response = client.get(path)

        assert response.status_code == 404
        assert parse(response).html["lang"] == locale
        assert parse(response).html["dir"] == ("rtl" if locale == "ar" else "ltr")

    def test_unknown_outside_the_tree_is_said_in_the_language_of_the_browser(self, client):
        response = client.get("/nowhere", headers={"accept-language": "ar"})

        assert response.status_code == 404
        assert parse(response).html["lang"] == "ar"

    @pytest.mark.parametrize(
        "path",
        [
            "/xx/",
            "/en-GB/",
            "/EN/",
            "/en//",
            "/en/%00/",
            "/en/%0A/",
            "/en/%FF%FE/",
            "/en/../../etc/passwd",
            "/en/" + "a" * 5000 + "/",
            "/en/%F0%9F%95%8A/",
            "/" + "%2e%2e/" * 50,
        ],
    )
    def test_nonsense_is_not_found(self, client, path):
        assert client.get(path).status_code == 404

    def test_unicode_slugs_are_found(self, client):
        path = "/ar/مقالات/"
        store(documents.article("ar", path=path))

        assert client.get("/ar/%D9%85%D9%82%D8%A7%D9%84%D8%A7%D8%AA/").status_code == 200


class TestListings:
    @pytest.fixture
    def articles(self):
        start = datetime(2026, 1, 1, tzinfo=UTC)
        store(documents.listing("ar"))
        for number in range(45):
            card = documents.article("ar", title=f"مقال {number}", path=f"/ar/a/{number}/")
            store(card, work=uuid4(), published_at=start + timedelta(hours=number))

    def test_can_be_walked_to_the_end_and_back(self, client, articles):
        seen, ways = [], []
        path = "/ar/listings/harbour/"
        while path:
            page = parse(client.get(path))
            seen.append([title.text.strip() for title in page.select(".card-title")])
            ways.append(path)
            path = (page.select_one(".paging [rel=next]") or {}).get("href")

        assert [len(titles) for titles in seen] == [20, 20, 5]
        assert seen[0][0] == "مقال 44"

        back = page.select_one(".paging [rel=prev]")["href"]
        middle = parse(client.get(back))
        assert [title.text.strip() for title in middle.select(".card-title")] == seen[1]
        first = parse(client.get(middle.select_one(".paging [rel=prev]")["href"]))
        assert [title.text.strip() for title in first.select(".card-title")] == seen[0]
        assert first.select_one(".paging [rel=prev]") is None

    def test_events_are_listed_by_when_they_take_place(self, client):
        store(documents.listing("en", lists="programme"))
        start = datetime(2026, 1, 1, tzinfo=UTC)
        for number, columns in enumerate([{"starts_at": start + timedelta(days=900)}, {}, {}]):
            path = f"/en/p/{number}/"
            published = {"published_at": start + timedelta(days=number)}
            programme = documents.programme("en", title=f"Event {number}", path=path)
            store(programme, work=uuid4(), **published, **columns)

        page = parse(client.get("/en/listings/harbour/"))

        titles = [title.text.strip() for title in page.select(".card-title")]
        assert titles == ["Event 0", "Event 2", "Event 1"]

    @pytest.mark.parametrize("cursor", ["x", "AAAA", "é", "%00", "=" * 300])
    def test_a_cursor_of_nobody_means_the_first_page(self, client, articles, cursor):
        response = client.get("/ar/listings/harbour/", {"after": cursor})

        assert parse(response).select_one(".card-title").text.strip() == "مقال 44"


class TestHome:
    def test_does_not_repeat_a_highlight(self, client):
        shown = store(documents.article("en"))
        highlight = {**documents.article_card(1), "id": str(shown.work)}
        store(documents.home("en", highlights=[highlight]), work=uuid4())

        page = parse(client.get("/en/"))

        assert len(page.select(".card-article")) == 1


class TestCrawlers:
    def test_robots_learn_of_the_sitemap(self, client, settings):
        response = client.get("/robots.txt")

        assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in response.content.decode()

    def test_sitemap_lists_pages_with_their_languages(self, client):
        for locale in ("en", "ar"):
            store(documents.article(locale))

        urlset = ElementTree.fromstring(client.get("/sitemap.xml").content)

        found = {
            url.find(f"{SITEMAP}loc").text: [link.get("hreflang") for link in url.iter(XHTML_LINK)]
            for url in urlset
        }
        assert found == {
            f"{documents.ORIGIN}/ar/articles/harbour/": ["en", "ar"],
            f"{documents.ORIGIN}{ARTICLE}": ["en", "ar"],
        }

    def test_sitemap_is_split_when_it_grows(self, client, monkeypatch):
        monkeypatch.setattr("cms.website.sitemaps.ENTRIES_PER_FILE", 1)
        for locale in ("en", "ar"):
            store(documents.article(locale))

        index = client.get("/sitemap.xml").content.decode()
        second = client.get("/sitemap.xml?page=2").content.decode()

        assert index.count("<sitemap>") == 2
        assert second.count("<url>") == 1

    @pytest.mark.parametrize("page", ["0", "-1", "x", "٣", "9" * 40])
    def test_an_odd_page_of_the_sitemap_is_harmless(self, client, page):
        assert client.get("/sitemap.xml", {"page": page}).status_code == 200


class TestServerError:
    def test_is_a_page_that_needs_no_database(self, client, monkeypatch):
        def fail(*args, **kwargs):
            raise RuntimeError

        client.raise_request_exception = False
        monkeypatch.setattr("cms.delivery.store.resolve", fail)

        response = client.get("/ar/x/")

        assert response.status_code == 500
        assert parse(response).html["dir"] == "rtl"
        assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_wagtail_reverses_page_addresses(locale):
    with translation.override(locale):
        assert reverse("wagtail_serve", args=("news/",)) == f"/{locale}/news/"


def _policy(response):
    return response["Content-Security-Policy"] + ";"
