"""Bodies as JSON: one serializer a block.

Serializers read raw block values (what the database holds), never block instances, so that all
references of a body are loaded together. A block whose main reference is not public is left out.
"""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from wagtail.blocks import Block

from cms.core.api.v1.common import (
    CardSerializer,
    EmbedSerializer,
    FileSerializer,
    ImageSerializer,
    LinkSerializer,
)
from cms.core.blocks.document import DocumentBlock
from cms.core.blocks.embed import EmbedBlock
from cms.core.blocks.fact_box import FactBoxBlock
from cms.core.blocks.gallery import GalleryBlock
from cms.core.blocks.heading import DEFAULT_LEVEL, HeadingBlock
from cms.core.blocks.image import ImageBlock
from cms.core.blocks.paragraph import ParagraphBlock
from cms.core.blocks.quote import QuoteBlock
from cms.core.blocks.registry import register_block_serializer
from cms.core.blocks.related_links import RelatedLinksBlock
from cms.core.blocks.table import TableBlock
from cms.core.blocks.video import VideoBlock
from cms.core.embeds import embed_json
from cms.core.references import References, Wanted
from cms.core.richtext import is_harmless

type Raw = Mapping[str, Any]

# Beyond it readers of JSON round whole numbers, and some refuse them.
EXACT_NUMBERS = 2**53 - 1


class BlockValueSerializer(serializers.Serializer):
    """Presents the raw value of one block."""

    @classmethod
    def collect(cls, raw: Any, wanted: Wanted) -> None:
        """Add what the value refers to."""

    def is_empty(self, raw: Any) -> bool:
        """Return whether nothing public is left to show."""
        return False

    @property
    def references(self) -> References:
        """Return the loaded references of the body."""
        references: References = self.context["references"]
        return references


class ParagraphValueSerializer(BlockValueSerializer):
    """Running text."""

    html = serializers.SerializerMethodField()

    @classmethod
    def collect(cls, raw: str, wanted: Wanted) -> None:
        wanted.add_rich_text(raw)

    def get_html(self, raw: str) -> str:
        return self.references.html(raw)


class HeadingValueSerializer(BlockValueSerializer):
    """A heading; ``anchor`` is unique within the body."""

    text = serializers.CharField()
    level = serializers.SerializerMethodField()
    anchor = serializers.SerializerMethodField()

    def get_level(self, raw: Raw) -> int:
        return int(raw.get("level") or DEFAULT_LEVEL)

    def get_anchor(self, raw: Raw) -> str:
        anchor: str = self.context["anchors"].take(raw.get("text") or "")
        return anchor


class QuoteValueSerializer(BlockValueSerializer):
    """Spoken words. ``original_text`` are those words in the language they were spoken in."""

    text = serializers.CharField()
    speaker = serializers.SerializerMethodField()
    attribution = serializers.CharField()
    language = serializers.CharField(help_text="Spoken language, or empty: that of the document.")
    original_text = serializers.CharField()

    @classmethod
    def collect(cls, raw: Raw, wanted: Wanted) -> None:
        if raw.get("speaker"):
            wanted.people.add(raw["speaker"])

    @extend_schema_field(CardSerializer(allow_null=True))
    def get_speaker(self, raw: Raw) -> dict[str, Any] | None:
        return self.references.person(raw.get("speaker"))


class ImageValueSerializer(BlockValueSerializer):
    """An image with its caption; ``credit`` is the one to print."""

    image = serializers.SerializerMethodField()
    caption = serializers.CharField()
    credit = serializers.SerializerMethodField()

    @classmethod
    def collect(cls, raw: Raw, wanted: Wanted) -> None:
        if raw.get("image"):
            wanted.images.add(raw["image"])

    def is_empty(self, raw: Raw) -> bool:
        return self.get_image(raw) is None

    @extend_schema_field(ImageSerializer)
    def get_image(self, raw: Raw) -> dict[str, Any] | None:
        return self.references.image(raw.get("image"), alt=raw.get("alt_text") or "")

    def get_credit(self, raw: Raw) -> str:
        image = self.references.image(raw.get("image"))
        return raw.get("credit") or (image["credit"] if image else "")


class GalleryImageSerializer(serializers.Serializer):
    """An image of a gallery."""

    image = ImageSerializer()
    caption = serializers.CharField()


class GalleryValueSerializer(BlockValueSerializer):
    """Several images."""

    title = serializers.CharField()
    images = serializers.SerializerMethodField()

    @classmethod
    def collect(cls, raw: Raw, wanted: Wanted) -> None:
        wanted.images |= {item["image"] for item in _items(raw, "images") if item.get("image")}

    def is_empty(self, raw: Raw) -> bool:
        return not self.get_images(raw)

    @extend_schema_field(GalleryImageSerializer(many=True))
    def get_images(self, raw: Raw) -> list[dict[str, Any]]:
        found = []
        for item in _items(raw, "images"):
            image = self.references.image(item.get("image"), alt=item.get("alt_text") or "")
            if image is not None:
                found.append({"image": image, "caption": item.get("caption") or ""})
        return found


class VideoValueSerializer(BlockValueSerializer):
    """One of our videos."""

    video = serializers.SerializerMethodField()
    caption = serializers.CharField()

    @classmethod
    def collect(cls, raw: Raw, wanted: Wanted) -> None:
        if raw.get("video"):
            wanted.pages.add(raw["video"])

    def is_empty(self, raw: Raw) -> bool:
        return self.get_video(raw) is None

    @extend_schema_field(CardSerializer)
    def get_video(self, raw: Raw) -> dict[str, Any] | None:
        return self.references.page(raw.get("video"))


class DocumentValueSerializer(BlockValueSerializer):
    """A file to download."""

    document = serializers.SerializerMethodField()
    description = serializers.CharField()

    @classmethod
    def collect(cls, raw: Raw, wanted: Wanted) -> None:
        if raw.get("document"):
            wanted.documents.add(raw["document"])

    def is_empty(self, raw: Raw) -> bool:
        return self.get_document(raw) is None

    @extend_schema_field(FileSerializer)
    def get_document(self, raw: Raw) -> dict[str, Any] | None:
        return self.references.document(raw.get("document"))


class TableColumnSerializer(serializers.Serializer):
    """A column of a table."""

    type = serializers.ChoiceField(choices=["text", "number"])
    heading = serializers.CharField()


class TableValueSerializer(BlockValueSerializer):
    """A table; a number is null where a cell is empty."""

    caption = serializers.CharField()
    columns = TableColumnSerializer(many=True)
    rows = serializers.SerializerMethodField()

    @extend_schema_field(
        {
            "type": "array",
            "items": {"type": "array", "items": {"type": ["string", "number", "null"]}},
        }
    )
    def get_rows(self, raw: Raw) -> list[list[str | float | None]]:
        types = [column["type"] for column in raw.get("columns") or ()]
        return [
            [_cell(kind, value) for kind, value in zip(types, row["values"], strict=False)]
            for row in raw.get("rows") or ()
        ]


class FactBoxValueSerializer(BlockValueSerializer):
    """Background set apart from the story."""

    title = serializers.CharField()
    html = serializers.SerializerMethodField()

    @classmethod
    def collect(cls, raw: Raw, wanted: Wanted) -> None:
        wanted.add_rich_text(raw.get("text") or "")

    def get_html(self, raw: Raw) -> str:
        return self.references.html(raw.get("text") or "")


class RelatedLinksValueSerializer(BlockValueSerializer):
    """A list of links."""

    title = serializers.CharField()
    links = serializers.SerializerMethodField()

    @classmethod
    def collect(cls, raw: Raw, wanted: Wanted) -> None:
        wanted.pages |= {item["page"] for item in _items(raw, "links") if item.get("page")}

    def is_empty(self, raw: Raw) -> bool:
        return not self.get_links(raw)

    @extend_schema_field(LinkSerializer(many=True))
    def get_links(self, raw: Raw) -> list[dict[str, Any]]:
        links = (self._link(item) for item in _items(raw, "links"))
        return [link for link in links if link is not None]

    def _link(self, item: Raw) -> dict[str, Any] | None:
        title = item.get("title") or ""
        if not item.get("page"):
            url = item.get("url") or ""
            return {"title": title or url, "url": url, "path": None} if is_harmless(url) else None
        card = self.references.page(item["page"])
        if card is None:
            return None
        return {"title": title or card["title"], "url": card["url"], "path": card["path"]}


class EmbedValueSerializer(BlockValueSerializer, EmbedSerializer):
    """Something at another host, with a caption."""

    caption = serializers.CharField()

    def is_empty(self, raw: Raw) -> bool:
        return embed_json(raw.get("url") or "", title="") is None

    def to_representation(self, raw: Raw) -> dict[str, Any]:
        embed = embed_json(raw.get("url") or "", title=raw.get("title") or "") or {}
        return {**embed, "caption": raw.get("caption") or ""}


SERIALIZERS: dict[type[Block], type[BlockValueSerializer]] = {
    ParagraphBlock: ParagraphValueSerializer,
    HeadingBlock: HeadingValueSerializer,
    QuoteBlock: QuoteValueSerializer,
    ImageBlock: ImageValueSerializer,
    GalleryBlock: GalleryValueSerializer,
    VideoBlock: VideoValueSerializer,
    DocumentBlock: DocumentValueSerializer,
    TableBlock: TableValueSerializer,
    FactBoxBlock: FactBoxValueSerializer,
    RelatedLinksBlock: RelatedLinksValueSerializer,
    EmbedBlock: EmbedValueSerializer,
}
for _block_class, _serializer_class in SERIALIZERS.items():
    register_block_serializer(_block_class, _serializer_class)


def _items(raw: Raw, name: str) -> list[Raw]:
    """Return the values of a list block in either of its stored forms."""
    return [
        item["value"] if isinstance(item, Mapping) and item.get("type") == "item" else item
        for item in raw.get(name) or ()
    ]


def _cell(kind: str, value: Any) -> str | float | None:
    if kind != "number":
        return str(value or "")
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if not isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) <= EXACT_NUMBERS else number
