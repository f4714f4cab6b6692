"""The shotlist beside the player in the editor of a video."""

from typing import Any

from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.panels.base import get_form_for_model

from videos.shotlist.editor_words import KEYS, Key, strings
from videos.shotlist.files import FILES
from videos.shotlist.forms import ShotForm

MOST_ROWS = 500


class ShotlistPanel(InlinePanel):
    """The rows of the shotlist, with a form that reads timecode."""

    def get_form_options(self) -> dict[str, Any]:
        """Use our own form for each row."""
        options: dict[str, Any] = super().get_form_options()
        formset = options["formsets"][self.relation_name]
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields")
        more = {"defer_required_on_fields": deferred} if deferred else {}
        formset["form"] = get_form_for_model(
            self.db_field.related_model, form_class=ShotForm, **more
        )
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "videos/shotlist/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Leave the order to time: nobody moves rows by hand."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "can_order": False}

        @cached_property
        def config(self) -> dict[str, Any]:
            """Return what the script needs to begin."""
            # Panels are imported while the models are being made, and this one reads them.
            from videos.shotlist.player import player_facts  # noqa: PLC0415

            return {
                "prefix": self.formset.prefix,
                "player": player_facts(self.form.instance.asset),
                "playerUrl": reverse("video_shotlist:player", args=[0]),
                "pasteUrl": reverse("video_shotlist:paste"),
                "strings": strings(),
            }

        @cached_property
        def files(self) -> list[tuple[str, str]]:
            """Return the files of the draft by extension, none before it is saved."""
            pk = self.form.instance.pk
            if not pk:
                return []
            return [
                (extension, reverse("video_shotlist:draft_file", args=[pk, extension]))
                for extension in FILES
            ]

        @property
        def keys(self) -> tuple[Key, ...]:
            """Return the buttons of the player."""
            return KEYS

        @property
        def media(self) -> forms.Media:
            """Add our script and style."""
            own = forms.Media(
                css={"all": [static("videos/shotlist/editor.css")]},
                js=[_module("videos/shotlist/editor.js")],
            )
            return super().media + own


def _module(path: str) -> Any:
    """Return a script that may import others."""
    return forms.Script(static(path), type="module")


def shotlist_panel() -> ShotlistPanel:
    """Return the panel of the shotlist."""
    return ShotlistPanel(
        "shots",
        heading=_("Shotlist"),
        label=_("Row"),
        max_num=MOST_ROWS,
        panels=[
            FieldRowPanel([FieldPanel("in_frame"), FieldPanel("out_frame"), FieldPanel("kind")]),
            FieldPanel("description"),
            MultiFieldPanel(
                [
                    FieldPanel("speaker"),
                    FieldPanel("language"),
                    FieldPanel("quote"),
                    FieldPanel("quote_rendering"),
                ],
                heading=_("Soundbite"),
                classname="shot-soundbite",
            ),
            FieldRowPanel([FieldPanel("place"), FieldPanel("restriction")]),
        ],
    )
