"""Background set apart from the story."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock

from cms.core.richtext import FEATURES


class FactBoxBlock(StructBlock):
    """A box with facts. Title and text are translated."""

    title = CharBlock(label=_("Title"), max_length=255)
    text = RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Fact box")
        group = _("Text")
