"""Helping people who cannot get in: a fresh invitation, or the loss of a second factor."""

from abc import abstractmethod
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from accounts.models import User
from accounts.services import invitations, second_factor, staff

CHANGE = "accounts.change_user"


class HelpView(WagtailAdminTemplateMixin, TemplateView):
    """Ask once more, then help one person in."""

    template_name = "accounts/editor/help_in.html"
    question: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the person for those who look after people, but no mightier one than they are."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        self.person = get_object_or_404(User, pk=kwargs["pk"], closed_at=None)
        if self.person.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        if not self.is_offered(self.person):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the person."""
        return str(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whom it is about, and the wording."""
        return super().get_context_data(
            question=self.question % {"address": self.person.email},
            edit_url=self._edit_url(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Help, and say so."""
        messages.success(request, self.help(self.person, cast(User, request.user)))
        return redirect(self._edit_url())

    @staticmethod
    @abstractmethod
    def is_offered(person: User) -> bool:
        """Return whether it would help the person."""

    @abstractmethod
    def help(self, person: User, administrator: User) -> str:
        """Do it, and return what to tell the administrator."""

    def _edit_url(self) -> str:
        return reverse("wagtailusers_users:edit", args=[self.person.pk])


class InviteAgainView(HelpView):
    """Mail a fresh link; the one before stops working."""

    page_title = _("Send the invitation again")
    header_icon = "mail"
    question = _("A new link goes to %(address)s. The link in the earlier message stops working.")

    @staticmethod
    def is_offered(person: User) -> bool:
        """Return whether the person has not chosen a password yet."""
        return person.is_active and not person.has_usable_password()

    def help(self, person: User, administrator: User) -> str:
        """Mail the invitation."""
        invitations.send_invitation(person, by=administrator, at=timezone.now())
        return gettext("An invitation was sent to %(address)s.") % {"address": person.email}


class RemoveFactorsView(HelpView):
    """Remove the second factors of somebody who has lost them and the recovery codes."""

    page_title = _("Remove the second factors")
    header_icon = "lock-open"
    question = _(
        "All second factors and recovery codes of %(address)s stop working, and all sessions end. "
        "Make sure that it is really this person who asks."
    )

    @staticmethod
    def is_offered(person: User) -> bool:
        """Return whether the person has a second factor."""
        return second_factor.has_second_factor(person)

    def help(self, person: User, administrator: User) -> str:
        """Remove the factors."""
        staff.remove_factors(person, by=administrator, at=timezone.now())
        return gettext(
            "%(person)s can sign in with the password alone and set up a new factor."
        ) % {"person": person}


def help_buttons(person: User) -> list[Button]:
    """Return what is offered on the page of a person."""
    views = {"accounts_invite_again": InviteAgainView, "accounts_remove_factors": RemoveFactorsView}
    return [
        Button(
            view.page_title,
            url=reverse(name, args=[person.pk]),
            icon_name=view.header_icon,
            priority=50,
        )
        for name, view in views.items()
        if view.is_offered(person)
    ]


def help_urls() -> list[URLPattern]:
    """Return the addresses of the questions."""
    return [
        path("users/<int:pk>/invite/", InviteAgainView.as_view(), name="accounts_invite_again"),
        path(
            "users/<int:pk>/remove-factors/",
            RemoveFactorsView.as_view(),
            name="accounts_remove_factors",
        ),
    ]
