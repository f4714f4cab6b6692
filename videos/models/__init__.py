"""Models of videos. One concept a file; import them from here."""

from videos.models.asset import VideoAsset
from videos.models.pages import VideoIndexPage, VideoPage, VideoPerson, VideoTopic
from videos.models.preview_job import PreviewJob

__all__ = [
    "PreviewJob",
    "VideoAsset",
    "VideoIndexPage",
    "VideoPage",
    "VideoPerson",
    "VideoTopic",
]
