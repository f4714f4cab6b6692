"""The body of an article or programme."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock

from cms.core.blocks.document import DocumentBlock
from cms.core.blocks.embed import EmbedBlock
from cms.core.blocks.fact_box import FactBoxBlock
from cms.core.blocks.gallery import GalleryBlock
from cms.core.blocks.heading import HeadingBlock
from cms.core.blocks.image import ImageBlock
from cms.core.blocks.paragraph import ParagraphBlock
from cms.core.blocks.quote import QuoteBlock
from cms.core.blocks.related_links import RelatedLinksBlock
from cms.core.blocks.table import TableBlock
from cms.core.blocks.video import VideoBlock


class BodyBlock(StreamBlock):
    """All blocks a story may be made of. The names are part of the public API."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    quote = QuoteBlock()
    fact_box = FactBoxBlock()
    table = TableBlock()
    related_links = RelatedLinksBlock()
    image = ImageBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    document = DocumentBlock()
    embed = EmbedBlock()

    class Meta:
        label = _("Body")
