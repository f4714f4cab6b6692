"""Addresses of the media library beside those of the snippet."""

from django.urls import path

from videos.library import views

app_name = "video_library"
urlpatterns = [
    path("<uuid:uuid>/preview/", views.preview_state, name="preview_state"),
    path("<uuid:uuid>/preview/retry/", views.preview_retry, name="preview_retry"),
]
