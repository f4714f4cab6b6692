"""Addresses of legal notices and of accepting them."""

from django.urls import path

from accounts.pages.notices import list_notices, show_notice
from accounts.pages.terms import accept_terms

screens = [
    path("terms/", accept_terms, name="accounts_accept_terms"),
    path("notices/", list_notices, name="accounts_notices"),
    path("notices/<slug:kind>/", show_notice, name="accounts_notice"),
    path("notices/<slug:kind>/<int:version>/", show_notice, name="accounts_notice"),
]
