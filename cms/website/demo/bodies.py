"""From the demo's blocks to the raw value of a body, one function a block type."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cms.website.demo.blocks import Block
from cms.website.demo.identity import work_id
from cms.website.demo.records import ImagePlan
from cms.website.demo.shelf import Shelf
from cms.website.demo.text import rich_text


class BodyWriter:
    """Writes bodies in one language; block ids are the same in all of them."""

    def __init__(self, shelf: Shelf, plans: Mapping[str, ImagePlan], *, locale: str) -> None:
        self.shelf = shelf
        self.plans = plans
        self.locale = locale

    def write(self, owner: str, blocks: Iterable[Block]) -> str:
        """Return the body as the JSON a StreamField takes."""
        return json.dumps(
            [
                {
                    "type": block.type,
                    "value": WRITERS[block.type](self, block.fields, f"{owner}/{number}"),
                    "id": str(work_id("block", f"{owner}/{number}")),
                }
                for number, block in enumerate(blocks)
            ]
        )

    def alt(self, image: str) -> str:
        """Return the image's text alternative in this language."""
        return self.plans[image].title[self.locale]

    def items(self, owner: str, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the raw value of a list block."""
        return [
            {"type": "item", "value": value, "id": str(work_id("item", f"{owner}/{number}"))}
            for number, value in enumerate(values)
        ]

    def paragraph(self, fields: Mapping[str, Any], owner: str) -> str:
        """Write running text."""
        return rich_text(fields["text"][self.locale])

    def heading(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write a heading."""
        return {"text": fields["text"][self.locale], "level": str(fields["level"])}

    def quote(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write spoken words."""
        speaker = self.shelf.optional_subject("person", fields["speaker"], "en")
        return {
            "text": fields["text"][self.locale],
            "speaker": speaker.pk if speaker else None,
            "attribution": fields["attribution"][self.locale],
            "language": fields["language"],
            "original_text": fields["original_text"],
        }

    def image(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write an image with its caption."""
        return {
            "image": self.shelf.images[fields["image"]].pk,
            "alt_text": self.alt(fields["image"]),
            "caption": fields["caption"][self.locale],
            "credit": fields["credit"],
        }

    def gallery(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write several images."""
        images = [
            {
                "image": self.shelf.images[entry["image"]].pk,
                "alt_text": self.alt(entry["image"]),
                "caption": entry["caption"][self.locale],
            }
            for entry in fields["images"]
        ]
        return {"title": fields["title"][self.locale], "images": self.items(owner, images)}

    def video(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write one of our videos."""
        video = self.shelf.page(f"video:{fields['video']}", "en")
        return {"video": video.pk, "caption": fields["caption"][self.locale]}

    def document(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write a file to download."""
        return {
            "document": self.shelf.documents[fields["document"]].pk,
            "description": fields["description"][self.locale],
        }

    def table(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write a table."""
        return {
            "caption": fields["caption"][self.locale],
            "columns": [
                {"type": column["type"], "heading": column["heading"][self.locale]}
                for column in fields["columns"]
            ],
            "rows": [{"values": [cell[self.locale] for cell in row]} for row in fields["rows"]],
        }

    def fact_box(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write a box with facts."""
        return {
            "title": fields["title"][self.locale],
            "text": rich_text(fields["text"][self.locale]),
        }

    def related_links(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write links to our pages and to other addresses."""
        links = [
            {
                "page": self.shelf.page(link["page"], "en").pk if link["page"] else None,
                "url": link["url"],
                "title": link["title"][self.locale],
            }
            for link in fields["links"]
        ]
        return {"title": fields["title"][self.locale], "links": self.items(owner, links)}

    def embed(self, fields: Mapping[str, Any], owner: str) -> dict[str, Any]:
        """Write something that plays elsewhere."""
        return {
            "url": fields["url"],
            "title": fields["title"],
            "caption": fields["caption"][self.locale],
        }


WRITERS: dict[str, Callable[[BodyWriter, Mapping[str, Any], str], Any]] = {
    "paragraph": BodyWriter.paragraph,
    "heading": BodyWriter.heading,
    "quote": BodyWriter.quote,
    "image": BodyWriter.image,
    "gallery": BodyWriter.gallery,
    "video": BodyWriter.video,
    "document": BodyWriter.document,
    "table": BodyWriter.table,
    "fact_box": BodyWriter.fact_box,
    "related_links": BodyWriter.related_links,
    "embed": BodyWriter.embed,
}
