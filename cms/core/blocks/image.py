"""One image with its caption."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock

ALT_HELP = _("Describes the picture to those who do not see it. Empty: the image's description.")


class ImageBlock(StructBlock):
    """An image. Words are translated; another image may be chosen for a language."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = CharBlock(
        label=_("Text alternative"), required=False, max_length=255, help_text=ALT_HELP
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=500)
    credit = CharBlock(
        label=_("Credit"),
        required=False,
        max_length=255,
        help_text=_("Replaces the credit stored with the image."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        group = _("Media")
