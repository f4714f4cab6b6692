"""Videos for tests. The media are made once per test process."""

import functools
import hashlib
import tempfile
from pathlib import Path

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Page

from tests.factories.news import home_of, index_of
from tests.videos.pipeline.clips import make_clip
from videos.models import PreviewJob, VideoAsset, VideoIndexPage, VideoPage


@functools.cache
def clip_bytes(suffix: str = ".mp4", *, colour: tuple[int, int, int] = (40, 90, 160)) -> bytes:
    """Return a video of one second."""
    with tempfile.TemporaryDirectory() as folder:
        return make_clip(Path(folder) / f"clip{suffix}", colour=colour).read_bytes()


class VideoAssetFactory(factory.django.DjangoModelFactory):
    """An asset that waits for its preview; with ``ready=True`` it has one."""

    class Meta:
        model = VideoAsset
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Footage {number}")
    master = factory.LazyFunction(lambda: ContentFile(clip_bytes(), name="footage.mp4"))

    @factory.post_generation
    def ready(asset: VideoAsset, create: bool, extracted: bool | None, **kwargs: object) -> None:
        if extracted:
            give_preview(asset)


def give_preview(asset: VideoAsset, content: bytes = b"") -> VideoAsset:
    """Let the asset's preview be there without encoding it."""
    content = content or clip_bytes(colour=(90, 40, 120))
    digest = hashlib.sha256(content).hexdigest()[:32]
    name = f"previews/{asset.uuid}/{digest}.mp4"
    asset.preview = default_storage.save(name, ContentFile(content))
    asset.preview_size_bytes = len(content)
    asset.preview_width, asset.preview_height = 160, 90
    asset.duration_seconds, asset.width, asset.height = 1.0, 160, 90
    asset.size_bytes = asset.master.size
    asset.save()
    PreviewJob.objects.filter(asset=asset).update(state="done", progress_percent=100)
    return asset


class VideoIndexPageFactory(factory.django.DjangoModelFactory):
    """A further list of videos below ``parent``, by default below the English home page."""

    class Meta:
        model = VideoIndexPage

    title = "Videos"
    slug = factory.Sequence(lambda number: f"videos-{number}")

    @classmethod
    def _create(cls, model_class: type[VideoIndexPage], **kwargs: object) -> VideoIndexPage:
        return _create_below(model_class, **{"parent": home_of(), **kwargs})


class VideoPageFactory(factory.django.DjangoModelFactory):
    """A draft video below ``parent``, by default in the English list; ``published=True``."""

    class Meta:
        model = VideoPage

    title = factory.Sequence(lambda number: f"Video {number}")
    slug = factory.Sequence(lambda number: f"video-{number}")

    @classmethod
    def _create(
        cls, model_class: type[VideoPage], *, published: bool = False, **kwargs: object
    ) -> VideoPage:
        page = _create_below(model_class, **kwargs)
        revision = page.save_revision()
        if published:
            revision.publish()
            page.refresh_from_db()
        return page


def _create_below[P: Page](
    model_class: type[P], *, parent: Page | None = None, **kwargs: object
) -> P:
    parent = parent or index_of(VideoIndexPage)
    kwargs.setdefault("locale", parent.locale)
    return parent.add_child(instance=model_class(live=False, **kwargs))
