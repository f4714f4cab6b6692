"""The dopesheet as PDF, set by Typst.

Text of every script is shaped and ordered, and tagged for screen readers (PDF/UA-1). Typst runs
within the process and reads our template and our fonts; it has no other file and no network. The
same lines give the same bytes.
"""

import logging
from pathlib import Path
from typing import Any

import orjson
import typst
from django.utils.translation import get_language_bidi

from videos.shotlist.dopesheet import dopesheet

logger = logging.getLogger(__name__)

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
TEMPLATE = FOLDER / "dopesheet.typ"
LATIN, ARABIC = "Noto Sans", "Amiri"


def dopesheet_pdf(document: dict[str, Any]) -> bytes:
    """Return the dopesheet of a document, whose language must be active, as a PDF file."""
    lines = dopesheet(document)
    sheet = {
        "title": lines[0].text,
        "language": document["locale"].partition("-")[0],
        "direction": document["dir"],
        # The font of the language comes first, so that spaces and digits are of one piece with it.
        "fonts": [ARABIC, LATIN] if get_language_bidi() else [LATIN, ARABIC],
        "lines": [{"style": line.style, "text": line.text} for line in lines],
    }
    try:
        return _compile(sheet, is_strict=True)
    except typst.TypstError:
        # The standard refuses a sign that none of the fonts has; without it a box stands for it.
        logger.info("A dopesheet has signs without a font.", extra={"event": "dopesheet_font"})
        return _compile(sheet, is_strict=False)


def _compile(sheet: dict[str, Any], *, is_strict: bool) -> bytes:
    return typst.compile(
        TEMPLATE,
        root=FOLDER,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"sheet": orjson.dumps(sheet).decode()},
        format="pdf",
        pdf_standards="ua-1" if is_strict else None,
    )
