"""Creating the demo's images, documents and video assets. Safe to take up again half-way."""

from collections.abc import Callable

from django.core.files.base import ContentFile
from django.db import transaction

from cms.core.models import NewsroomDocument, NewsroomImage
from cms.website.demo.documents import build_pdf
from cms.website.demo.identity import work_id
from cms.website.demo.images import draw_image
from cms.website.demo.records import (
    DemoContent,
    DocumentPlan,
    ImagePlan,
    TrackText,
    VideoText,
)
from cms.website.demo.shelf import Shelf
from cms.website.demo.videos import ClipPlan, draw_poster, encode_clip
from videos.models import Track, VideoAsset
from videos.pipeline.timed_text.cues import Cue
from videos.services.deriving import make_previews

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
    make_previews()


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
    with transaction.atomic():
        asset.save()
        for track in video.tracks:
            _add_track(asset, track)
    return asset


def _add_track(asset: VideoAsset, text: TrackText) -> None:
    track = Track(asset=asset, kind=text.kind, language=text.language)
    track.take_cues(
        Cue(
            start_ms=round(cue.begin * 1000),
            end_ms=round(cue.end * 1000),
            text=cue.text,
            speaker=cue.speaker,
        )
        for cue in text.cues
    )
    track.save()


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
