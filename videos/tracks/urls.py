"""Addresses of the editor's pages of timed text."""

from django.urls import path

from videos.tracks import cue_views, views

app_name = "video_tracks"
urlpatterns = [
    path("<uuid:uuid>/tracks/add/", views.AddTrackView.as_view(), name="add"),
    path("<uuid:uuid>/tracks/transcribe/", views.TranscribeView.as_view(), name="transcribe"),
    path("<uuid:uuid>/tracks/<uuid:track>/", cue_views.EditCuesView.as_view(), name="edit"),
    path("<uuid:uuid>/tracks/<uuid:track>/change/", views.ChangeTrackView.as_view(), name="change"),
    path("<uuid:uuid>/tracks/<uuid:track>/delete/", views.DeleteTrackView.as_view(), name="delete"),
    path("<uuid:uuid>/tracks/<uuid:track>/cues/", cue_views.cues, name="cues"),
    path("<uuid:uuid>/tracks/<uuid:track>/check/", cue_views.check, name="check"),
]
