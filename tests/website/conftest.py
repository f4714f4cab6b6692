from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from cms.website import pages
from tests.website import documents

HOMES = [documents.alternate(code, f"/{code}/", "Halden Compact") for code in ("en", "fr", "ar")]


@pytest.fixture
def around() -> pages.Surroundings:
    return pages.Surroundings(
        site=documents.site(), menus=documents.menus(), homes=HOMES, listings={}
    )


@pytest.fixture
def draw(around: pages.Surroundings) -> Callable[..., str]:
    """Return the HTML of a document, as the page and the preview make it."""

    def draw(document: dict[str, Any], **context: Any) -> str:
        with translation.override(document["locale"]):
            ready = pages.context_of(document, around) | context
            return render_to_string(pages.TEMPLATES[document["type"]], ready)

    return draw
