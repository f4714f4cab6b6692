"""Addresses of the media library beside those of the snippet."""

from django.urls import path

from videos.library import views

app_name = "video_library"
urlpatterns = [
    path("states/", views.states, name="states"),
    path("<uuid:uuid>/progress/", views.WorkView.as_view(), name="work"),
    path("<uuid:uuid>/facts/", views.facts, name="facts"),
    path("<uuid:uuid>/posters/", views.posters, name="posters"),
    path("<uuid:uuid>/posters/<uuid:poster>.jpg", views.poster, name="poster"),
]
