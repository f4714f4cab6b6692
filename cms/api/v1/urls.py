"""Addresses of version 1. A final slash is accepted and never asked for.

They are one flat list, because each level of nesting costs every request a fifth of its query.
"""

from django.urls import re_path

from cms.api.v1 import views
from cms.api.v1.kinds import KINDS

ROOT = "^api/v1"

urlpatterns = [
    pattern
    for kind in KINDS
    for pattern in (
        re_path(
            rf"{ROOT}/{kind.collection}/(?P<id>[^/]+)/?$",
            kind.detail_view.as_view(),
            name=kind.name,
        ),
        re_path(rf"{ROOT}/{kind.collection}/?$", kind.list_view.as_view(), name=kind.collection),
    )
] + [
    re_path(rf"{ROOT}/resolve/?$", views.ResolveView.as_view(), name="resolve"),
    re_path(rf"{ROOT}/locales/?$", views.LocalesView.as_view(), name="locales"),
    re_path(rf"{ROOT}/menus/(?P<handle>[^/]+)/?$", views.MenuView.as_view(), name="menu"),
]
