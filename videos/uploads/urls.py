"""Addresses of uploads, below ``/cms/video-uploads/``."""

from django.urls import path

from videos.uploads import part_views, views
from videos.uploads.page import UploadPage
from videos.uploads.tus import UploadsView, UploadView

app_name = "video_uploads"
urlpatterns = [
    path("", UploadPage.as_view(), name="page"),
    path("files/", UploadsView.as_view(), name="uploads"),
    path("files/<uuid:uuid>/", UploadView.as_view(), name="upload"),
    path("files/<uuid:uuid>/keep/", views.keep, name="keep"),
    path("files/<uuid:uuid>/retry/", views.retry, name="retry"),
    path("files/<uuid:uuid>/parts/", part_views.there, name="parts"),
    path("files/<uuid:uuid>/parts/<int:number>/", part_views.address, name="part"),
    path("files/<uuid:uuid>/complete/", part_views.complete, name="complete"),
]
