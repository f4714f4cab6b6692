import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from news.models import ArticleIndexPage
from tests.factories.accounts import UserFactory
from tests.factories.news import (
    ArticlePageFactory,
    ProgrammePageFactory,
    home_of,
    index_of,
    sessions,
)
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor_client(client):
    sign_in_staff(client, UserFactory(is_superuser=True))
    return client


def preview(client, page):
    return client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))


def parse(response):
    return BeautifulSoup(response.content, "html.parser")


class TestPreview:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_shows_a_draft_as_the_public_page_would(self, editor_client, locale, direction):
        page = ArticlePageFactory(locale=locale, title="مسودة", published=False)

        response = preview(editor_client, page)

        drawn = parse(response)
        assert drawn.h1.string == "مسودة"
        assert (drawn.html["lang"], drawn.html["dir"]) == (locale, direction)

    def test_is_for_the_editor_alone(self, editor_client):
        page = ArticlePageFactory(published=False)

        response = preview(editor_client, page)

        assert response["Cache-Control"].startswith("private, no-store")
        assert parse(response).select_one("meta[name=robots]")["content"] == "noindex"
        assert editor_client.get(page.get_url()).status_code == 404

    def test_brings_the_content_checks_and_lets_them_run(self, editor_client):
        page = ArticlePageFactory(published=False)

        response = preview(editor_client, page)

        assert parse(response).select_one("template#wagtail-userbar-template")
        assert "script-src 'self' 'unsafe-inline'" in response["Content-Security-Policy"]

    def test_shows_unsaved_words(self, editor_client):
        page = ArticlePageFactory(title="As published")
        page.title = "As typed"

        response = page.make_preview_request()

        assert parse(response).h1.string == "As typed"

    def test_allows_the_players_of_the_draft(self, editor_client):
        page = ArticlePageFactory(
            published=False,
            body=[("embed", {"url": "https://youtu.be/abcdefghijk", "title": "The signing"})],
        )

        response = preview(editor_client, page)

        policy = response["Content-Security-Policy"]
        assert "frame-src 'self' https://www.youtube-nocookie.com" in policy

    @pytest.mark.parametrize("make", [home_of, lambda: index_of(ArticleIndexPage)])
    def test_works_for_pages_that_list(self, editor_client, make):
        ArticlePageFactory(title="Listed here")

        response = preview(editor_client, make())

        assert "Listed here" in parse(response).main.text

    def test_works_for_a_programme(self, editor_client):
        page = ProgrammePageFactory(sessions=sessions(2), published=False)

        assert len(parse(preview(editor_client, page)).select(".session")) == 2


class TestLive:
    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_the_editors_link_finds_the_public_page(self, client, locale):
        page = ArticlePageFactory(locale=locale, slug="مرحبا" if locale == "ar" else "hello")

        response = client.get(page.get_url())

        assert page.get_url().startswith(f"/{locale}/")
        assert response.status_code == 200
        assert parse(response).h1.string == page.title

    def test_serving_an_instance_shows_what_the_public_sees(self, rf):
        page = ArticlePageFactory(title="As published")
        page.title = "Changed in memory"

        response = page.serve(rf.get(page.get_url()))

        assert parse(response).h1.string == "As published"

    def test_a_withdrawn_page_is_gone(self, client):
        page = ArticlePageFactory()

        page.unpublish()

        assert client.get(page.get_url()).status_code == 410

    def test_a_moved_page_redirects(self, client):
        page = ArticlePageFactory(slug="before")
        page.slug = "after"
        page.save_revision().publish()

        response = client.get(page.get_url().replace("after", "before"))

        assert response.status_code == 301
        assert response["Location"].endswith("/after/")
