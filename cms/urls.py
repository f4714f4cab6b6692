"""Addresses of the whole project. Each package owns its own part."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.core.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("cms/", include(wagtailadmin_urls)),
]
