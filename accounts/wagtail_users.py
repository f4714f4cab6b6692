"""Wagtail's user administration, told which screens to use.

Apart from ``apps.py``, where Django would take it for the configuration of accounts.
"""

from wagtail.users.apps import WagtailUsersAppConfig


class NewsroomUsersAppConfig(WagtailUsersAppConfig):
    """Put our screens for staff in place of Wagtail's."""

    user_viewset = "accounts.views.users.StaffUserViewSet"
