"""The tabs of the editor for articles and programmes."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from cms.core.models.pages import promote_panels, settings_panels


def article_edit_handler() -> TabbedInterface:
    """Return the tabs of an article."""
    return TabbedInterface(
        [
            ObjectList(_article_content(), heading=_("Content")),
            ObjectList(_article_related(), heading=_("Related")),
            ObjectList(_article_programme(), heading=_("Programme")),
            ObjectList(promote_panels(), heading=_("Promote")),
            ObjectList(settings_panels(), heading=_("Settings")),
        ]
    )


def programme_edit_handler() -> TabbedInterface:
    """Return the tabs of a programme."""
    return TabbedInterface(
        [
            ObjectList(_programme_content(), heading=_("Content")),
            ObjectList([_sessions_panel()], heading=_("Sessions")),
            ObjectList(_programme_media(), heading=_("Media")),
            ObjectList([_topics_panel(), _people_panel(), contact_panel()], heading=_("Related")),
            ObjectList(promote_panels(), heading=_("Promote")),
            ObjectList(settings_panels(), heading=_("Settings")),
        ]
    )


def contact_panel() -> MultiFieldPanel:
    """Return the panel of the media contact."""
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_role")]),
            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
        ],
        heading=_("Media contact"),
    )


def _headline_panel() -> TitleFieldPanel:
    return TitleFieldPanel("title", heading=_("Headline"))


def _lead_image_panel() -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel("lead_image"), FieldPanel("lead_image_alt")], heading=_("Lead image")
    )


def _article_content() -> list[object]:
    return [
        _headline_panel(),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel("dateline"),
        FieldPanel("summary"),
        _lead_image_panel(),
        FieldPanel("body"),
    ]


def _article_related() -> list[object]:
    return [
        _topics_panel(),
        _people_panel(),
        MultipleChooserPanel(
            "places", chooser_field_name="place", heading=_("Places"), label=_("Place")
        ),
        MultipleChooserPanel(
            "videos",
            chooser_field_name="video",
            heading=_("Videos"),
            label=_("Video"),
            help_text=_("Shown with the article, in this order."),
        ),
        contact_panel(),
    ]


def _article_programme() -> list[object]:
    return [
        PageChooserPanel("programme", "news.ProgrammePage"),
        MultipleChooserPanel(
            "chosen_sessions",
            chooser_field_name="session",
            heading=_("Sessions"),
            label=_("Session"),
            help_text=_(
                "Choose the sessions that concern this article. Left empty, all sessions on the "
                "article's date are shown."
            ),
        ),
    ]


def _programme_content() -> list[object]:
    return [
        TitleFieldPanel("title", heading=_("Title")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("time_zone")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("place"),
        FieldPanel("summary"),
        _lead_image_panel(),
        FieldPanel("body"),
    ]


def _programme_media() -> list[object]:
    return [
        FieldPanel("media_access"),
        MultiFieldPanel(
            [FieldPanel("accreditation_notes"), FieldPanel("accreditation_deadline")],
            heading=_("Accreditation"),
        ),
    ]


def _sessions_panel() -> InlinePanel:
    return InlinePanel(
        "sessions",
        heading=_("Sessions"),
        label=_("Session"),
        help_text=_(
            "Times are entered in the programme's time zone. The public sees sessions in order "
            "of time."
        ),
        panels=[
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            FieldRowPanel([FieldPanel("status"), FieldPanel("coverage")]),
            FieldPanel("place"),
            FieldPanel("livestream_url"),
            FieldPanel("description"),
            FieldPanel("links"),
        ],
    )


def _topics_panel() -> MultipleChooserPanel:
    return MultipleChooserPanel(
        "topics", chooser_field_name="topic", heading=_("Topics"), label=_("Topic")
    )


def _people_panel() -> MultipleChooserPanel:
    return MultipleChooserPanel(
        "people", chooser_field_name="person", heading=_("People"), label=_("Person")
    )
