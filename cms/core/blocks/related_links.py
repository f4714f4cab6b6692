"""Links to our own pages or to other addresses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructValue, URLBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.blocks.choosers import WorkChooserBlock


class LinkBlock(StructBlock):
    """One link: a page or an address."""

    page = WorkChooserBlock(label=_("Page"), required=False)
    url = URLBlock(label=_("Address"), required=False, help_text=_("Instead of a page."))
    title = CharBlock(
        label=_("Label"),
        required=False,
        max_length=255,
        help_text=_("Left empty, the title of the page is shown."),
    )

    def clean(self, value: StructValue) -> StructValue:
        """Ask for exactly one target, and for a label when the target has no title of its own."""
        cleaned: StructValue = super().clean(value)
        errors: dict[str, Any] = {}
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            message = _("Choose a page or enter an address, one of the two.")
            errors["page"] = ValidationError(message)
        elif cleaned.get("url") and not cleaned.get("title"):
            errors["title"] = ValidationError(_("Enter a label for this address."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")


class RelatedLinksBlock(StructBlock):
    """A list of links. Labels are translated; pages follow the language of the document."""

    title = CharBlock(label=_("Title"), required=False, max_length=255)
    links = ListBlock(LinkBlock(), label=_("Links"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Related links")
        group = _("Text")
