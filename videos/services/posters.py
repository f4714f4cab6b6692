"""The still that stands for a video: the best suggestion, or the one an editor picks."""

import hashlib

from django.core.files.base import ContentFile

from cms.core.models import NewsroomImage
from videos.models import Rendition, VideoAsset


def take_automatic_poster(asset_id: int, picture: bytes) -> None:
    """Use a JPEG as poster, unless an editor chose one."""
    asset = VideoAsset.objects.select_related("collection").get(pk=asset_id)
    if asset.poster_id is not None and not asset.is_poster_automatic:
        return
    poster = _automatic_image(asset, picture)
    VideoAsset.objects.filter(pk=asset_id).update(poster=poster, is_poster_automatic=True)


def picked_poster(suggestion: Rendition) -> NewsroomImage:
    """Return a new image made of a suggestion."""
    with suggestion.storage.open(suggestion.file) as file:
        return _saved(_image(suggestion.asset, file.read(), name=f"{suggestion.asset.uuid}.jpg"))


def _automatic_image(asset: VideoAsset, picture: bytes) -> NewsroomImage:
    """Return the image of this picture, the same one when it is made again.

    Its file has a name of its own. What lies there without a row is of a worker that was killed.
    """
    name = f"{asset.uuid}-{hashlib.sha256(picture).hexdigest()[:16]}.jpg"
    image = _image(asset, picture, name=name)
    path = image.get_upload_to(name)
    known: NewsroomImage | None = NewsroomImage.objects.filter(file=path).first()
    if known is not None:
        return known
    image.file.storage.delete(path)
    return _saved(image)


def _image(asset: VideoAsset, picture: bytes, *, name: str) -> NewsroomImage:
    return NewsroomImage(
        title=asset.title,
        description=asset.title,
        collection=asset.collection,
        file=ContentFile(picture, name=name),
    )


def _saved(image: NewsroomImage) -> NewsroomImage:
    image._set_image_file_metadata()
    image.save()
    return image
