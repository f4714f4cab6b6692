"""The tabs of the editor for videos."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from cms.core.models.pages import promote_panels, settings_panels


def video_edit_handler() -> TabbedInterface:
    """Return the tabs of a video."""
    return TabbedInterface(
        [
            ObjectList(_content(), heading=_("Content")),
            ObjectList(_related(), heading=_("Related")),
            ObjectList(promote_panels(), heading=_("Promote")),
            ObjectList(settings_panels(), heading=_("Settings")),
        ]
    )


def _content() -> list[object]:
    return [
        TitleFieldPanel("title", heading=_("Title")),
        FieldPanel("asset"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel("place"),
        FieldPanel("synopsis"),
        MultiFieldPanel(
            [FieldPanel("credit"), FieldPanel("usage_restrictions")], heading=_("Rights")
        ),
    ]


def _related() -> list[object]:
    return [
        MultipleChooserPanel(
            "topics", chooser_field_name="topic", heading=_("Topics"), label=_("Topic")
        ),
        MultipleChooserPanel(
            "people", chooser_field_name="person", heading=_("People"), label=_("Person")
        ),
    ]
