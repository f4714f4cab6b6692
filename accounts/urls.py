"""Addresses of accounts inside the editor's part of the site, before Wagtail's own."""

from django.urls import path

from accounts.views.first_administrator import create_first_administrator

urlpatterns = [
    path(
        "first-administrator/<str:token>/",
        create_first_administrator,
        name="accounts_first_administrator",
    ),
]
