"""The blocks of a demo body, each read and checked by its own function.

A block is a type and its fields. A field that differs per language is a mapping by
locale; :func:`references_of` tells which other items a block points at.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cms.website.demo.reading import LOCALES, Localised, Table, complete


@dataclass(frozen=True, kw_only=True)
class Block:
    type: str
    fields: Mapping[str, Any]


def read_body(table: Table, locales: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the blocks of ``body``, each text in exactly these languages."""
    return tuple(_read_block(block, locales) for block in table.tables("body"))


def references_of(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the kind and key of everything the block points at."""
    fields = block.fields
    match block.type:
        case "quote" if fields["speaker"]:
            yield "person", fields["speaker"]
        case "image":
            yield "image", fields["image"]
        case "gallery":
            for entry in fields["images"]:
                yield "image", entry["image"]
        case "video":
            yield "video", fields["video"]
        case "document":
            yield "document", fields["document"]
        case "related_links":
            for link in fields["links"]:
                if link["page"]:
                    yield split_reference(link["page"])


def split_reference(reference: str) -> tuple[str, str]:
    """Return the kind and key of a text such as ``article:flood-warnings``."""
    kind, _, key = reference.partition(":")
    return kind, key


def _read_block(table: Table, locales: tuple[str, ...]) -> Block:
    kind = table.choice("type", READERS)
    fields = READERS[kind](table, locales)
    table.finish()
    return Block(type=kind, fields=fields)


def _paragraph(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    return {"text": table.localised("text", locales)}


def _heading(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    return {"text": table.localised("text", locales), "level": table.number("level", 2)}


def _quote(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    return {
        "text": table.localised("text", locales),
        "speaker": table.text("speaker", ""),
        "attribution": _optional(table, "attribution", locales),
        "language": table.choice("language", LOCALES, ""),
        "original_text": table.text("original_text", ""),
    }


def _image(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    return {
        "image": table.text("image"),
        "caption": _optional(table, "caption", locales),
        "credit": table.text("credit", ""),
    }


def _gallery(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    images = [
        {"image": entry.text("image"), "caption": entry.localised("caption", locales)}
        for entry in table.tables("images")
    ]
    return {"title": table.localised("title", locales), "images": images}


def _video(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    return {"video": table.text("video"), "caption": _optional(table, "caption", locales)}


def _document(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    return {
        "document": table.text("document"),
        "description": _optional(table, "description", locales),
    }


def _table(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    columns = [
        {
            "type": column.choice("type", ("text", "number")),
            "heading": column.localised("heading", locales),
        }
        for column in table.tables("columns")
    ]
    rows = []
    for number, row in enumerate(table.rows("rows"), start=1):
        if len(row) != len(columns):
            raise table.error(f"rows[{number}]", f"must have {len(columns)} cells")
        where = f"{table.where}.rows[{number}]"
        rows.append([_cell(cell, locales, where) for cell in row])
    return {"caption": table.localised("caption", locales), "columns": columns, "rows": rows}


def _cell(cell: object, locales: tuple[str, ...], where: str) -> Localised:
    """Return a cell by language; a plain text is the same in all of them."""
    if isinstance(cell, str):
        return dict.fromkeys(locales, cell)
    return complete(cell, locales, where=where)


def _fact_box(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    return {"title": table.localised("title", locales), "text": table.localised("text", locales)}


def _related_links(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    links = [
        {
            "title": link.localised("title", locales),
            "page": link.text("page", ""),
            "url": link.text("url", ""),
        }
        for link in table.tables("links")
    ]
    return {"title": table.localised("title", locales), "links": links}


def _embed(table: Table, locales: tuple[str, ...]) -> dict[str, Any]:
    return {
        "url": table.text("url"),
        "title": table.text("title", ""),
        "caption": _optional(table, "caption", locales),
    }


def _optional(table: Table, key: str, locales: tuple[str, ...]) -> Localised:
    return table.localised(key, locales) if table.has(key) else dict.fromkeys(locales, "")


READERS: dict[str, Callable[[Table, tuple[str, ...]], dict[str, Any]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "quote": _quote,
    "image": _image,
    "gallery": _gallery,
    "video": _video,
    "document": _document,
    "table": _table,
    "fact_box": _fact_box,
    "related_links": _related_links,
    "embed": _embed,
}
