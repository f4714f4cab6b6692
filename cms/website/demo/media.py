"""Creating the demo's images, documents and video assets. Safe to take up again half-way."""

from collections.abc import Callable

from django.core.files.base import ContentFile

from cms.core.models import NewsroomDocument, NewsroomImage
from cms.website.demo.documents import build_pdf
from cms.website.demo.identity import work_id
from cms.website.demo.images import draw_image
from cms.website.demo.records import DemoContent, DocumentPlan, ImagePlan, VideoText
from cms.website.demo.shelf import Shelf
from cms.website.demo.videos import ClipPlan, draw_poster, encode_clip
from videos.models import VideoAsset
from videos.services.making_previews import drain_previews

FOCAL_SHARE = 5


def create_media(content: DemoContent, shelf: Shelf, *, progress: Callable[[str], None]) -> None:
    """Create what is missing and put everything on the shelf."""
    progress(f"Drawing {len(content.images)} images")
    for image in content.images.values():
        shelf.images[image.key] = _image(image)
    for document in content.documents.values():
        shelf.documents[document.key] = _document(document)
    for video in content.videos.values():
        progress(f"Encoding video {video.slate} ({video.seconds} s)")
        shelf.assets[video.key] = _asset(video)
    progress("Making video previews")
    drain_previews()


def _image(plan: ImagePlan) -> NewsroomImage:
    uuid = work_id("image", plan.key)
    found = NewsroomImage.objects.filter(uuid=uuid).first()
    if found is not None:
        return found
    content = draw_image(plan.scene, seed=plan.seed, size=plan.size)
    image = _new_image(plan.key, content, title=plan.title["en"], credit=plan.credit)
    image.uuid = uuid
    (width, height), (x, y) = plan.size, plan.focal_point
    image.focal_point_x, image.focal_point_y = round(width * x), round(height * y)
    image.focal_point_width, image.focal_point_height = width // FOCAL_SHARE, height // FOCAL_SHARE
    image.save()
    return image


def _new_image(name: str, content: bytes, *, title: str, credit: str) -> NewsroomImage:
    return NewsroomImage(
        title=title,
        description=title,
        credit=credit,
        file=ContentFile(content, name=f"{name}.jpg"),
        file_size=len(content),
    )


def _document(plan: DocumentPlan) -> NewsroomDocument:
    uuid = work_id("document", plan.key)
    found = NewsroomDocument.objects.filter(uuid=uuid).first()
    if found is not None:
        return found
    content = build_pdf(title=plan.title, paragraphs=plan.paragraphs)
    document = NewsroomDocument(
        uuid=uuid,
        title=plan.title,
        file=ContentFile(content, name=plan.filename),
        file_size=len(content),
    )
    document.save()
    return document


def _asset(video: VideoText) -> VideoAsset:
    uuid = work_id("asset", video.key)
    found = VideoAsset.objects.filter(uuid=uuid).first()
    if found is not None:
        return found
    plan = ClipPlan(slate=video.slate, seed=video.seed, seconds=video.seconds)
    asset = VideoAsset(
        uuid=uuid,
        title=f"{video.slate} {video.title['en']}",
        master=ContentFile(encode_clip(plan), name=f"{video.slate}.mp4"),
        poster=_poster(video, plan),
    )
    asset.save()
    return asset


def _poster(video: VideoText, plan: ClipPlan) -> NewsroomImage:
    uuid = work_id("poster", video.key)
    found = NewsroomImage.objects.filter(uuid=uuid).first()
    if found is not None:
        return found
    title = f"Still from {video.slate}"
    poster = _new_image(f"{video.key}-poster", draw_poster(plan), title=title, credit=video.credit)
    poster.uuid = uuid
    poster.save()
    return poster
