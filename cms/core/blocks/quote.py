"""Spoken words with their speaker and original language."""

from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock, TextBlock

from cms.core.blocks.choosers import SubjectChooserBlock
from cms.core.locales import content_codes
from cms.core.translating import NotTranslated

TWO_LETTERS = 2


def language_choices() -> list[tuple[str, Any]]:
    """Return the spoken languages an editor may name; those of the site come first."""
    ours = content_codes()
    others = sorted(code for code in LANG_INFO if len(code) == TWO_LETTERS and code not in ours)
    # Django's own catalogues translate these names.
    return [(code, _(LANG_INFO[code]["name"])) for code in (*ours, *others)]


class OriginalTextBlock(NotTranslated, TextBlock):
    """Words as they were spoken: the same in every language."""


class QuoteBlock(StructBlock):
    """A quotation. Text and attribution are translated; speaker and original words are copied."""

    text = TextBlock(label=_("Quotation"), rows=3, help_text=_("Without quotation marks."))
    speaker = SubjectChooserBlock("core.Person", label=_("Speaker"), required=False)
    attribution = CharBlock(
        label=_("Attribution"),
        required=False,
        max_length=255,
        help_text=_("Printed when no speaker is chosen, or after the name: at what occasion."),
    )
    language = ChoiceBlock(
        label=_("Spoken language"),
        choices=language_choices,
        required=False,
        help_text=_("The language these words were spoken in, when it is not that of the article."),
    )
    original_text = OriginalTextBlock(
        label=_("Original words"),
        required=False,
        rows=2,
        help_text=_("The words in the spoken language. They are never translated."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = _("Text")
