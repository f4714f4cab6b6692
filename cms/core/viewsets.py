"""The editor's lists and forms of topics, people, places, menus and site profiles."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.core.models import Menu, Person, Place, SiteProfile, Topic

STATE_COLUMNS = (LocaleColumn(), LiveStatusTagColumn(), UpdatedAtColumn())


class TopicChooserViewSet(SnippetChooserViewSet):
    """Chooses topics; a missing one can be added on the spot."""

    form_fields = ["title"]
    per_page = 20


class PersonChooserViewSet(SnippetChooserViewSet):
    """Chooses people; a missing one can be added on the spot."""

    form_fields = ["title", "role"]
    per_page = 20


class PlaceChooserViewSet(SnippetChooserViewSet):
    """Chooses places; a missing one can be added on the spot."""

    form_fields = ["title", "country_code"]
    per_page = 20


class SubjectViewSet(SnippetViewSet):
    """What the lists of topics, people and places share."""

    list_filter = ["live"]
    list_per_page = 50
    ordering = ["title"]
    inspect_view_enabled = True
    copy_view_enabled = False


class TopicViewSet(SubjectViewSet):
    """Topics."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    list_display = ["title", *STATE_COLUMNS]
    inspect_view_fields = ["title", "slug", "description", "locale", "live"]
    chooser_viewset_class = TopicChooserViewSet
    panels = [TitleFieldPanel("title"), FieldPanel("description"), FieldPanel("slug")]


class PersonViewSet(SubjectViewSet):
    """People."""

    model = Person
    icon = "user"
    menu_label = _("People")
    list_display = ["title", "role", *STATE_COLUMNS]
    inspect_view_fields = ["title", "role", "image", "slug", "locale", "live"]
    chooser_viewset_class = PersonChooserViewSet
    panels = [
        TitleFieldPanel("title", heading=_("Name")),
        FieldPanel("role"),
        FieldPanel("image"),
        FieldPanel("slug"),
    ]


class PlaceViewSet(SubjectViewSet):
    """Places."""

    model = Place
    icon = "globe"
    menu_label = _("Places")
    list_display = [
        "title",
        "country_code",
        LocaleColumn(),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    inspect_view_fields = ["title", "country_code", "slug", "locale", "live"]
    chooser_viewset_class = PlaceChooserViewSet
    panels = [
        FieldRowPanel([TitleFieldPanel("title", heading=_("Name")), FieldPanel("country_code")]),
        FieldPanel("slug"),
    ]


class SubjectViewSetGroup(SnippetViewSetGroup):
    """The menu entry that holds topics, people and places."""

    items = (TopicViewSet, PersonViewSet, PlaceViewSet)
    menu_label = _("Subjects")
    menu_icon = "tag"
    menu_order = 250
    menu_name = "subjects"


class MenuViewSet(SnippetViewSet):
    """Menus of the public site."""

    model = Menu
    icon = "list-ul"
    menu_label = _("Menus")
    menu_order = 610
    add_to_settings_menu = True
    list_display = ["title", "handle", LocaleColumn()]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("handle")]),
        InlinePanel(
            "items",
            heading=_("Links"),
            label=_("Link"),
            panels=[
                PageChooserPanel("page"),
                FieldPanel("url"),
                FieldPanel("title"),
            ],
        ),
    ]


class SiteProfileViewSet(SnippetViewSet):
    """The organisation's name, contact and footer in each language."""

    model = SiteProfile
    icon = "site"
    menu_label = _("Site profiles")
    menu_order = 611
    add_to_settings_menu = True
    list_display = ["organisation", LocaleColumn()]
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [FieldPanel("organisation"), FieldPanel("tagline")], heading=_("Organisation")
        ),
        FieldPanel("contact_email"),
        FieldPanel("footer"),
        FieldPanel("image"),
    ]
