"""The chooser of a programme's sessions."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from news.models import ProgrammeSession


class BaseSessionChooseView(BaseChooseView):
    """Lists sessions in order of time, in the zone of their programme."""

    ordering = ["starts_at", "pk"]
    per_page = 40

    def get_object_list(self) -> QuerySet[ProgrammeSession]:
        """Load the programmes along."""
        return ProgrammeSession.objects.select_related("programme")

    def filter_object_list(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the sessions of the programme chosen on the form, if one is."""
        programme = self.request.GET.get("programme", "")
        if programme.isdecimal():
            objects = objects.filter(programme=programme)
        return super().filter_object_list(objects)

    @property
    def columns(self) -> list[Column]:
        """Show when, and of which programme."""
        return [
            *super().columns,
            Column("programme", label=_("Programme"), accessor="programme.title"),
            Column("coverage", label=_("Coverage"), accessor="get_coverage_display"),
        ]


class SessionChooseView(ChooseViewMixin, CreationFormMixin, BaseSessionChooseView):
    """The modal."""


class SessionChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, BaseSessionChooseView):
    """Its results."""


class SessionChooser(BaseChooser):
    """Offers the sessions of the programme chosen on the same form."""

    linked_fields = {"programme": "#id_programme"}


class SessionChooserViewSet(ChooserViewSet):
    """Chooses sessions of a programme."""

    model = ProgrammeSession
    icon = "time"
    choose_one_text = _("Choose a session")
    choose_another_text = _("Choose another session")
    preserve_url_parameters = ["multiple", "programme"]
    base_widget_class = SessionChooser
    choose_view_class = SessionChooseView
    choose_results_view_class = SessionChooseResultsView


session_chooser_viewset = SessionChooserViewSet("session_chooser")
