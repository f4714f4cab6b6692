"""Articles and programmes from the editor's models to the delivered documents."""

import pytest

from cms.delivery.models import Document
from news.models import ArticlePerson, ArticlePlace, ArticleSession, ArticleTopic
from news.services.site_tree import ensure_site_tree
from tests.factories.core import ImageFactory, PersonFactory, PlaceFactory, TopicFactory
from tests.factories.news import ArticlePageFactory, ProgrammePageFactory, sessions
from tests.news.reading import body_of

pytestmark = pytest.mark.django_db


class TestSiteTree:
    def test_is_complete_in_every_language(self):
        homes = ensure_site_tree()

        assert list(homes) == ["en", "fr", "uk", "ar"]
        assert len({home.translation_key for home in homes.values()}) == 1
        assert all(home.get_children().live().count() == 3 for home in homes.values())

    def test_may_be_called_again(self):
        ensure_site_tree()
        count = Document.objects.count()

        ensure_site_tree()

        assert Document.objects.count() == count


class TestArticle:
    def test_needs_only_a_title_a_slug_and_a_locale(self):
        article = ArticlePageFactory(title="Ice", slug="ice", locale="fr")

        body = body_of(article)

        assert body["title"] == "Ice"
        assert body["path"] == "/fr/actualites/ice/"
        assert body["kind"] == "news"
        assert body["date"] == article.first_published_at.date().isoformat()
        assert body["programme"] is None
        assert body["media_contact"] is None

    def test_carries_what_it_refers_to(self):
        article = ArticlePageFactory(
            lead_image=ImageFactory(),
            lead_image_alt="A blue flag",
            dateline=PlaceFactory(title="Brussels"),
            topics=[ArticleTopic(topic=TopicFactory(title="Climate"))],
            people=[ArticlePerson(person=PersonFactory(title="Ada"))],
            places=[ArticlePlace(place=PlaceFactory(title="Kyiv"))],
        )

        body = body_of(article)

        assert body["lead_image"]["alt"] == "A blue flag"
        assert body["dateline"]["title"] == "Brussels"
        assert [card["title"] for card in body["topics"]] == ["Climate"]
        assert [card["title"] for card in body["people"]] == ["Ada"]
        assert [card["title"] for card in body["places"]] == ["Kyiv"]
        assert body["seo"]["image"]["alt"] == "A blue flag"


class TestProgrammeOfAnArticle:
    @pytest.mark.parametrize("count", [0, 1, 30])
    def test_shows_all_sessions_of_the_day(self, count):
        programme = ProgrammePageFactory(sessions=sessions(count))
        article = ArticlePageFactory(programme=programme, date="2026-07-07")

        shown = body_of(article)["programme"]

        assert shown["time_zone"] == "Europe/Brussels"
        assert len(shown["sessions"]) == count
        assert shown["sessions"] == sorted(shown["sessions"], key=lambda row: row["starts_at"])

    def test_shows_the_chosen_ones_only(self):
        programme = ProgrammePageFactory(sessions=sessions(3))
        chosen = programme.sessions.get(title="Session 2")

        article = ArticlePageFactory(
            programme=programme, chosen_sessions=[ArticleSession(session=chosen)]
        )

        titles = [row["title"] for row in body_of(article)["programme"]["sessions"]]
        assert titles == ["Session 2"]

    def test_follows_a_change_of_a_session(self):
        programme = ProgrammePageFactory(sessions=sessions(1))
        article = ArticlePageFactory(programme=programme, date="2026-07-07")

        session = programme.sessions.get()
        session.status = "moved"
        programme.sessions = [session]
        programme.save_revision().publish()

        [shown] = body_of(article)["programme"]["sessions"]
        assert shown["status"] == "moved"
        assert shown["status_label"] == "Moved"
