"""What is derived from a master: asked for with the asset, made once, registered whole."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.utils import timezone
from PIL import Image

from cms.core.models import LeaseState, NewsroomImage
from tests.factories.videos import VideoAssetFactory, clip_bytes, give_preview
from videos.derivative_choices import DerivativeStep, RenditionPurpose
from videos.models import Derivative, Rendition, VideoAsset
from videos.pipeline import isolation
from videos.services import deriving, posters, requesting
from videos.services.deriving import make_previews

pytestmark = pytest.mark.django_db


def work() -> VideoAsset:
    make_previews()
    return VideoAsset.objects.get()


def states() -> dict[str, str]:
    return dict(Derivative.objects.values_list("step", "state"))


class TestFacts:
    def test_are_asked_for_with_the_asset(self) -> None:
        asset = VideoAssetFactory()

        [row] = asset.current_derivatives()

        assert (row.step, row.state) == (DerivativeStep.FACTS, LeaseState.QUEUED)
        assert asset.preview_rendition() is None

    def test_fill_the_asset_and_ask_for_the_rest(self) -> None:
        VideoAssetFactory()

        deriving.derive(Derivative.objects.claim(at=timezone.now(), lease_seconds=60))

        asset = VideoAsset.objects.get()
        assert asset.duration_seconds == pytest.approx(1, abs=0.1)
        assert asset.codecs == "h264, aac"
        assert len(asset.sha256) == 64
        later = {DerivativeStep.LADDER, DerivativeStep.METADATA}
        assert set(states()) == set(DerivativeStep) - later
        assert {step for step, state in states().items() if state == "done"} == {"facts"}
        waiting = Derivative.objects.get(waits_for=DerivativeStep.PREVIEW)
        assert waiting.step == DerivativeStep.THUMBNAILS

    def test_keep_the_checksum_that_the_upload_found(self) -> None:
        asset = VideoAssetFactory()
        VideoAsset.objects.update(sha256="5a" * 32)

        work()

        assert VideoAsset.objects.get(pk=asset.pk).sha256 == "5a" * 32

    def test_offer_the_master_itself(self) -> None:
        VideoAssetFactory()

        asset = work()

        master = asset.renditions.get(purpose=RenditionPurpose.MASTER)
        assert master.file == asset.master.name
        assert (master.sha256, master.size_bytes) == (asset.sha256, asset.size_bytes)
        assert not master.is_public

    def test_say_why_a_file_that_is_no_video_failed(self) -> None:
        VideoAssetFactory(master=ContentFile(b"no video at all", name="notes.mp4"))

        asset = work()

        [row] = asset.current_derivatives()
        assert (row.state, row.problem) == (LeaseState.FAILED, "not_video")
        assert asset.master.name not in row.engine_log
        assert not asset.renditions.exists()


class TestPreview:
    def test_is_registered_with_its_files(self) -> None:
        VideoAssetFactory()

        asset = work()

        preview = asset.preview_rendition()
        folder = f"renditions/{asset.uuid}/"
        assert preview.file.startswith(folder)
        assert default_storage.size(preview.file) == preview.size_bytes
        assert (preview.width, preview.height) == (160, 90)
        files = Rendition.objects.filter(derivative__step=DerivativeStep.PREVIEW)
        assert {row.purpose for row in files} == {"preview", "hls", "playlist"}
        assert all(default_storage.exists(row.file) for row in files)

    def test_has_an_id_that_stays_when_it_is_made_again(self) -> None:
        VideoAssetFactory()
        first = work().preview_rendition()

        requesting.redo(VideoAsset.objects.get(), DerivativeStep.PREVIEW)
        second = work().preview_rendition()

        assert first.uuid == second.uuid
        assert first.file != second.file

    def test_gives_way_only_when_the_next_is_there(
        self, django_capture_on_commit_callbacks, monkeypatch
    ) -> None:
        VideoAssetFactory()
        first = work().preview_rendition()
        requesting.redo(VideoAsset.objects.get(), DerivativeStep.PREVIEW)
        assert default_storage.exists(first.file)

        with django_capture_on_commit_callbacks(execute=True):
            monkeypatch.setattr("cms.core.leased.wake", lambda _model: True)
            make_previews()
            assert default_storage.exists(first.file)

        assert not default_storage.exists(first.file)
        assert not Path(default_storage.path(first.file)).parent.exists()
        assert default_storage.exists(VideoAsset.objects.get().preview_rendition().file)

    def test_leaves_nothing_in_the_scratch_folder(self, settings, tmp_path) -> None:
        settings.SCRATCH_DIR = tmp_path
        VideoAssetFactory()

        work()

        assert list(tmp_path.iterdir()) == []


class TestPoster:
    def test_is_taken_from_the_film(self) -> None:
        VideoAssetFactory()

        asset = work()

        assert asset.poster.width == 160
        assert asset.is_poster_automatic
        suggestions = asset.renditions.filter(purpose=RenditionPurpose.POSTER)
        assert len(suggestions) > 1
        assert not any(one.is_public for one in suggestions)

    def test_is_the_same_image_when_it_is_made_again(self) -> None:
        VideoAssetFactory()
        first = work().poster

        requesting.redo(VideoAsset.objects.get(), DerivativeStep.POSTER)

        assert work().poster == first
        assert NewsroomImage.objects.count() == 1

    def test_leaves_no_file_of_a_worker_that_was_killed_before_the_commit(self) -> None:
        asset = VideoAssetFactory()
        picture = BytesIO()
        Image.new("RGB", (160, 90), (40, 90, 160)).save(picture, "JPEG")
        with transaction.atomic():
            posters.take_automatic_poster(asset.pk, picture.getvalue())
            transaction.set_rollback(True)

        posters.take_automatic_poster(asset.pk, picture.getvalue())

        _folders, files = default_storage.listdir("original_images")
        assert len([name for name in files if str(asset.uuid) in name]) == 1

    def test_leaves_the_one_an_editor_chose(self) -> None:
        asset = VideoAssetFactory()
        chosen = NewsroomImage.objects.create(title="Chosen", width=1, height=1, file="x.png")
        VideoAsset.objects.update(poster=chosen)

        assert work().poster == chosen
        assert not VideoAsset.objects.get(pk=asset.pk).is_poster_automatic


class TestReplacedMaster:
    def test_has_work_of_its_own(self) -> None:
        asset = give_preview(VideoAssetFactory())

        asset.master = ContentFile(clip_bytes(".mov"), name="better.mov")
        asset.save()

        stored = VideoAsset.objects.get()
        assert stored.preview_rendition() is None
        [row] = Derivative.objects.all()
        assert (row.master, row.state) == (stored.master.name, LeaseState.QUEUED)

    def test_keeps_the_old_files_until_the_commit(self, django_capture_on_commit_callbacks) -> None:
        asset = give_preview(VideoAssetFactory())
        old_master, old_preview = asset.master.name, asset.preview_rendition().file

        with django_capture_on_commit_callbacks(execute=True):
            asset.master = ContentFile(clip_bytes(".mov"), name="better.mov")
            asset.save()
            assert storages["private"].exists(old_master)
            assert default_storage.exists(old_preview)

        assert not storages["private"].exists(old_master)
        assert not default_storage.exists(old_preview)
        assert storages["private"].exists(VideoAsset.objects.get().master.name)

    def test_keeps_the_old_files_when_the_change_is_undone(
        self, django_capture_on_commit_callbacks
    ) -> None:
        asset = give_preview(VideoAssetFactory())
        old_master, old_preview = asset.master.name, asset.preview_rendition().file

        asset.master = ContentFile(clip_bytes(".mov"), name="better.mov")
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            asset.save()
            transaction.set_rollback(True)

        assert VideoAsset.objects.get().preview_rendition().file == old_preview
        assert storages["private"].exists(old_master)
        assert default_storage.exists(old_preview)

    def test_ends_the_work_on_the_old_one(self, monkeypatch) -> None:
        asset = VideoAssetFactory()
        real = isolation.run_step

        def replace_meanwhile(step, *args, **kwargs):
            if step == "derive":
                monkeypatch.setattr(isolation, "run_step", real)
                monkeypatch.setattr("videos.pipeline.steps.run_step", real)
                fresh = VideoAsset.objects.get(pk=asset.pk)
                fresh.master = ContentFile(clip_bytes(".mov"), name="better.mov")
                fresh.save()
            return real(step, *args, **kwargs)

        monkeypatch.setattr("videos.pipeline.steps.run_step", replace_meanwhile)

        stored = work()

        assert {row.master for row in Derivative.objects.all()} == {stored.master.name}
        assert stored.preview_rendition().derivative.master == stored.master.name
        assert stored_files(stored) == {row.file for row in public_renditions(stored)}


class TestDeadWorker:
    def test_is_followed_by_one_that_removes_what_it_left(self) -> None:
        asset = VideoAssetFactory()
        deriving.derive(Derivative.objects.claim(at=timezone.now(), lease_seconds=60))
        long_ago = timezone.now() - timedelta(hours=1)
        Derivative.objects.filter(step=DerivativeStep.PREVIEW).update(run_after=long_ago, urgency=0)
        dead = Derivative.objects.claim(at=long_ago, lease_seconds=60)
        keeper = deriving.LeaseKeeper(dead)
        attempt = deriving.begin_attempt(dead, keeper)
        dead.renew(lease_seconds=0, at=long_ago)
        half = f"renditions/{asset.uuid}/{attempt.hex}/360p.mp4"
        default_storage.save(half, ContentFile(b"half"))

        stored = work()

        assert not default_storage.exists(half)
        assert stored_files(stored) == {row.file for row in public_renditions(stored)}
        row = Derivative.objects.get(step=DerivativeStep.PREVIEW)
        assert (row.state, row.attempts, row.attempt) == (LeaseState.DONE, 2, None)


class TestDeletedAsset:
    def test_takes_its_files_after_the_commit(self, django_capture_on_commit_callbacks) -> None:
        asset = give_preview(VideoAssetFactory())
        master, preview = asset.master.name, asset.preview_rendition().file

        with django_capture_on_commit_callbacks(execute=True):
            asset.delete()
            assert storages["private"].exists(master)
            assert default_storage.exists(preview)

        assert not storages["private"].exists(master)
        assert not default_storage.exists(preview)


def public_renditions(asset: VideoAsset) -> list[Rendition]:
    return [row for row in Rendition.objects.filter(asset=asset) if row.is_public]


def stored_files(asset: VideoAsset) -> set[str]:
    folder = Path(default_storage.path(f"renditions/{asset.uuid}"))
    root = Path(default_storage.path(""))
    return {str(path.relative_to(root)) for path in folder.rglob("*") if path.is_file()}
