"""Telling the translation engine about the demo's translations, string by string.

An editor who opens a translated page then finds its strings side by side and complete.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments


def record_translations(original: Any, translations: Iterable[Any]) -> None:
    """Store the source and, for each translation, every string with its counterpart.

    To be called before they are published: what is released says then how it was translated.
    """
    source, _created = TranslationSource.update_or_create_from_instance(original)
    segments = _segments_by_path(source)
    for translated in translations:
        Translation.objects.get_or_create(source=source, target_locale=translated.locale)
        texts = _texts_by_path(translated)
        StringTranslation.objects.bulk_create(
            _counterparts(segments, texts, translated.locale), ignore_conflicts=True
        )


def _counterparts(
    segments: dict[str, list[StringSegment]], texts: dict[str, list[str]], locale: Locale
) -> Iterator[StringTranslation]:
    """Pair the strings of each path in order; the demo's languages have the same structure."""
    for path, originals in segments.items():
        for segment, text in zip(originals, texts.get(path, []), strict=True):
            yield StringTranslation(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )


def _segments_by_path(source: TranslationSource) -> dict[str, list[StringSegment]]:
    found: defaultdict[str, list[StringSegment]] = defaultdict(list)
    rows = StringSegment.objects.filter(source=source).select_related("string", "context")
    for segment in rows.order_by("order"):
        found[segment.context.path].append(segment)
    return found


def _texts_by_path(instance: Any) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment.string.data)
    return found
