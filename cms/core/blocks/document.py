"""A file to download."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock


class DocumentBlock(StructBlock):
    """A file. The description is translated; another file may be chosen for a language."""

    document = DocumentChooserBlock(label=_("Document"))
    description = CharBlock(label=_("Description"), required=False, max_length=500)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        group = _("Media")
