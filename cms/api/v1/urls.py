"""Addresses of version 1."""

from django.urls import re_path

from cms.api.v1 import views

app_name = "v1"

urlpatterns = [
    pattern
    for kind in views.KINDS
    for pattern in (
        re_path(rf"^{kind.collection}/?$", kind.list_view.as_view(), name=kind.collection),
        re_path(
            rf"^{kind.collection}/(?P<id>[^/]+)/?$", kind.detail_view.as_view(), name=kind.name
        ),
    )
] + [
    re_path(r"^resolve/?$", views.ResolveView.as_view(), name="resolve"),
    re_path(r"^locales/?$", views.LocalesView.as_view(), name="locales"),
    re_path(r"^menus/(?P<handle>[^/]+)/?$", views.MenuView.as_view(), name="menu"),
]
