"""Addresses of the shotlist in the editor."""

from django.urls import path

from videos.shotlist import views

app_name = "video_shotlist"
urlpatterns = [
    path("assets/<int:pk>/", views.player, name="player"),
    path("paste/", views.paste, name="paste"),
    path("pages/<int:pk>/<slug:extension>/", views.draft_file, name="draft_file"),
]
