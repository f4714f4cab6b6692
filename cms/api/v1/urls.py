"""Addresses of version 1. A final slash is accepted and never asked for.

They are one flat list, because each level of nesting costs every request a fifth of its query.
"""

from django.urls import re_path

from accounts.api.v1 import urls as accounts
from cms.api.v1 import views
from cms.api.v1.kinds import KINDS
from cms.api.v1.oembed import OEmbedView
from videos.metadata.files import FILES as METADATA_FILES
from videos.shotlist.files import FILES

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
    re_path(
        rf"{ROOT}/videos/(?P<id>[^/]+)/shotlist\.(?P<extension>{'|'.join(FILES)})/?$",
        views.ShotlistFile.as_view(),
        name="shotlist_file",
    ),
    re_path(
        rf"{ROOT}/videos/(?P<id>[^/]+)/metadata\.(?P<extension>{'|'.join(METADATA_FILES)})/?$",
        views.MetadataFile.as_view(),
        name="metadata_file",
    ),
    re_path(rf"{ROOT}/?$", views.RootView.as_view(), name="root"),
    re_path(rf"{ROOT}/resolve/?$", views.ResolveView.as_view(), name="resolve"),
    re_path(rf"{ROOT}/oembed/?$", OEmbedView.as_view(), name="oembed"),
    re_path(rf"{ROOT}/locales/?$", views.LocalesView.as_view(), name="locales"),
    re_path(rf"{ROOT}/menus/(?P<handle>[^/]+)/?$", views.MenuView.as_view(), name="menu"),
    *accounts.urlpatterns,
]
