"""Videos for tests. The media are made once per test process."""

import functools
import hashlib
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path

import factory
from django.core.files.base import ContentFile
from wagtail.models import Page

from cms.core.models import LeaseState
from tests.factories.news import home_of, index_of
from tests.videos.pipeline.clips import make_clip
from videos.derivative_choices import DerivativeStep, RenditionPurpose
from videos.models import Derivative, Rendition, Track, VideoAsset, VideoIndexPage, VideoPage
from videos.models.rendition import rendition_id
from videos.pipeline.timed_text.cues import Cue


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
    """Let the work on the asset be done, without doing it: there is a preview that plays."""
    asset.duration_seconds, asset.width, asset.height = 1.0, 160, 90
    asset.size_bytes = asset.master.size
    asset.save()
    Derivative.objects.filter(asset=asset).update(state=LeaseState.DONE, percent=100)
    give_rendition(asset, "360p.mp4", RenditionPurpose.PREVIEW, content or preview_bytes())
    return asset


def preview_bytes() -> bytes:
    """Return what the preview of an asset with ``ready=True`` holds."""
    return clip_bytes(colour=(90, 40, 120))


def give_rendition(
    asset: VideoAsset, filename: str, purpose: str, content: bytes = b"some bytes", **facts: object
) -> Rendition:
    """Give the asset a finished file, as the step of that purpose would."""
    step = STEPS.get(purpose, DerivativeStep.LADDER)
    row, _is_new = Derivative.objects.get_or_create(
        asset=asset,
        master=asset.master.name,
        step=step,
        defaults={"state": LeaseState.DONE, "percent": 100},
    )
    attempt = uuid.uuid5(asset.uuid, f"attempt {step}")
    rendition = Rendition(
        uuid=rendition_id(asset.uuid, filename),
        asset=asset,
        derivative=row,
        purpose=purpose,
        filename=filename,
        file=f"renditions/{asset.uuid}/{attempt.hex}/{filename}",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **{"name": filename.partition(".")[0]} | FACTS_OF.get(purpose, {}) | facts,
    )
    rendition.storage.save(rendition.file, ContentFile(content))
    rendition.save()
    return rendition


STEPS = {
    RenditionPurpose.PREVIEW: DerivativeStep.PREVIEW,
    RenditionPurpose.THUMBNAILS: DerivativeStep.THUMBNAILS,
    RenditionPurpose.WAVEFORM: DerivativeStep.WAVEFORM,
    RenditionPurpose.POSTER: DerivativeStep.POSTER,
}
PICTURE = {"width": 160, "height": 90, "rate": "25/1", "frame_count": 25, "duration_seconds": 1.0}
H264 = {"content_type": "video/mp4", "container": "mp4", "codecs": "avc1.64000b", **PICTURE}
FACTS_OF = {
    RenditionPurpose.PREVIEW: H264 | {"codecs": "avc1.64000b,mp4a.40.2"},
    RenditionPurpose.DOWNLOAD: H264 | {"codecs": "avc1.64000b,mp4a.40.2"},
    RenditionPurpose.HLS: H264 | {"bit_rate": 100_000, "peak_bit_rate": 150_000},
    RenditionPurpose.PLAYLIST: {"content_type": "application/vnd.apple.mpegurl"},
    RenditionPurpose.POSTER: {"content_type": "image/jpeg", "width": 160, "height": 90},
    RenditionPurpose.WAVEFORM: {"content_type": "application/json"},
}


class TrackFactory(factory.django.DjangoModelFactory):
    """French subtitles of an asset; ``cues`` are what they say."""

    class Meta:
        model = Track

    asset = factory.SubFactory(VideoAssetFactory)
    language = "fr"

    @classmethod
    def _create(
        cls, model_class: type[Track], *, cues: Sequence[Cue] | None = None, **kwargs: object
    ) -> Track:
        track = model_class(**kwargs)
        track.take_cues(some_cues() if cues is None else cues)
        track.save()
        return track


def some_cues() -> list[Cue]:
    """Return two cues that follow each other within the first second."""
    return [
        Cue(start_ms=0, end_ms=400, text="Le bac part à l’aube.", speaker="Élodie"),
        Cue(start_ms=500, end_ms=1_000, text="<i>Sirène</i> & mouettes", settings="line:0"),
    ]


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
