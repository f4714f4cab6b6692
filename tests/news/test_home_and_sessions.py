"""Home pages, listings, and what a session says."""

import pytest

from news.models import HomeHighlight, ProgrammeIndexPage
from tests.factories.core import PlaceFactory
from tests.factories.news import (
    ArticlePageFactory,
    ProgrammePageFactory,
    home_of,
    index_of,
    sessions,
)
from tests.news.reading import body_of, card_of, document_of

pytestmark = pytest.mark.django_db


class TestHome:
    def test_shows_highlights_in_its_own_language(self):
        article = ArticlePageFactory(title="Ice")
        ArticlePageFactory(title="Glace", locale="fr", translation_of=article)
        draft = ArticlePageFactory(published=False)
        for code in ("en", "fr", "ar"):
            home = home_of(code)
            home.highlights = [HomeHighlight(page=article), HomeHighlight(page=draft)]
            home.save_revision().publish()

        shown = {
            code: [(card["title"], card["dir"]) for card in body_of(home_of(code))["highlights"]]
            for code in ("en", "fr", "ar")
        }

        assert shown == {"en": [("Ice", "ltr")], "fr": [("Glace", "ltr")], "ar": [("Ice", "ltr")]}

    def test_forgets_a_highlight_that_is_taken_offline(self):
        article = ArticlePageFactory()
        home = home_of("en")
        home.highlights = [HomeHighlight(page=article)]
        home.save_revision().publish()

        article.unpublish()

        assert body_of(home)["highlights"] == []


class TestListing:
    def test_says_what_it_lists(self):
        index = index_of(ProgrammeIndexPage, "uk")

        assert body_of(index)["lists"] == "programme"
        assert body_of(index)["path"] == "/uk/програми/"


class TestSession:
    def test_has_local_times_over_the_change_of_the_clocks(self):
        rows = sessions(1, coverage="livestream", livestream_url="https://youtu.be/aqz-KE-bpKQ")
        programme = ProgrammePageFactory(sessions=rows, locale="fr")

        [session] = body_of(programme)["sessions"]

        assert session["starts_at"] == "2026-07-07T07:00:00Z"
        assert session["local_starts_at"] == "2026-07-07T09:00:00+02:00"
        assert session["time_zone_label"] == "Brussels (UTC+2)"
        assert session["livestream"]["player_url"].startswith("https://www.youtube-nocookie.com/")
        assert session["livestream"]["title"] == "Session 1"

    def test_links_to_released_works_and_places_only(self):
        article = ArticlePageFactory(title="Ice")
        draft = ArticlePageFactory(published=False)
        [row] = sessions(1, place=PlaceFactory(title="Kyiv"))
        row.links = [("page", article), ("page", draft)]

        [session] = body_of(ProgrammePageFactory(sessions=[row]))["sessions"]

        assert [card["title"] for card in session["links"]] == ["Ice"]
        assert session["place"]["title"] == "Kyiv"

    def test_is_counted_on_the_card(self):
        programme = ProgrammePageFactory(sessions=sessions(3), starts_at="2026-07-07T07:00Z")

        card = card_of(programme)

        assert card["session_count"] == 3
        assert card["local_starts_at"] == "2026-07-07T09:00:00+02:00"
        assert document_of(programme).starts_at is not None
