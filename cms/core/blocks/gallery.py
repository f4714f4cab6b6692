"""Several images shown together."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.core.blocks.image import ALT_HELP


class GalleryImageBlock(StructBlock):
    """An image of a gallery."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = CharBlock(
        label=_("Text alternative"), required=False, max_length=255, help_text=ALT_HELP
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=500)

    class Meta:
        icon = "image"
        label = _("Image")


class GalleryBlock(StructBlock):
    """A gallery. Title and captions are translated."""

    title = CharBlock(label=_("Title"), required=False, max_length=255)
    images = ListBlock(GalleryImageBlock(), label=_("Images"), min_num=1)

    class Meta:
        icon = "image"
        label = _("Gallery")
        group = _("Media")
