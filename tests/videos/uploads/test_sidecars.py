"""What is read from the file beside a video, and what is refused."""

import json
from pathlib import Path

import pytest

from videos.uploads.sidecars import SidecarRefused, read_sidecar

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Harbour TV">
  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Bridge opens</rdf:li></rdf:Alt></dc:title>
  <dc:subject><rdf:Bag><rdf:li>bridge</rdf:li><rdf:li>river</rdf:li></rdf:Bag></dc:subject>
  <photoshop:DateCreated>2026-11-20</photoshop:DateCreated>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>"""
OUTSIDE = (
    """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>"""
)


def read(folder: Path, name: str, content: str | bytes) -> dict[str, object]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_sidecar(path)


def test_reads_plain_json(tmp_path: Path) -> None:
    document = {"title": " Bridge ", "credit": "Harbour TV", "keywords": ["a", "", "b"], "file": 3}

    assert read(tmp_path, "x.json", json.dumps(document)) == {
        "title": "Bridge",
        "creditLine": "Harbour TV",
        "keywords": ["a", "b"],
    }


@pytest.mark.parametrize(
    "document",
    [
        {"headline": "Bridge opens", "description_text": "At noon.", "byline": "Ann",
         "subject": [{"name": "bridges"}], "place": [{"name": "Ostend"}]},
        {"headlines": [{"role": "main", "value": "Bridge opens"}],
         "descriptions": [{"value": "At noon."}], "by": "Ann",
         "subjects": [{"name": "bridges"}], "places": [{"name": "Ostend"}]},
    ],
    ids=["ninjs 1", "ninjs 2 and 3"],
)  # fmt: skip
def test_reads_ninjs(tmp_path: Path, document: dict[str, object]) -> None:
    assert read(tmp_path, "x.json", json.dumps(document)) == {
        "title": "Bridge opens",
        "description": "At noon.",
        "creator": "Ann",
        "keywords": ["bridges"],
        "locationShown": "Ostend",
    }


def test_reads_xmp(tmp_path: Path) -> None:
    assert read(tmp_path, "x.xmp", XMP) == {
        "title": "Bridge opens",
        "creditLine": "Harbour TV",
        "keywords": ["bridge", "river"],
        "dateCreated": "2026-11-20",
    }


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.xmp", BOMB, "entities"),
        ("x.xmp", OUTSIDE, "entities"),
        ("x.xmp", "<x", "well-formed"),
        ("x.json", "{", "well-formed"),
        ("x.json", "[1]", "well-formed"),
        ("x.json", b"\xff\xfe\x00", "well-formed"),
        ("x.json", "[" * 200_000, "well-formed"),
        ("x.json", " " * (1024 * 1024 + 1), "larger"),
    ],
)
def test_refuses_what_is_hostile(tmp_path: Path, name: str, content, reason: str) -> None:
    with pytest.raises(SidecarRefused, match=reason):
        read(tmp_path, name, content)


def test_refuses_links(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text('{"title": "secret"}')
    (tmp_path / "x.json").symlink_to(secret)

    with pytest.raises(SidecarRefused, match="link"):
        read_sidecar(tmp_path / "x.json")


def test_leaves_out_what_cannot_be_shown(tmp_path: Path) -> None:
    facts = read(
        tmp_path, "x.json", json.dumps({"title": "a\x00b\u202ec", "description": "x" * 20_000})
    )

    assert facts["title"] == "abc"
    assert len(facts["description"]) == 10_000
