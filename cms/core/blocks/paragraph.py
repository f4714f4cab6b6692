"""Running text."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock

from cms.core.richtext import FEATURES


class ParagraphBlock(RichTextBlock):
    """Paragraphs and lists. Translated string by string by the engine."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        group = _("Text")
