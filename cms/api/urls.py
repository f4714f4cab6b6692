"""Addresses of the API. A final slash is accepted and never asked for."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("cms.api.v1.urls")),
]

handler400 = "cms.api.handlers.bad_request"
handler403 = "cms.api.handlers.permission_denied"
handler404 = "cms.api.handlers.page_not_found"
handler500 = "cms.api.handlers.server_error"
