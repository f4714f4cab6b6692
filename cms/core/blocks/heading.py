"""A heading inside a body."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock

DEFAULT_LEVEL = "2"


class HeadingBlock(StructBlock):
    """A heading. The text is translated, the level is copied."""

    text = CharBlock(label=_("Heading"), max_length=255)
    level = ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section")), ("3", _("Subsection"))],
        default=DEFAULT_LEVEL,
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        group = _("Text")
        form_classname = "struct-block"
