"""The editor's forms: times in the event's zone, clear errors, choosers, dashboard."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts.services.role_specs import NEWSLETTER_EDITOR, translator
from accounts.services.roles import group_of, set_up_roles
from news.dashboard import NewsroomPanel
from news.models import ArticleIndexPage, ProgrammeIndexPage, ProgrammePage
from tests.factories.accounts import UserFactory
from tests.factories.news import ArticlePageFactory, ProgrammePageFactory, index_of, sessions
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    sign_in_staff(client, UserFactory(administrator=True))
    return client


def session_form(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Arrival",
        "starts_at": "2026-07-07 09:00",
        "ends_at": "",
        "status": "scheduled",
        "coverage": "open",
        "place": "",
        "livestream_url": "",
        "description": rich_text("<p></p>"),
        "links": streamfield([]),
        **fields,
    }


def programme_form(*rows: dict[str, Any], initial: int = 0, **fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "Summit",
            "slug": "summit",
            "kind": "summit",
            "time_zone": "Europe/Brussels",
            "starts_at": "",
            "ends_at": "",
            "summary": "",
            "body": streamfield([]),
            "media_access": rich_text("<p></p>"),
            "accreditation_notes": rich_text("<p></p>"),
            "accreditation_deadline": "",
            "sessions": inline_formset(list(rows), initial=initial),
            "topics": inline_formset([]),
            "people": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "action-publish",
            **fields,
        }
    )


def add_programme(editor: Client, *rows: dict[str, Any], **fields: Any) -> Any:
    parent = index_of(ProgrammeIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["news", "programmepage", parent.pk])
    return editor.post(url, programme_form(*rows, **fields))


def form_errors(response: Any) -> dict[str, Any]:
    return response.context["form"].errors


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "zone", "stored"),
        [
            ("2026-07-07 09:00", "Europe/Brussels", datetime(2026, 7, 7, 7, tzinfo=UTC)),
            ("2026-12-07 09:00", "Europe/Brussels", datetime(2026, 12, 7, 8, tzinfo=UTC)),
            ("2026-03-29 01:30", "Europe/Brussels", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
            ("2026-03-29 03:30", "Europe/Brussels", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
            ("2026-10-25 02:30", "Europe/Brussels", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
            ("2026-07-07 09:00", "Asia/Tokyo", datetime(2026, 7, 7, 0, tzinfo=UTC)),
        ],
    )
    def test_are_read_in_the_zone_of_the_event(self, editor, typed, zone, stored):
        row = session_form(starts_at=typed)

        response = add_programme(editor, row, starts_at=typed, time_zone=zone)

        assert response.status_code == 302
        programme = ProgrammePage.objects.get()
        assert programme.starts_at == stored
        assert programme.sessions.get().starts_at == stored

    def test_are_shown_in_the_zone_of_the_event(self, editor):
        programme = ProgrammePageFactory(sessions=sessions(1), time_zone="Europe/Kyiv")

        html = editor.get(reverse("wagtailadmin_pages:edit", args=[programme.pk])).content.decode()

        assert 'value="2026-07-07 10:00"' in html

    def test_that_the_clocks_skip_are_a_field_error(self, editor):
        response = add_programme(editor, starts_at="2026-03-29 02:30")

        assert "clocks go forward" in str(form_errors(response)["starts_at"])

    def test_survive_an_edit_without_a_change(self, editor):
        programme = ProgrammePageFactory(sessions=sessions(1), time_zone="America/New_York")
        session = programme.sessions.get()
        row = session_form(id=session.pk, starts_at="2026-07-07 03:00", ends_at="2026-07-07 03:30")

        editor.post(
            reverse("wagtailadmin_pages:edit", args=[programme.pk]),
            programme_form(row, initial=1, time_zone="America/New_York"),
        )

        after = ProgrammePage.objects.get().sessions.get()
        assert (after.pk, after.translation_key) == (session.pk, session.translation_key)
        assert (after.starts_at, after.ends_at) == (session.starts_at, session.ends_at)


@pytest.mark.must_hold
class TestErrors:
    def test_a_programme_that_ends_before_it_starts(self, editor):
        response = add_programme(editor, starts_at="2026-07-07 09:00", ends_at="2026-07-06 09:00")

        assert form_errors(response) == {"ends_at": ["The end must come after the start."]}
        assert not ProgrammePage.objects.exists()

    def test_a_session_that_ends_before_it_starts(self, editor):
        response = add_programme(editor, session_form(ends_at="2026-07-07 08:00"))

        [errors] = response.context["form"].formsets["sessions"].errors
        assert errors == {"ends_at": ["The end must come after the start."]}

    def test_a_livestream_that_is_not_https(self, editor):
        response = add_programme(editor, session_form(livestream_url="http://example.org/live"))

        [errors] = response.context["form"].formsets["sessions"].errors
        assert "https://" in str(errors["livestream_url"])

    def test_a_slug_that_is_taken(self, editor):
        ProgrammePageFactory(slug="summit")

        response = add_programme(editor)

        assert "slug" in form_errors(response)
        assert ProgrammePage.objects.count() == 1

    def test_an_unknown_time_zone(self, editor):
        response = add_programme(editor, time_zone="Mars/Olympus")

        assert "time_zone" in form_errors(response)


class TestArticleForm:
    @pytest.mark.parametrize("locale", ["fr", "ar"])
    def test_opens(self, editor, locale):
        article = ArticlePageFactory(locale=locale)

        response = editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))

        assert response.status_code == 200

    def test_text_survives_from_the_form_to_the_page(self, editor):
        text = "<p>«\u202fL’été\u202f» ŷ ї \u2068قمة\u2069 👩‍🚀</p>"
        parent = index_of(ArticleIndexPage, "fr")
        data = {
            "title": "«\u202fL’été\u202f» \u200fقمة 👩‍🚀",
            "slug": "été",
            "kind": "speech",
            "date": "",
            "summary": "",
            "body": streamfield([("paragraph", rich_text(text))]),
            "topics": inline_formset([]),
            "people": inline_formset([]),
            "places": inline_formset([]),
            "videos": inline_formset([]),
            "chosen_sessions": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "action-publish",
        }

        response = editor.post(
            reverse("wagtailadmin_pages:add", args=["news", "articlepage", parent.pk]),
            nested_form_data(data),
        )

        assert response.status_code == 302
        page = Page.objects.child_of(parent).get().specific
        assert page.title == data["title"]
        assert page.slug == "été"
        assert text[3:-4] in page.body.raw_data[0]["value"]


class TestSessionChooser:
    def test_offers_the_sessions_of_the_chosen_programme(self, editor):
        programme = ProgrammePageFactory(sessions=sessions(2))
        ProgrammePageFactory(title="Other", sessions=sessions(1))

        response = editor.get(
            reverse("session_chooser:choose"), {"multiple": 1, "programme": programme.pk}
        )

        assert len(response.context["results"]) == 2

    def test_survives_nonsense(self, editor):
        ProgrammePageFactory(sessions=sessions(1))

        response = editor.get(reverse("session_chooser:choose"), {"programme": "x"})

        assert response.status_code == 200


def dashboard(user: Any) -> list[Any]:
    request = RequestFactory().get("/cms/")
    request.user = user
    return NewsroomPanel().get_context_data({"request": request})["columns"]


class TestDashboard:
    def test_needs_the_same_queries_for_any_number_of_pages(self):
        user = UserFactory(administrator=True)

        def count() -> int:
            with CaptureQueriesContext(connections["default"]) as queries:
                assert dashboard(user)
            return len(queries)

        ArticlePageFactory()
        count()
        few = count()
        ArticlePageFactory.create_batch(4)

        assert count() == few <= 6

    def test_lists_what_is_scheduled_and_released(self, editor):
        ArticlePageFactory(title="Out")
        waiting = ArticlePageFactory(title="Waiting", published=False)
        waiting.go_live_at = datetime(2099, 1, 1, tzinfo=UTC)
        waiting.save_revision().publish()

        html = editor.get(reverse("wagtailadmin_home")).content.decode()

        scheduled, review, released = dashboard(UserFactory(administrator=True))
        assert [line.title for line in scheduled.lines] == ["Waiting"]
        assert review.lines == []
        assert "Out" in [line.title for line in released.lines]
        assert "Waiting" in html

    def test_names_no_page_that_its_reader_may_not_open(self):
        set_up_roles()
        waiting = ArticlePageFactory(title="Secret talks", published=False)
        waiting.go_live_at = datetime(2099, 1, 1, tzinfo=UTC)
        waiting.save_revision().publish()
        french = ArticlePageFactory(locale="fr", title="Sorti")

        [newsletter_editor, translator_fr] = [
            UserFactory(editor=True, roles=[group_of(role)])
            for role in (NEWSLETTER_EDITOR, translator("fr"))
        ]

        assert [column.lines for column in dashboard(newsletter_editor)] == [[], [], []]
        scheduled, _review, released = dashboard(translator_fr)
        assert scheduled.lines == []
        assert french.title in [line.title for line in released.lines]


class TestPageLists:
    @pytest.mark.parametrize("ordering", ["kind", "-date", "title"])
    def test_show_kind_and_date_of_articles(self, editor, ordering):
        article = ArticlePageFactory(locale="fr", kind="speech", date="2026-07-07")
        parent = index_of(ArticleIndexPage, "fr")

        html = editor.get(
            reverse("wagtailadmin_explore", args=[parent.pk]),
            {"ordering": ordering, "kind": "speech"},
        ).content.decode()

        assert article.title in html
        assert "Speech" in html

    def test_show_the_local_start_of_programmes(self, editor):
        programme = ProgrammePageFactory(starts_at="2026-07-07T22:30Z")
        parent = programme.get_parent()

        html = editor.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()

        assert "2026-07-08 00:30" in html
