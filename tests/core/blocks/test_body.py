"""Bodies as JSON: every block, references resolved, few queries."""

import uuid
from typing import Any

import orjson
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.blocks import StreamValue

from cms.core.api.v1.body import body_json
from cms.core.blocks import BodyBlock
from cms.delivery.context import ProjectionContext
from tests.factories.core import DocumentFactory, ImageFactory, PersonFactory
from tests.factories.news import ArticlePageFactory

pytestmark = pytest.mark.django_db
BLOCK = BodyBlock()
MOST_QUERIES = 20


def present(*blocks: tuple[str, Any], locale: str = "en") -> list[dict[str, Any]]:
    raw = [{"id": str(uuid.uuid4()), "type": name, "value": value} for name, value in blocks]
    context = ProjectionContext(locale=locale, at=timezone.now())
    return body_json(StreamValue(BLOCK, raw, is_lazy=True), context)


def value_of(name: str, value: Any, **options: Any) -> dict[str, Any]:
    [block] = present((name, value), **options)
    return block["value"]


def listed(*values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "id": str(uuid.uuid4()), "value": value} for value in values]


class TestBlocks:
    def test_paragraph_is_clean_html(self):
        source = "<p>«\u202fÉté\u202f»<script>x</script></p>"

        assert value_of("paragraph", source) == {"html": "<p>«\u202fÉté\u202f»</p>"}

    def test_paragraph_links_to_a_released_page_of_the_same_language(self):
        article = ArticlePageFactory(slug="ice", locale="fr")
        source = f'<p><a linktype="page" id="{article.pk}">words</a></p>'

        french = value_of("paragraph", source, locale="fr")
        english = value_of("paragraph", source, locale="en")

        assert french["html"] == '<p><a href="/fr/actualites/ice/">words</a></p>'
        assert english["html"] == "<p>words</p>"

    def test_headings_have_anchors_of_their_own(self):
        blocks = present(
            ("heading", {"text": "Що далі?", "level": "3"}),
            ("heading", {"text": "Що далі?"}),
            ("heading", {"text": "؟"}),
        )

        assert [block["value"] for block in blocks] == [
            {"text": "Що далі?", "level": 3, "anchor": "що-далі"},
            {"text": "Що далі?", "level": 2, "anchor": "що-далі-2"},
            {"text": "؟", "level": 2, "anchor": "section"},
        ]

    def test_quote_knows_its_speaker(self):
        person = PersonFactory(title="Ada")
        raw = {"text": "Yes", "speaker": person.pk, "language": "fr", "original_text": "Oui"}

        quote = value_of("quote", raw)

        assert quote["speaker"]["title"] == "Ada"
        assert quote["speaker"]["id"] == str(person.translation_key)
        assert (quote["language"], quote["original_text"]) == ("fr", "Oui")
        assert quote["attribution"] == ""

    def test_quote_keeps_its_words_when_the_speaker_is_not_public(self):
        quote = value_of("quote", {"text": "Yes", "speaker": PersonFactory(published=False).pk})

        assert (quote["text"], quote["speaker"]) == ("Yes", None)

    def test_image_carries_alt_and_credit(self):
        image = ImageFactory(description="A flag", credit="Agency")

        plain = value_of("image", {"image": image.pk, "caption": "At noon"})
        special = value_of("image", {"image": image.pk, "alt_text": "Blue", "credit": "Ada"})

        assert (plain["image"]["alt"], plain["credit"]) == ("A flag", "Agency")
        assert plain["caption"] == "At noon"
        assert (special["image"]["alt"], special["credit"]) == ("Blue", "Ada")

    def test_gallery_leaves_out_missing_images(self):
        items = ({"image": ImageFactory().pk, "caption": "1"}, {"image": 999_999, "caption": "2"})

        gallery = value_of("gallery", {"title": "The day", "images": listed(*items)})

        assert [item["caption"] for item in gallery["images"]] == ["1"]

    def test_document_is_a_file(self):
        document = DocumentFactory(title="Terms")

        value = value_of("document", {"document": document.pk, "description": "Read it"})

        assert value["document"]["id"] == str(document.uuid)
        assert value["document"]["title"] == "Terms"
        assert value["description"] == "Read it"

    def test_table_has_typed_cells(self):
        columns = [{"type": "text", "heading": "Name"}, {"type": "number", "heading": "Km"}]
        rows = [{"values": ["A", "1.50"]}, {"values": ["B", "2"]}, {"values": ["", None]}]

        table = value_of("table", {"columns": columns, "rows": rows, "caption": "Distances"})

        assert table == {
            "caption": "Distances",
            "columns": columns,
            "rows": [["A", 1.5], ["B", 2], ["", None]],
        }

    def test_table_keeps_numbers_that_json_cannot_hold_exactly(self):
        columns = [{"type": "number", "heading": "N"}]
        rows = [{"values": [text]} for text in ("100000000000000000000", "-1e300", "NaN", "inf")]

        table = value_of("table", {"columns": columns, "rows": rows, "caption": ""})

        assert orjson.loads(orjson.dumps(table))["rows"] == [[1e20], [-1e300], [None], [None]]

    def test_fact_box_is_clean_html(self):
        raw = {"title": "Facts", "text": "<p onclick='x'>a</p>"}

        assert value_of("fact_box", raw) == {"title": "Facts", "html": "<p>a</p>"}

    def test_related_links_follow_pages_and_addresses(self):
        items = (
            {"page": ArticlePageFactory(title="Ice", slug="ice").pk, "url": "", "title": ""},
            {"page": ArticlePageFactory(published=False).pk, "url": "", "title": "Secret"},
            {"page": None, "url": "https://example.org/", "title": "Elsewhere"},
            {"page": None, "url": "javascript:alert(1)", "title": "Harm"},
            {"page": None, "url": "data:text/html,<script>x</script>", "title": "Harm"},
        )

        links = value_of("related_links", {"title": "More", "links": listed(*items)})["links"]

        assert [(link["title"], link["path"]) for link in links] == [
            ("Ice", "/en/news/ice/"),
            ("Elsewhere", None),
        ]

    def test_embed_names_host_and_player(self):
        raw = {"url": "https://youtu.be/aqz-KE-bpKQ", "title": "Film", "caption": "2008"}

        assert value_of("embed", raw) == {
            "url": raw["url"],
            "title": "Film",
            "host": "youtu.be",
            "player_url": "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
            "caption": "2008",
        }

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("image", {"image": 999_999}),
            ("gallery", {"images": []}),
            ("video", {"video": 999_999}),
            ("document", {"document": 999_999}),
            ("related_links", {"links": []}),
            ("embed", {"url": "javascript:alert(1)"}),
            ("unknown", {}),
        ],
    )
    def test_a_block_with_nothing_public_is_left_out(self, name, value):
        assert present((name, value)) == []


class TestQueries:
    def test_do_not_grow_with_the_body(self):
        def body(size: int) -> list[tuple[str, Any]]:
            blocks: list[tuple[str, Any]] = []
            for number in range(size // 6):
                page = ArticlePageFactory().pk
                speaker = PersonFactory(image=ImageFactory()).pk
                blocks += [
                    ("paragraph", f'<p><a linktype="page" id="{page}">words</a></p>'),
                    ("heading", {"text": f"Heading {number}"}),
                    ("quote", {"text": "Yes", "speaker": speaker}),
                    ("image", {"image": ImageFactory().pk}),
                    ("related_links", {"links": listed({"page": page})}),
                    ("document", {"document": DocumentFactory().pk}),
                ]
            return blocks

        def count_queries(blocks: list[tuple[str, Any]]) -> int:
            with CaptureQueriesContext(connections["default"]) as queries:
                assert len(present(*blocks)) == len(blocks)
            return len(queries)

        short, long = body(6), body(30)
        count_queries(short)

        assert count_queries(long) == count_queries(short) <= MOST_QUERIES
