"""What becomes a document, and what makes it change."""

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from cms.core.models import Menu, Topic
from cms.delivery.models import Address, AddressState, Document, Tombstone
from cms.delivery.rebuilding import check
from news.models import ArticlePage, ArticleTopic, HomePage
from tests.delivery.reading import body_of, card_of, document_of
from tests.factories.core import DocumentFactory, ImageFactory, TopicFactory

LIST_FIELDS = {"id", "type", "locale", "dir", "path", "url", "title", "published_at", "updated_at"}


def is_clean() -> bool:
    report = check()
    assert report.wrong == []
    return True


class TestWhatIsDelivered:
    def test_a_published_article_has_its_common_fields(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish("Ice report")

        body = body_of(article)
        assert card_of(article).keys() >= LIST_FIELDS
        assert body["id"] == str(article.translation_key)
        assert body["path"] == "/en/ice-report/"
        assert body["translation"] == {
            "status": "original",
            "source_locale": "en",
            "stale": False,
        }
        assert is_clean()

    def test_arabic_says_that_it_runs_from_right_to_left(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        body = body_of(publish("تقرير الجليد", slug="taqrir", locale="ar"))

        assert (body["locale"], body["dir"], body["path"]) == ("ar", "rtl", "/ar/taqrir/")

    def test_text_arrives_as_it_was_written(self, publish: Callable[..., ArticlePage]) -> None:
        title = "« L’île » d\u202fŷ ї — \u200fمرحبا\u200e 🧊"

        document = document_of(publish(title, slug="signs"))

        assert document is not None
        assert title.encode() in bytes(document.body)
        assert title.encode() in bytes(document.card)

    def test_a_draft_has_no_document(self, write: Callable[..., ArticlePage]) -> None:
        article = write()
        article.save_revision()

        assert document_of(article) is None

    def test_a_scheduled_article_has_no_document(self, write: Callable[..., ArticlePage]) -> None:
        article = write(go_live_at=timezone.now() + timedelta(days=1))
        article.save_revision().publish()

        assert document_of(article) is None

    def test_a_draft_of_a_live_article_changes_nothing(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish("Before")
        before = document_of(article)

        article.title = "After"
        article.save_revision()

        after = document_of(article)
        assert before is not None
        assert after is not None
        assert bytes(before.body) == bytes(after.body)

    def test_an_alias_is_not_a_translation(self, publish: Callable[..., ArticlePage]) -> None:
        article = publish()
        french = Locale.objects.get(language_code="fr")

        alias = article.copy_for_translation(french, copy_parents=True, alias=True)

        assert alias.live is True
        assert document_of(article, "fr") is None
        assert [found["locale"] for found in body_of(article)["alternates"]] == ["en"]

    def test_an_alias_that_becomes_a_page_is_delivered(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()
        alias = article.create_alias(update_slug="second")

        ConvertAliasPageAction(ArticlePage.objects.get(pk=alias.pk)).execute(
            skip_permission_checks=True
        )

        assert document_of(alias) is not None
        assert is_clean()

    def test_a_deleted_draft_is_forgotten_by_what_links_to_it(
        self, publish: Callable[..., ArticlePage], write: Callable[..., ArticlePage]
    ) -> None:
        draft = write("Draft")
        menu = Menu.objects.create(handle="side", title="Side", locale=draft.locale)
        menu.items.create(page=draft)
        menu.save()
        link = f'<p><a linktype="page" id="{draft.pk}">a</a></p>'
        body = [{"type": "paragraph", "value": link, "id": str(uuid4())}]
        publish("Linking", body=json.dumps(body))

        draft.delete()

        assert is_clean()

    def test_a_collection_moved_below_a_private_one_hides_its_files(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        root = Collection.get_first_root_node()
        private = root.add_child(name="Private")
        CollectionViewRestriction.objects.create(
            collection=private, restriction_type=CollectionViewRestriction.LOGIN
        )
        root.refresh_from_db()
        moved = root.add_child(name="Moved")
        document = DocumentFactory(collection=moved)
        body = [{"type": "document", "value": {"document": document.pk}, "id": str(uuid4())}]
        article = publish("Offering", body=json.dumps(body))
        before = body_of(article)["body"]

        private.refresh_from_db()
        moved.refresh_from_db()
        moved.move(private, "sorted-child")

        assert len(before) == 1
        assert body_of(article)["body"] == []
        assert is_clean()

    def test_files_put_into_a_private_collection_together_are_hidden(
        self, publish: Callable[..., ArticlePage], admin_client: Client
    ) -> None:
        private = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(
            collection=private, restriction_type=CollectionViewRestriction.LOGIN
        )
        document = DocumentFactory()
        body = [{"type": "document", "value": {"document": document.pk}, "id": str(uuid4())}]
        article = publish("Offering", body=json.dumps(body))
        label = document._meta.app_label
        address = reverse(
            "wagtail_bulk_action", args=(label, document._meta.model_name, "add_to_collection")
        )

        answer = admin_client.post(f"{address}?id={document.pk}", {"collection": private.pk})

        assert answer.status_code == 302
        assert body_of(article)["body"] == []
        assert is_clean()

    @pytest.mark.parametrize("restricted", ["self", "parent"])
    def test_a_view_restriction_hides_the_subtree(
        self, publish: Callable[..., ArticlePage], restricted: str
    ) -> None:
        article = publish()
        page = article if restricted == "self" else article.get_parent()

        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.LOGIN
        )
        hidden = document_of(article)
        restriction.delete()

        assert hidden is None
        assert document_of(article) is not None
        assert is_clean()

    def test_a_page_outside_every_site_is_not_delivered(self, newsroom: None) -> None:
        root = Page.objects.get(depth=1)
        stray = root.add_child(
            instance=ArticlePage(title="Stray", slug="stray", locale=Locale.objects.first())
        )
        stray.save_revision().publish()

        assert document_of(stray) is None


class TestWhatMovesADocument:
    def test_unpublishing_leaves_a_gone_address_and_a_tombstone(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()

        article.unpublish()

        assert document_of(article) is None
        assert Address.objects.get(path="/en/ice-report/").state == AddressState.GONE
        assert Tombstone.objects.filter(work=article.translation_key).exists()
        assert is_clean()

    def test_publishing_again_takes_the_address_back(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()
        article.unpublish()

        article.save_revision().publish()

        assert Address.objects.get(path="/en/ice-report/").state == AddressState.PAGE
        assert not Tombstone.objects.exists()

    def test_a_new_slug_redirects_from_the_old_one(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()

        article.slug = "ice-and-snow"
        article.save_revision().publish()

        old = Address.objects.get(path="/en/ice-report/")
        assert old.state == AddressState.REDIRECT
        assert old.document == document_of(article)
        assert body_of(article)["path"] == "/en/ice-and-snow/"

    def test_a_section_that_moves_takes_its_articles_along(
        self, publish: Callable[..., ArticlePage], home: Callable[..., HomePage]
    ) -> None:
        article = publish()
        other = home("en").get_children().exclude(pk=article.pk).first()

        article.move(other, pos="last-child")

        article = ArticlePage.objects.get(pk=article.pk)
        assert body_of(article)["path"].startswith(f"/en/{other.slug}/")
        assert Address.objects.get(path="/en/ice-report/").state == AddressState.REDIRECT
        assert is_clean()

    def test_deleting_a_page_removes_its_document(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()

        Page.objects.get(pk=article.pk).delete()

        assert not Document.objects.filter(work=article.translation_key).exists()
        assert is_clean()

    def test_deleting_a_section_removes_everything_below(
        self, publish: Callable[..., ArticlePage], home: Callable[..., HomePage]
    ) -> None:
        article = publish()
        other = home("en").get_children().exclude(pk=article.pk).first()
        article.move(other, pos="last-child")

        Page.objects.get(pk=other.pk).delete()

        assert not Document.objects.filter(work=article.translation_key).exists()

    def test_another_root_page_projects_everything_again(
        self, publish: Callable[..., ArticlePage], home: Callable[..., HomePage]
    ) -> None:
        article = publish()

        site = Site.objects.get(is_default_site=True)
        site.root_page = home("en").get_children().exclude(pk=article.pk).first()
        site.save()

        assert document_of(article) is None
        assert is_clean()


class TestDependents:
    def test_a_second_language_appears_in_the_first_ones_alternates(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        article = publish()
        published_at = body_of(article)["updated_at"]

        french = article.copy_for_translation(Locale.objects.get(language_code="fr"))
        french.title = "Rapport sur la glace"
        french.save_revision().publish()

        body = body_of(article)
        assert [found["locale"] for found in body["alternates"]] == ["en", "fr"]
        assert body["updated_at"] == published_at
        assert body_of(french)["translation"]["status"] == "human"
        assert is_clean()

    def test_an_image_described_anew_changes_the_article(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        image = ImageFactory(description="A ship")
        article = publish(lead_image=image)

        image.description = "A ship in ice"
        image.save()

        assert body_of(article)["lead_image"]["alt"] == "A ship in ice"
        assert is_clean()

    def test_a_topic_is_delivered_while_something_refers_to_it(
        self, write: Callable[..., ArticlePage]
    ) -> None:
        topic = Topic.objects.create(title="Ice", locale=Locale.objects.get(language_code="en"))
        topic.save_revision().publish()
        before = document_of(topic)
        article = write()
        article.topics.add(ArticleTopic(topic=topic))
        article.save_revision().publish()
        during = document_of(topic)

        ArticlePage.objects.get(pk=article.pk).unpublish()

        assert before is None
        assert during is not None
        assert document_of(topic) is None
        assert is_clean()

    def test_a_topic_is_delivered_in_every_language_once_one_refers_to_it(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        topic = TopicFactory(title="Harbours")
        translated = TopicFactory(title="موانئ", locale="ar", translation_key=topic.translation_key)

        publish("Quay opened", topics=[ArticleTopic(topic=topic)])

        assert card_of(translated)["title"] == "موانئ"
        assert is_clean()

    def test_a_renamed_topic_changes_exactly_what_refers_to_it(
        self, write: Callable[..., ArticlePage], publish: Callable[..., ArticlePage]
    ) -> None:
        topic = Topic.objects.create(title="Ice", locale=Locale.objects.get(language_code="en"))
        topic.save_revision().publish()
        about_ice = write("About ice")
        about_ice.topics.add(ArticleTopic(topic=topic))
        about_ice.save_revision().publish()
        other = publish("Something else")
        other_before = document_of(other)

        topic.title = "Sea ice"
        topic.save_revision().publish()

        assert body_of(about_ice)["topics"][0]["title"] == "Sea ice"
        assert other_before is not None
        assert document_of(other).body_etag == other_before.body_etag
        assert is_clean()

    def test_a_topic_draft_never_shows(self, write: Callable[..., ArticlePage]) -> None:
        topic = Topic.objects.create(
            title="Secret", live=False, locale=Locale.objects.get(language_code="en")
        )
        article = write()
        article.topics.add(ArticleTopic(topic=topic))
        article.save_revision().publish()

        assert body_of(article)["topics"] == []
        assert document_of(topic) is None


class TestImageFile:
    def test_a_replaced_file_has_a_new_address(self, publish: Callable[..., ArticlePage]) -> None:
        image = ImageFactory()
        article = publish(lead_image=image)
        before = body_of(article)["lead_image"]["src"]

        replacement = ImageFactory.build(file__color="red")
        image.file = ImageFile(replacement.file.file, name="other.png")
        image.file_hash = ""
        image._set_file_hash()
        image.save()

        assert body_of(article)["lead_image"]["src"] != before
