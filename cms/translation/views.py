"""The engine's own views, made safe: nothing is published by submitting or updating."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
)
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)


class SafeSubmitPageView(SubmitPageTranslationView):
    """Submit a page. Where an alias stands in for the translation, it is taken offline first.

    The engine turns such an alias into the translation, and a live one would show the untranslated
    text as if it were translated.
    """

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Take aliases offline, then submit."""
        pages = [self.object]
        if form.cleaned_data["include_subtree"]:
            pages += list(self.object.get_descendants())
        keys = [page.translation_key for page in pages]
        take_aliases_offline(
            Page.objects.filter(
                translation_key__in=keys, locale__in=form.cleaned_data["locales"], live=True
            ).exclude(alias_of=None)
        )
        response: HttpResponse = super().form_valid(form)
        return response


class SafeSubmitSnippetView(SubmitSnippetTranslationView):
    """Submit a snippet that can be a draft; others would be public at once, untranslated."""

    def get_object(self) -> Any:
        """Refuse what has no drafts.

        Raises:
            PermissionDenied: the snippet cannot be a draft.
        """
        instance = super().get_object()
        if not isinstance(instance, DraftStateMixin):
            raise PermissionDenied
        return instance


class DraftUpdateForm(UpdateTranslationsForm):
    """Takes over changes of the source without an offer to publish them untranslated."""

    def clean(self) -> dict[str, Any]:
        """Never publish."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["publish_translations"] = False
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["publish_translations"]
        field.widget = forms.HiddenInput()
        field.disabled = True


class SafeUpdateView(UpdateTranslationsView):
    """Take over changes of the source; translations stay as they are until they are released."""

    def get_form(self) -> forms.Form:
        """Use the form that never publishes."""
        return DraftUpdateForm(self.request.POST if self.request.method == "POST" else None)


def refuse_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Refuse to turn a translation into a copy of its source.

    Raises:
        Http404: always.
    """
    raise Http404


def take_aliases_offline(aliases: Any) -> None:
    """Unpublish aliases of another language."""
    for alias in aliases:
        UnpublishPageAction(alias).execute(skip_permission_checks=True)
