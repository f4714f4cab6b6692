"""One of our videos."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock

from cms.core.blocks.choosers import WorkChooserBlock


class VideoBlock(StructBlock):
    """A video. The caption is translated; every language shows its own version of the video."""

    video = WorkChooserBlock(page_type="videos.VideoPage", label=_("Video"))
    caption = CharBlock(label=_("Caption"), required=False, max_length=500)

    class Meta:
        icon = "media"
        label = _("Video")
        group = _("Media")
