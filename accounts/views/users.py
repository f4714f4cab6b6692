"""Staff accounts in the editor."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.ui.tables import BaseColumn
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from accounts.forms import StaffCreationForm, StaffEditForm


def guard_superuser_tick(form: ModelForm, request: HttpRequest) -> ModelForm:
    """Let only somebody with every permission give every permission; others see the tick."""
    if "is_superuser" in form.fields and not request.user.is_superuser:
        form.fields["is_superuser"].disabled = True
    return form


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
    """Create a member of staff."""

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Return the form for a new account."""
        return guard_superuser_tick(super().get_form(*args, **kwargs), self.request)


class StaffEditView(EditView):
    """Edit a member of staff."""

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Return the form for an existing account."""
        return guard_superuser_tick(super().get_form(*args, **kwargs), self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse to hand a mightier account, by way of its password, to a lesser one."""
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class StaffUserViewSet(UserViewSet):
    """Wagtail's screens with forms that know no user name."""

    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Return the form for a new or an existing account."""
        return StaffEditForm if for_update else StaffCreationForm
