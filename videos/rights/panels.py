"""The tab of an editor's page of a video that says what may be done with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

MOST_RULES = 50


class SentencePanel(Panel):
    """The rules as the public reads them, after the last time the page was saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "videos/rights/sentence.html"

        def is_shown(self) -> bool:
            """Show it when there is something to say."""
            return bool(self.sentence) and super().is_shown()

        @property
        def sentence(self) -> str:
            """Return the sentence in the language of the page."""
            # Panels are imported while the models are being made, and this one reads them.
            from videos.rights.reading import sentence_of  # noqa: PLC0415

            return sentence_of(self.instance)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the sentence and its language."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"sentence": self.sentence, "locale": self.instance.locale}


def rights_panels() -> list[Panel]:
    """Return the panels of the tab."""
    return [
        SentencePanel(heading=_("As the public reads it")),
        FieldPanel("credit"),
        InlinePanel(
            "restrictions",
            heading=_("Rules of use"),
            label=_("Rule"),
            help_text=_("Every rule holds. Use only allows nothing else than what it names."),
            max_num=MOST_RULES,
            panels=[FieldPanel("kind"), FieldPanel("territories"), FieldPanel("media")],
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("embargoed_until"), FieldPanel("usage_ends_at")]),
                FieldPanel("no_archive"),
            ],
            heading=_("When"),
        ),
        FieldPanel("usage_restrictions"),
    ]
