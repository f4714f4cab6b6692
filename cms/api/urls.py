"""Addresses of the API."""

from django.urls import re_path

from cms.api import docs
from cms.api.v1 import urls as v1

app_name = "api"
urlpatterns = [
    *v1.urlpatterns,
    re_path(r"^api/v1/openapi\.json/?$", docs.openapi, name="openapi"),
    re_path(r"^api/docs/?$", docs.index, name="docs"),
    re_path(r"^api/docs/problems/(?P<slug>[^/]+)/?$", docs.problem, name="docs_problem"),
]

handler400 = "cms.api.handlers.bad_request"
handler403 = "cms.api.handlers.permission_denied"
handler404 = "cms.api.handlers.page_not_found"
handler500 = "cms.api.handlers.server_error"
