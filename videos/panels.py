"""The tabs of the editor for videos."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)

from cms.core.models.pages import promote_panels, settings_panels
from videos.rights.panels import rights_panels
from videos.shotlist.panels import shotlist_panel


def video_edit_handler() -> TabbedInterface:
    """Return the tabs of a video."""
    return TabbedInterface(
        [
            ObjectList(_content(), heading=_("Content")),
            ObjectList([shotlist_panel()], heading=_("Shotlist")),
            ObjectList(rights_panels(), heading=_("Rights")),
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
