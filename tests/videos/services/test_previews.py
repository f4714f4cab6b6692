"""Previews: requested with the asset, made once, registered whole."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import transaction
from django.utils import timezone

from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory, clip_bytes, give_preview
from videos.models import PreviewJob, VideoAsset
from videos.pipeline import isolation
from videos.services import previews
from videos.services.making_previews import drain_previews

pytestmark = pytest.mark.django_db


def _work() -> VideoAsset:
    drain_previews()
    return VideoAsset.objects.get()


class TestPreview:
    def test_is_asked_for_with_the_asset(self) -> None:
        asset = VideoAssetFactory()

        job = asset.current_job()

        assert (job.state, job.master) == (LeaseState.QUEUED, asset.master.name)
        assert not asset.has_preview

    def test_is_made_with_facts_and_poster(self) -> None:
        VideoAssetFactory()

        asset = _work()

        assert asset.current_job().state == LeaseState.DONE
        assert asset.preview.name.startswith(f"previews/{asset.uuid}/")
        assert default_storage.size(asset.preview.name) == asset.preview_size_bytes
        assert (asset.preview_width, asset.preview_height) == (160, 90)
        assert asset.duration_seconds == pytest.approx(1, abs=0.1)
        assert asset.codecs == "h264, aac"
        assert len(asset.sha256) == 64
        assert asset.poster.width == 160
        assert asset.is_poster_automatic

    def test_keeps_the_poster_an_editor_chose(self) -> None:
        from cms.core.models import NewsroomImage

        asset = VideoAssetFactory()
        chosen = NewsroomImage.objects.create(title="Chosen", width=1, height=1, file="x.png")
        VideoAsset.objects.update(poster=chosen)

        assert _work().poster == chosen
        assert not VideoAsset.objects.get(pk=asset.pk).is_poster_automatic

    def test_says_why_a_file_that_is_no_video_failed(self) -> None:
        VideoAssetFactory(master=ContentFile(b"no video at all", name="notes.mp4"))

        asset = _work()

        assert asset.current_job().state == LeaseState.FAILED
        assert asset.current_job().problem == "not_video"
        assert not asset.has_preview

    def test_can_be_tried_again_after_a_failure(self) -> None:
        asset = VideoAssetFactory(master=ContentFile(b"no video", name="notes.mp4"))
        _work()
        path = Path(storages["private"].path(asset.master.name))
        path.write_bytes(clip_bytes())

        previews.retry_preview(asset)

        assert _work().has_preview

    def test_leaves_nothing_in_the_scratch_folder(self, settings, tmp_path) -> None:
        settings.SCRATCH_DIR = tmp_path
        VideoAssetFactory()

        _work()

        assert list(tmp_path.iterdir()) == []


class TestReplacedMaster:
    def test_gets_a_preview_of_its_own(self) -> None:
        asset = give_preview(VideoAssetFactory())

        asset.master = ContentFile(clip_bytes(".mov"), name="better.mov")
        asset.save()

        stored = VideoAsset.objects.get()
        assert not stored.has_preview
        assert PreviewJob.objects.get().master == stored.master.name

    def test_keeps_the_old_file_until_the_commit(self, django_capture_on_commit_callbacks) -> None:
        asset = give_preview(VideoAssetFactory())
        old_master, old_preview = asset.master.name, asset.preview.name

        with django_capture_on_commit_callbacks(execute=True):
            asset.master = ContentFile(clip_bytes(".mov"), name="better.mov")
            asset.save()
            assert storages["private"].exists(old_master)

        assert not storages["private"].exists(old_master)
        assert not default_storage.exists(old_preview)
        assert storages["private"].exists(VideoAsset.objects.get().master.name)

    def test_keeps_the_old_file_when_the_change_is_undone(
        self, django_capture_on_commit_callbacks
    ) -> None:
        asset = VideoAssetFactory()
        old_master = asset.master.name

        asset.master = ContentFile(clip_bytes(".mov"), name="better.mov")
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            asset.save()
            transaction.set_rollback(True)

        assert VideoAsset.objects.get().master.name == old_master
        assert storages["private"].exists(old_master)

    def test_ends_the_work_on_the_old_one(self, monkeypatch) -> None:
        asset = VideoAssetFactory()
        real = isolation.make_preview

        def replace_meanwhile(*args, **kwargs):
            fresh = VideoAsset.objects.get(pk=asset.pk)
            fresh.master = ContentFile(clip_bytes(".mov"), name="better.mov")
            fresh.save()
            monkeypatch.setattr(isolation, "make_preview", real)
            return real(*args, **kwargs)

        monkeypatch.setattr(isolation, "make_preview", replace_meanwhile)

        stored = _work()

        assert stored.has_preview
        assert PreviewJob.objects.get().master == stored.master.name


class TestDeadWorker:
    def test_is_followed_by_one_that_finishes_once(self) -> None:
        asset = VideoAssetFactory()
        long_ago = timezone.now() - timedelta(hours=1)
        PreviewJob.objects.update(run_after=long_ago)
        dead = PreviewJob.objects.claim(at=long_ago, lease_seconds=60)
        half = default_storage.path(f"previews/{asset.uuid}/left-behind.tmp")
        Path(half).parent.mkdir(parents=True)
        Path(half).write_bytes(b"half")

        stored = _work()

        assert stored.has_preview
        assert stored.current_job().attempts == 2
        assert drain_previews() == 0
        assert not type(dead).objects.filter(state=LeaseState.RUNNING).exists()


class TestDeletedAsset:
    def test_takes_its_files_after_the_commit(self, django_capture_on_commit_callbacks) -> None:
        asset = give_preview(VideoAssetFactory())
        master, preview = asset.master.name, asset.preview.name

        with django_capture_on_commit_callbacks(execute=True):
            asset.delete()
            assert storages["private"].exists(master)

        assert not storages["private"].exists(master)
        assert not default_storage.exists(preview)
