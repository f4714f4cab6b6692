"""Addresses of the account pages, ``/<locale>/account/…``."""

from django.urls import URLPattern, URLResolver

from accounts.pages import account_urls, editor_access_urls, notices_urls, signing_in_urls
from cms.core.patterns import ContentLocalePrefix

screens: list[URLPattern | URLResolver] = [
    *account_urls.screens,
    *signing_in_urls.screens,
    *notices_urls.screens,
    *editor_access_urls.screens,
]

urlpatterns = [
    URLResolver(ContentLocalePrefix("account/", is_captured=False), screens),  # type: ignore[arg-type]
]
