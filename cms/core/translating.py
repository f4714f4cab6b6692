"""How fields and blocks take part in translation (the engine is wagtail-localize)."""

from typing import Any

from wagtail_localize.fields import BaseTranslatableField
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue


class UntouchedField(BaseTranslatableField):
    """A field that each language keeps for itself after the first copy, such as the slug."""


class NotTranslated:
    """A block whose value is the same in every language: copied, never a segment.

    Choosers of topics, people and places need it: as "related objects" the engine would publish
    or overwrite their translations. The projection finds the right language by itself.
    """

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """Offer nothing for translation."""
        return []

    def restore_translated_segments(
        self, value: Any, segments: list[StringSegmentValue | OverridableSegmentValue]
    ) -> Any:
        """Keep the value."""
        return value
