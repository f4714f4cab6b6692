"""Something that plays or lives at another host."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, URLBlock

from cms.core.embeds import split_https


def validate_https(value: str) -> None:
    """Refuse addresses that are not https.

    Raises:
        ValidationError: the address is not a proper https one.
    """
    if split_https(value) is None:
        raise ValidationError(_("Enter an address that begins with https://"), code="https")


class EmbedBlock(StructBlock):
    """An outside player or page. Title and caption are translated, the address is copied."""

    url = URLBlock(
        label=_("Address"),
        validators=[validate_https],
        help_text=_(
            "A video's page at YouTube, Vimeo or Dailymotion plays in place after a click. "
            "Any other https address becomes a link."
        ),
    )
    title = CharBlock(label=_("Title"), max_length=255)
    caption = CharBlock(label=_("Caption"), required=False, max_length=500)

    class Meta:
        icon = "code"
        label = _("Embed")
        group = _("Media")
