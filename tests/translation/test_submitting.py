"""Submitting for translation never publishes, and what is delivered says who translated."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from cms.core.models import Menu, Topic
from news.models import ArticleIndexPage, ArticleTopic
from tests.factories.accounts import UserFactory
from tests.factories.core import TopicFactory, locale_of
from tests.factories.news import ArticlePageFactory, index_of
from tests.news.reading import body_of, document_of
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    sign_in_staff(client, UserFactory(administrator=True))
    return client


def in_language(page: Any, code: str) -> Any:
    return type(page).objects.get(translation_key=page.translation_key, locale=locale_of(code))


def translate_all(source_page: Page, code: str, *, kind: str = "manual", leave: int = 0) -> None:
    source = TranslationSource.objects.get_for_instance(source_page)
    segments = list(StringSegment.objects.filter(source=source).order_by("order"))
    for segment in segments[leave:]:
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale_of(code),
            data=f"{segment.string.data} ({code})",
            translation_type=kind,
        )


def publish(page: Any) -> Any:
    page = type(page).objects.get(pk=page.pk)
    page.get_latest_revision().publish()
    return type(page).objects.get(pk=page.pk)


class TestSubmitting:
    def test_a_live_page_gives_a_draft_and_no_document(self, administrator):
        article = ArticlePageFactory(title="Ice", summary="Thin")

        response = administrator.post(
            reverse("wagtail_localize:submit_page_translation", args=[article.pk]),
            {"locales": [locale_of("fr").pk]},
        )

        target = in_language(article, "fr")
        assert response.status_code == 302
        assert not target.live
        assert document_of(target) is None
        assert [row["locale"] for row in body_of(article)["alternates"]] == ["en"]

    def test_an_alias_in_its_place_goes_offline(self, administrator):
        article = ArticlePageFactory(title="Ice")
        alias = article.copy_for_translation(locale_of("fr"), alias=True)
        assert Page.objects.get(pk=alias.pk).live

        administrator.post(
            reverse("wagtail_localize:submit_page_translation", args=[article.pk]),
            {"locales": [locale_of("fr").pk]},
        )

        assert not Page.objects.get(pk=alias.pk).live
        assert document_of(in_language(article, "fr")) is None

    def test_leaves_chosen_topics_alone(self, administrator):
        topic = TopicFactory(title="Climate")
        french = TopicFactory(title="Climat", locale="fr", translation_key=topic.translation_key)
        article = ArticlePageFactory(topics=[ArticleTopic(topic=topic)])

        translate_object(article, [locale_of("fr")])

        french.refresh_from_db()
        assert (french.title, french.live) == ("Climat", True)
        assert not Translation.objects.filter(source__object_id=topic.translation_key).exists()

    def test_does_not_segment_the_slug_or_the_contact(self):
        article = ArticlePageFactory(title="Ice", slug="ice", contact_name="Ada", summary="Thin")

        translate_object(article, [locale_of("fr")])

        source = TranslationSource.objects.get_for_instance(article)
        paths = set(StringSegment.objects.filter(source=source).values_list("context__path"))
        assert paths == {("title",), ("summary",)}

    def test_is_refused_for_what_has_no_drafts(self, administrator):
        index_of(ArticleIndexPage)
        menu = Menu.objects.filter(locale=locale_of("en")).first()

        response = administrator.post(
            reverse("wagtail_localize:submit_snippet_translation", args=["core", "menu", menu.pk]),
            {"locales": [locale_of("fr").pk]},
        )

        assert response.status_code in (302, 403)
        assert not Translation.objects.exists()

    def test_a_subject_becomes_a_draft(self, administrator):
        topic = TopicFactory(title="Climate")

        administrator.post(
            reverse(
                "wagtail_localize:submit_snippet_translation", args=["core", "topic", topic.pk]
            ),
            {"locales": [locale_of("fr").pk]},
        )

        assert not Topic.objects.get(locale=locale_of("fr")).live


class TestUpdating:
    def test_never_publishes(self, administrator):
        article = ArticlePageFactory(title="Ice")
        translate_object(article, [locale_of("fr")])
        source = TranslationSource.objects.get_for_instance(article)

        administrator.post(
            reverse("wagtail_localize:update_translations", args=[source.pk]),
            {"publish_translations": "on"},
        )

        assert not in_language(article, "fr").live

    def test_a_translation_is_not_turned_into_an_alias(self, administrator):
        article = ArticlePageFactory(title="Ice")
        translate_object(article, [locale_of("fr")])
        target = in_language(article, "fr")

        response = administrator.post(
            reverse("wagtail_localize:convert_to_alias", args=[target.pk])
        )

        assert response.status_code == 404
        assert in_language(article, "fr").alias_of_id is None

    def test_a_converted_alias_becomes_a_draft(self, administrator):
        article = ArticlePageFactory(title="Ice")
        alias = article.copy_for_translation(locale_of("fr"), alias=True)

        administrator.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))

        target = in_language(article, "fr")
        assert (target.alias_of_id, target.live) == (None, False)
        assert document_of(target) is None


class TestAlias:
    def test_never_appears_as_a_translation(self):
        article = ArticlePageFactory(title="Ice")

        alias = article.copy_for_translation(locale_of("ar"), alias=True)
        article.save_revision().publish()

        assert Page.objects.get(pk=alias.pk).live
        assert document_of(in_language(article, "ar")) is None
        assert [row["locale"] for row in body_of(article)["alternates"]] == ["en"]


class TestTranslationState:
    def test_the_first_language_is_the_original(self):
        assert body_of(ArticlePageFactory(locale="fr"))["translation"] == {
            "status": "original",
            "source_locale": "fr",
            "stale": False,
        }

    def test_a_page_written_by_hand_is_human(self):
        article = ArticlePageFactory(locale="fr")

        english = ArticlePageFactory(locale="en", translation_of=article)

        assert body_of(english)["translation"] == {
            "status": "human",
            "source_locale": "fr",
            "stale": False,
        }

    @pytest.mark.parametrize(
        ("kind", "leave", "status"),
        [("manual", 0, "human"), ("machine", 0, "machine"), ("manual", 1, "partial")],
    )
    def test_says_who_translated(self, kind, leave, status):
        article = ArticlePageFactory(title="Ice", summary="Thin")
        translate_object(article, [locale_of("uk")])
        translate_all(article, "uk", kind=kind, leave=leave)
        source = TranslationSource.objects.get_for_instance(article)
        source.get_ephemeral_translated_instance(locale_of("uk"), fallback=True).save_revision()

        target = publish(in_language(article, "uk"))

        assert body_of(target)["translation"]["status"] == status
        assert body_of(target)["translation"]["source_locale"] == "en"
        assert target.summary == "Thin (uk)"

    def test_does_not_move_while_translators_work(self):
        article = ArticlePageFactory(title="Ice", summary="Thin")
        translate_object(article, [locale_of("uk")])
        translate_all(article, "uk", kind="machine")
        target = publish(in_language(article, "uk"))

        StringTranslation.objects.update(translation_type="manual")
        article.save_revision().publish()

        assert body_of(target)["translation"]["status"] == "machine"

    def test_is_stale_once_the_source_is_released_anew(self):
        article = ArticlePageFactory(locale="en")
        arabic = ArticlePageFactory(locale="ar", translation_of=article)

        article.summary = "Corrected"
        article.save_revision()
        before = body_of(arabic)["translation"]["stale"]
        article.get_latest_revision().publish()
        after = body_of(arabic)["translation"]["stale"]
        arabic.save_revision().publish()

        assert (before, after) == (False, True)
        assert body_of(arabic)["translation"]["stale"] is False
