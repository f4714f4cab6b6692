"""The chooser of a programme's sessions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from news.models import ProgrammePage, ProgrammeSession


class SessionFilterForm(LocaleFilterMixin, BaseFilterForm):
    """Narrows the list to a programme, a language and words of the title."""

    q = forms.CharField(
        label=_("Words of the title"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )
    programme: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=ProgrammePage.objects.none(),
        required=False,
        empty_label=_("All programmes"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = ProgrammePage.objects.filter(sessions__isnull=False).distinct()
        self.fields["programme"].queryset = programmes.order_by("-starts_at", "title")
        self.fields["programme"].widget.attrs["data-chooser-modal-search-filter"] = True

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what was asked for."""
        if words := self.cleaned_data["q"]:
            self.is_searching, self.search_query = True, words
            objects = objects.filter(title__icontains=words)
        if programme := self.cleaned_data["programme"]:
            # A programme has one language; the language filter would only hide it.
            return objects.filter(programme=programme)
        return super().filter(objects)


class BaseSessionChooseView(BaseChooseView):
    """Lists sessions, the latest programme first, with times in its zone."""

    ordering = ["-programme__starts_at", "starts_at", "pk"]
    per_page = 40
    filter_form_class = SessionFilterForm

    def get_object_list(self) -> QuerySet[ProgrammeSession]:
        """Load the programmes along."""
        return ProgrammeSession.objects.select_related("programme")

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
