"""The addresses on the way into the editor."""

from django.urls import path

from accounts.pages import editor_access, invitation

screens = [
    path("invitation/<str:token>/", invitation.accept_invitation, name="accounts_invitation"),
    path("security/use/", editor_access.use_factor, name="accounts_use_factor"),
]
