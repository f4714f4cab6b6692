"""Addresses of the whole project. Each package owns its own part."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.core.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    # Answered by cms.api.middleware before this is read; here for reverse() and the description.
    path("", include("cms.api.urls")),
    path("img/", include("cms.delivery.images_urls")),
    path("_allauth/", include("accounts.headless_urls")),
    path("", include("accounts.pages.urls")),
    path("cms/", include("accounts.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("", include("cms.core.editor_files_urls")),
    path("", include("cms.website.urls")),
]

handler400 = "cms.api.handlers.bad_request"
handler403 = "cms.api.handlers.permission_denied"
handler404 = "cms.api.handlers.page_not_found"
handler500 = "cms.api.handlers.server_error"
