"""Addresses of the files that the editor shows."""

from django.urls import path

from cms.core import editor_files

urlpatterns = [
    path("media/<path:path>", editor_files.media, name="editor_media"),
    path(
        "documents/<int:document_id>/<str:document_filename>",
        editor_files.document,
        name="wagtaildocs_serve",
    ),
]
