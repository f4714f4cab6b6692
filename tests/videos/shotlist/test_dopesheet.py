"""The dopesheet as text and on paper."""

from typing import Any

import pypdfium2
import pytest
from django.conf import settings
from django.utils import translation

from tests.videos.shotlist.reading_pdf import is_shown, shown_lines
from tests.videos.shotlist.sheets import sheet
from tests.website import documents
from videos.shotlist.dopesheet_pdf import dopesheet_pdf
from videos.shotlist.files import FILES

LOCALES = list(settings.CONTENT_LOCALES)


def text_of(document: dict[str, Any]) -> str:
    return FILES["txt"].content(document).decode()


class TestText:
    def test_tells_all_that_an_edit_suite_asks_for(self) -> None:
        text = text_of(sheet(rows=2))

        assert text.startswith("First light on the new quay\nKind: B-roll\n")
        for line in (
            "Date: 20 November 2026",
            "Place: East quay",
            "Timecode: from 10:00:00:00, 25 frames a second",
            "Credit: Halden Compact",
            "Restrictions: Not for advertising.",
            "Address: http://127.0.0.1:8000/en/videos/harbour/",
            "1. 10:00:00:00 – 10:00:15:22 (0:16)",
            "   Wide of the quay, cranes & tugs <at work> (3 shots)",
            "   SOUNDBITE (FR) Ines Vandaele, Harbour master",
            "   “Le quai est ouvert, et douze navires attendent dehors que les pilotes arrivent "
            "enfin.”",
            "   Translation: “The quay is open, and twelve ships wait outside for the pilots to "
            "come.”",
            "   Restriction: Not for advertising.",
            "Storyline",
            "Natural sound.",
        ):
            assert line in text.splitlines()

    def test_says_that_it_counts_drop_frame(self) -> None:
        assert "29.97 frames a second, drop-frame" in text_of(sheet(count="29.97 DF"))

    def test_marks_what_runs_against_the_line_and_nothing_else(self) -> None:
        english, arabic = text_of(sheet()), text_of(sheet("ar"))

        assert "\u2068“الرصيف" in english
        assert english.count("\u2068") == english.count("\u2069") == 1
        assert "\u206610:00:00:00 – 10:00:15:22\u2069" in arabic
        assert "\u2068" in arabic

    def test_of_a_video_without_anything_is_its_title(self) -> None:
        document = {
            **sheet(),
            "shotlist": [],
            "asset": None,
            "place": None,
            "date": None,
            "duration_seconds": None,
            "credit": "",
            "usage_restrictions": "",
            "synopsis": "",
            "url": None,
        }

        assert text_of(document) == "First light on the new quay\nKind: B-roll\n"


class TestPaper:
    @pytest.mark.parametrize("locale", LOCALES)
    def test_shows_the_same_as_the_text(self, locale: str) -> None:
        document = sheet(locale, rows=14)

        lines = shown_lines(FILES["pdf"].content(document))

        texts = [line.strip() for line in text_of(document).splitlines() if line.strip()]
        assert len(texts) > 40
        assert is_shown(texts, lines, document["dir"]), "\n".join(lines)

    @pytest.mark.parametrize("locale", LOCALES)
    def test_would_show_a_change_of_the_text(self, locale: str) -> None:
        document = sheet(locale, rows=4)
        lines = shown_lines(FILES["pdf"].content(document))
        texts = [line.strip() for line in text_of(document).splitlines() if line.strip()]

        longest = max(range(len(texts)), key=lambda number: len(texts[number]))
        words = texts[longest].split()
        swapped = [*texts[:longest], " ".join(reversed(words)), *texts[longest + 1 :]]

        assert is_shown(texts, lines, document["dir"])
        assert not is_shown(swapped, lines, document["dir"])
        assert not is_shown(texts[:-1], lines, document["dir"])

    def test_is_the_same_to_the_byte(self) -> None:
        assert FILES["pdf"].content(sheet("ar")) == FILES["pdf"].content(sheet("ar"))

    def test_has_a_title_a_language_and_tags(self) -> None:
        content = FILES["pdf"].content(sheet("ar"))

        assert pypdfium2.PdfDocument(content).get_metadata_value("Title") == sheet("ar")["title"]
        assert b"/Lang(ar)" in content.replace(b" ", b"")
        assert pypdfium2.PdfDocument(content).is_tagged()

    def test_takes_texts_for_what_they_are(self) -> None:
        hostile = '#read("/etc/passwd") $x$ *b* #panic("no") \\ `c` <script> @a "'
        document = {**sheet(), "title": hostile, "shotlist": [documents.shot(1, place=hostile)]}

        lines = shown_lines(FILES["pdf"].content(document))

        texts = [line.strip() for line in text_of(document).splitlines() if line.strip()]
        assert texts[0] == hostile
        assert is_shown(texts, lines, "ltr")

    def test_survives_signs_that_no_font_has(self) -> None:
        with translation.override("en"):
            content = dopesheet_pdf({**sheet(), "title": "東京 \U0001f6a2 \u200d"})

        assert content.startswith(b"%PDF-")

    def test_runs_over_as_many_pages_as_it_needs(self) -> None:
        document = sheet("ar", rows=60)

        content = FILES["pdf"].content(document)

        assert len(pypdfium2.PdfDocument(content)) >= 5
