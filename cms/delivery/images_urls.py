"""Addresses of images; their parts are read by :mod:`cms.delivery.images`."""

from django.urls import re_path

from cms.delivery import images

urlpatterns = [
    re_path(r"^(?P<path>.+)$", images.serve, name="image"),
]
