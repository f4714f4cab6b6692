"""Staff accounts in the editor."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import Button
from wagtail.users.views.bulk_actions import SetActiveStateBulkAction
from wagtail.users.views.users import (
    CreateView,
    EditView,
    IndexView,
    UserFilterSet,
    UserViewSet,
)

from accounts.forms import StaffCreationForm, StaffEditForm
from accounts.models import User
from accounts.services import invitations, staff
from accounts.views.helping_in import help_buttons


def guard_superuser_tick(form: ModelForm, request: HttpRequest) -> ModelForm:
    """Let only somebody with every permission give every permission; others see the tick."""
    if "is_superuser" in form.fields and not request.user.is_superuser:
        form.fields["is_superuser"].disabled = True
    return form


class StaffFilterSet(UserFilterSet):
    """Tell staff from media users, who are many."""

    is_staff = django_filters.BooleanFilter(label=_("Staff"), widget=BooleanRadioSelect)


class StaffIndexView(IndexView):
    """List people by name and address."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Call the address by its name, not "user name"."""
        columns = super().columns
        for column in columns:
            if column.name == self.model.USERNAME_FIELD:
                column.label = capfirst(
                    self.model._meta.get_field(self.model.USERNAME_FIELD).verbose_name
                )
        return columns


class StaffCreateView(CreateView):
    """Create a member of staff, and mail the invitation."""

    success_message = _("An invitation was sent to %(address)s.")

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Return the form for a new account."""
        return guard_superuser_tick(super().get_form(*args, **kwargs), self.request)

    def save_instance(self) -> User:
        """Save the account and invite its owner."""
        user = super().save_instance()
        invitations.send_invitation(user, by=self.request.user, at=timezone.now())
        return user

    def get_success_message(self, instance: User) -> str:
        """Say where the invitation went."""
        return self.success_message % {"address": instance.email}


class StaffEditView(EditView):
    """Edit a member of staff."""

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Return the form for an existing account."""
        return guard_superuser_tick(super().get_form(*args, **kwargs), self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse to hand a mightier account, by way of its address, to a lesser one."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> User:
        """Save the account, and let follow what follows from the changes."""
        former = User.objects.get(pk=self.object.pk)
        user = super().save_instance()
        changed = {name for name in staff.FOLLOWED_FIELDS if name in self.form.changed_data}
        staff.note_edited(user, changed, former=former, by=self.request.user, at=timezone.now())
        return user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Offer no deletion."""
        return super().get_context_data(**kwargs) | {"can_delete": False}

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer help to people who cannot get in."""
        return super().header_more_buttons + help_buttons(self.object)


def refuse_deletion(request: HttpRequest, *_users: User) -> HttpResponse:
    """Lead back to the list: a deleted row would take consents and the log with it.

    Closing an account erases what is personal, and keeps what has to be proved.
    """
    messages.error(request, _("Accounts are not deleted here. Switch the account off instead."))
    return redirect("wagtailusers_users:index")


class SetActiveState(SetActiveStateBulkAction):
    """Switch accounts on or off; the log knows, and the sessions end."""

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[User],
        mark_as_active: bool = False,
        model: Any = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        """Switch each of them, except the one who asks."""
        actor = kwargs["user"]
        others = [user for user in objects if user.pk != actor.pk]
        changed = staff.set_active(others, active=mark_as_active, by=actor, at=timezone.now())
        return changed, 0


class StaffUserViewSet(UserViewSet):
    """Wagtail's screens with forms that know no user name."""

    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    filterset_class = StaffFilterSet

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Offer no deletion."""
        return super().get_common_view_kwargs(**{"delete_url_name": None, **kwargs})

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form for a new or an existing account."""
        return StaffEditForm if for_update else StaffCreationForm
