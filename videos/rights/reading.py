"""The sentence of a page, in its own language."""

from typing import Any

from django.utils import translation

from videos.rights.rules import rights_of
from videos.rights.sentence import rights_sentence


def sentence_of(video: Any) -> str:
    """Return what a page says of its rights, empty before the page has a language."""
    if video.locale_id is None:
        return ""
    with translation.override(video.locale.language_code):
        return rights_sentence(rights_of(video))
