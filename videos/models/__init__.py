"""Models of videos. One concept a file; import them from here."""

from videos.models.asset import VideoAsset
from videos.models.derivative import Derivative
from videos.models.pages import VideoIndexPage, VideoPage, VideoPerson, VideoTopic
from videos.models.rendition import Rendition
from videos.models.restriction import Restriction
from videos.models.rights_notice import RightsNotice
from videos.models.shot import Shot
from videos.models.track import Track
from videos.models.transcription import Transcription
from videos.models.upload import Upload, UploadStage

__all__ = [
    "Derivative",
    "Rendition",
    "Restriction",
    "RightsNotice",
    "Shot",
    "Track",
    "Transcription",
    "Upload",
    "UploadStage",
    "VideoAsset",
    "VideoIndexPage",
    "VideoPage",
    "VideoPerson",
    "VideoTopic",
]
