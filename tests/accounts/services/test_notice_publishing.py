"""Freezing what an editor publishes."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from accounts.models import NoticeEdition
from accounts.services import notices
from tests.factories.news import ArticlePageFactory
from tests.factories.notices import notice, publish

pytestmark = pytest.mark.django_db


class TestFirstPublication:
    def test_is_version_one_whatever_the_tick(self):
        edition = publish(notice(is_substantive=False))

        assert (edition.version, edition.number, edition.title) == (1, 1, "Terms (en)")

    def test_freezes_the_instant_of_publishing(self):
        draft = notice()

        edition = publish(draft)

        assert edition.published_at == draft.last_published_at

    def test_may_happen_in_any_language(self):
        publish(notice("uk"))

        assert notices.leading_locale("terms") == "uk"
        assert notices.current("terms", "en").locale == "uk"


class TestLaterPublication:
    def test_of_a_substantive_change_begins_a_version(self):
        draft = notice()
        publish(draft)

        edition = publish(draft, body="<p>Pay.</p>", change_note="It costs.")

        assert (edition.version, edition.number, edition.change_note) == (2, 1, "It costs.")

    def test_of_a_correction_mends_the_version(self):
        draft = notice()
        publish(draft)

        edition = publish(draft, body="<p>Credit us.</p>", is_substantive=False)

        assert (edition.version, edition.number) == (1, 2)

    def test_without_a_change_adds_nothing(self):
        draft = notice()
        publish(draft)

        publish(draft, change_note="Nothing, really.")

        assert NoticeEdition.objects.count() == 1

    def test_leaves_the_old_version_as_it_was(self):
        draft = notice()
        publish(draft)

        publish(draft, body="<p>Pay.</p>")

        assert notices.edition_of("terms", 1, "en").body_html == "<p>Credit the source.</p>"

    def test_waits_for_its_time(self):
        publish(notice(go_live_at=timezone.now() + timedelta(days=1)))

        assert notices.latest_version("terms") == 0


class TestTranslation:
    def test_joins_the_current_version_and_asks_nobody_again(self):
        publish(notice())
        arabic = notice("ar", is_substantive=True)

        edition = publish(arabic, body="<p>اذكر المصدر.</p>")

        assert (edition.version, edition.locale) == (1, "ar")
        assert notices.latest_version("terms") == 1

    def test_replaces_the_fallback_of_a_new_version(self):
        english, french = notice(), notice("fr")
        publish(english)
        publish(french)
        publish(english, body="<p>Pay.</p>")
        before = notices.current("terms", "fr")

        after = publish(french, body="<p>Payez.</p>")

        assert (before.locale, before.version) == ("en", 2)
        assert (after.locale, after.version, after.number) == ("fr", 2, 1)

    def test_that_need_not_change_joins_the_new_version_as_it_is(self):
        english, french = notice(), notice("fr")
        publish(english)
        publish(french)
        publish(english, body="<p>Pay.</p>")

        assert publish(french).version == 2


class TestPublicBody:
    def test_keeps_headings_and_drops_what_could_run(self):
        edition = publish(
            notice(body='<h2 id="x">Use</h2><p onclick="x()">Ask <script>x()</script>us.</p>')
        )

        assert edition.body_html == "<h2>Use</h2><p>Ask us.</p>"

    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_leads_to_the_public_address_of_a_page(self, locale):
        page = ArticlePageFactory(locale=locale)

        edition = publish(notice(locale, body=f'<p><a linktype="page" id="{page.pk}">x</a></p>'))

        assert edition.body_html == f'<p><a href="{unquote(page.get_url())}">x</a></p>'

    def test_makes_text_of_a_link_to_a_draft(self):
        page = ArticlePageFactory(published=False)

        edition = publish(notice(body=f'<p><a linktype="page" id="{page.pk}">x</a></p>'))

        assert edition.body_html == "<p>x</p>"

    @pytest.mark.parametrize("href", ["javascript:x()", "data:text/html,x", ""])
    def test_makes_text_of_a_link_that_could_run(self, href):
        edition = publish(notice(body=f'<p><a href="{href}">x</a></p>'))

        assert edition.body_html == "<p>x</p>"


class TestTranslationEngine:
    def test_carries_a_notice_from_the_source_to_an_edition(
        self, django_capture_on_commit_callbacks
    ):
        english = notice(body="<p>Credit the source.</p>", change_note="Shorter.")
        publish(english)
        source, _created = TranslationSource.update_or_create_from_instance(english)
        french = Locale.objects.get(language_code="fr")
        translation = Translation.objects.create(source=source, target_locale=french)
        translate_all(source, french)

        with django_capture_on_commit_callbacks(execute=True):
            translation.save_target(publish=True)

        edition = notices.current("terms", "fr")
        assert (edition.version, edition.locale) == (1, "fr")
        assert edition.body_html == "<p>[Credit the source.]</p>"
        assert edition.change_note == "[Shorter.]"


def translate_all(source, locale):
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            data=f"[{segment.string.data}]",
        )
