"""Texts from outside."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videos.pipeline.probing.metadata import clean_metadata, clean_text, language_tag

# What PyAV may hand on: any character, broken bytes as surrogates among them.
texts = st.text(st.characters(), max_size=300) | st.binary(max_size=300).map(
    lambda raw: raw.decode("utf-8", "surrogateescape")
)


@given(text=texts)
def test_any_text_can_be_stored_and_shown(text: str) -> None:
    cleaned = clean_text(text, longest=100)

    assert len(cleaned) <= 100
    assert "\0" not in cleaned
    assert json.loads(json.dumps(cleaned).encode()) == cleaned
    cleaned.encode("utf-8")


def test_reads_what_is_no_unicode_as_latin_1() -> None:
    raw = "Übergabe in Köln".encode("latin-1").decode("utf-8", "surrogateescape")

    assert clean_text(raw, longest=100) == "Übergabe in Köln"


def test_keeps_lines_and_every_language() -> None:
    text = "שלום\nمرحبا\nКиїв 👩‍👧"

    assert clean_text(text, longest=100) == text


def test_bounds_what_is_kept() -> None:
    long_text = "x" * 100_000
    bomb = {f"key {number}": long_text for number in range(10_000)}

    kept = clean_metadata([bomb])

    assert sum(len(key) + len(value) for key, value in kept.items()) <= 32_000
    assert all(len(value) <= 2000 for value in kept.values())


def test_keeps_the_first_word_on_a_key() -> None:
    assert clean_metadata([{"Title": "File"}, {"title": "Film", "date": "2026"}]) == {
        "title": "File",
        "date": "2026",
    }


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("fra", "fr"), ("fre", "fr"), ("deu", "de"), ("ger", "de"), ("ukr", "uk"), ("ara", "ar"),
        ("ENG", "en"), ("en", "en"), ("pt_BR", "pt-BR"), ("zh-Hans-CN", "zh-Hans-CN"),
        ("gsw", "gsw"), ("und", ""), ("zxx", ""), ("mul", ""), ("", ""), (None, ""),
        ("<script>", ""), ("english", ""),
    ],
)  # fmt: skip
def test_names_languages_as_the_web_does(code: str | None, tag: str) -> None:
    assert language_tag(code) == tag
