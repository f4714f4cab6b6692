"""How blocks take part in translation."""

import uuid
from typing import Any

import pytest
from wagtail.blocks import StreamValue
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter

from cms.core.blocks import BodyBlock
from tests.factories.core import DocumentFactory, ImageFactory, PersonFactory, locale_of
from tests.factories.news import ArticlePageFactory

pytestmark = pytest.mark.django_db
BLOCK = BodyBlock()


def stream(name: str, value: Any) -> StreamValue:
    raw = [{"id": str(uuid.uuid4()), "type": name, "value": value}]
    return StreamValue(BLOCK, raw, is_lazy=True)


def segments_of(value: StreamValue) -> list[Any]:
    segments = StreamFieldSegmentExtractor(None).handle_stream_block(value)
    return [segment for segment in segments if not segment.is_empty()]


def words_of(name: str, value: Any) -> list[str]:
    segments = segments_of(stream(name, value))
    return [
        segment.render_text() for segment in segments if isinstance(segment, StringSegmentValue)
    ]


TABLE = {
    "columns": [{"type": "text", "heading": "Name"}, {"type": "number", "heading": "Km"}],
    "rows": [{"values": ["Ice", "1.5"]}, {"values": ["Snow", "2"]}],
    "caption": "Distances",
}


class TestWords:
    def test_of_a_quote_are_its_text_and_attribution(self):
        raw = {
            "text": "Yes",
            "speaker": PersonFactory().pk,
            "attribution": "In Kyiv",
            "language": "uk",
            "original_text": "Так",
        }

        assert words_of("quote", raw) == ["Yes", "In Kyiv"]

    def test_of_a_table_are_caption_headings_and_text_cells(self):
        assert words_of("table", TABLE) == ["Distances", "Name", "Km", "Ice", "Snow"]

    def test_of_media_are_captions_and_alternatives(self):
        image = {"image": ImageFactory().pk, "alt_text": "Flag", "caption": "Noon", "credit": ""}
        document = {"document": DocumentFactory().pk, "description": "Read it"}

        assert words_of("image", image) == ["Flag", "Noon"]
        assert words_of("document", document) == ["Read it"]

    def test_of_links_are_their_labels(self):
        page = {"page": ArticlePageFactory().pk, "url": "", "title": "Ours"}
        raw = {"title": "More", "links": [{"type": "item", "id": "a", "value": page}]}

        assert words_of("related_links", raw) == ["More", "Ours"]

    def test_of_a_heading_do_not_include_its_level(self):
        assert words_of("heading", {"text": "Next", "level": "3"}) == ["Next"]


class TestRoundTrip:
    @pytest.mark.parametrize("code", ["fr", "ar"])
    def test_of_a_table_puts_words_back_and_keeps_numbers(self, code):
        source = stream("table", TABLE)
        translated = [
            type(segment)(segment.path, f"{segment.render_text()} ({code})")
            for segment in segments_of(source)
        ]

        writer = StreamFieldSegmentsWriter(None, locale_of("en"), locale_of(code))
        result = writer.handle_stream_block(source, translated)

        table = result.stream_block.get_prep_value(result)[0]["value"]
        assert table["caption"] == f"Distances ({code})"
        assert [column["heading"] for column in table["columns"]] == [
            f"Name ({code})",
            f"Km ({code})",
        ]
        assert [str(cell) for row in table["rows"] for cell in row["values"]] == [
            f"Ice ({code})",
            "1.5",
            f"Snow ({code})",
            "2",
        ]
