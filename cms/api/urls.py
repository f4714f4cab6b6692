"""Addresses of the API."""

from cms.api.v1 import urls as v1

app_name = "api"
urlpatterns = [*v1.urlpatterns]

handler400 = "cms.api.handlers.bad_request"
handler403 = "cms.api.handlers.permission_denied"
handler404 = "cms.api.handlers.page_not_found"
handler500 = "cms.api.handlers.server_error"
