"""What accounts adds to the editor."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.auth import permission_denied

from accounts.models import User


@hooks.register("before_bulk_action")
def protect_superusers(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Let only a superuser switch off, delete or change the roles of a superuser."""
    if action.model is not User or request.user.is_superuser:
        return None
    if any(user.is_superuser for user in objects):
        return permission_denied(request)
    return None
