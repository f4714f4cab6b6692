"""What is deleted without anybody asking, and what is not."""

import os
import time
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.utils import timezone

from cms.core.scheduling import registered_jobs
from tests.factories.videos import VideoAssetFactory, clip_bytes
from tests.videos.uploads.making import receive
from tests.videos.uploads.tus import Tus
from videos.models import Upload, UploadStage, VideoAsset
from videos.uploads.examining import drain_uploads
from videos.uploads.sweeping import sweep

pytestmark = pytest.mark.django_db


def later(hours: float):
    return timezone.now() + timedelta(hours=hours)


class TestExpiredUpload:
    def test_goes_with_its_bytes(self, tus: Tus, uploads_dir) -> None:
        address = tus.begin(9)
        tus.send(address, b"1234", offset=0)

        assert sweep(later(47)) == 0
        assert tus.offset(address) == 4
        assert sweep(later(49)) == 1

        assert list(uploads_dir.iterdir()) == []
        assert tus.ask("HEAD", address).status_code == 404

    def test_is_kept_alive_by_every_piece(self, tus: Tus) -> None:
        address = tus.begin(9)
        Upload.objects.update(expires_at=later(1))

        tus.send(address, b"1234", offset=0)

        assert sweep(later(40)) == 0

    def test_that_waited_for_a_decision_goes_too(self, owner, uploads_dir) -> None:
        upload = receive(owner=owner, is_for_form=True)
        drain_uploads()
        assert storages["private"].exists(upload.master_name)

        assert sweep(later(49)) == 1

        assert not storages["private"].exists(upload.master_name)

    def test_is_deleted_by_the_scheduler(self) -> None:
        assert [job.function for job in registered_jobs() if job.name == "sweep-uploads"] == [sweep]

    def test_can_be_deleted_by_hand(self, tus: Tus, capsys) -> None:
        tus.begin(9)
        Upload.objects.update(expires_at=later(-1))

        call_command("sweep_uploads")

        assert capsys.readouterr().out == "1 uploads deleted.\n"


class TestSettledUpload:
    def test_is_kept_while_its_asset_is_there(self, owner, uploads_dir) -> None:
        upload = receive(owner=owner)
        drain_uploads()

        assert sweep(later(1000)) == 0
        assert storages["private"].exists(upload.master_name)

        VideoAsset.objects.get().delete()
        assert sweep(later(1000)) == 1

    def test_never_takes_the_file_of_an_asset(self, owner, uploads_dir) -> None:
        receive(owner=owner)
        drain_uploads()
        Upload.objects.update(asset=None)

        sweep(later(1000))

        assert VideoAsset.objects.get().master.open().read() == clip_bytes()

    def test_that_was_refused_is_shown_for_a_while(self, owner, uploads_dir) -> None:
        receive(b"words", owner=owner)
        drain_uploads()

        assert sweep(later(1)) == 0
        assert sweep(later(49)) == 1

    def test_that_was_discarded_leaves_nothing_behind(self, tus: Tus, uploads_dir) -> None:
        """Not even what a worker moved in the same moment."""
        tus.ask("DELETE", tus.begin(9))
        upload = Upload.objects.get()
        VideoAssetFactory()
        storages["private"].save(
            upload.master_name, storages["private"].open(VideoAsset.objects.get().master.name)
        )

        assert sweep(later(0.5)) == 0
        assert sweep(later(2)) == 1

        assert not storages["private"].exists(upload.master_name)


class TestBytes:
    def test_without_an_upload_go_when_they_are_old(self, tus: Tus, uploads_dir) -> None:
        tus.begin(9)
        stray, fresh = uploads_dir / ("ab" * 16), uploads_dir / ("cd" * 16)
        for path in (stray, fresh, uploads_dir / "notes.txt"):
            path.write_bytes(b"x")
        long_ago = time.time() - 49 * 3600
        os.utime(stray, (long_ago, long_ago))
        os.utime(uploads_dir / Upload.objects.get().uuid.hex, (long_ago, long_ago))

        sweep(timezone.now())

        names = {path.name for path in uploads_dir.iterdir()}
        assert names == {fresh.name, "notes.txt", Upload.objects.get().uuid.hex}

    def test_that_are_complete_are_examined(self, tus: Tus, owner) -> None:
        receive(owner=owner)
        Upload.objects.update(stage=UploadStage.RECEIVING)

        sweep(timezone.now())
        drain_uploads()

        assert VideoAsset.objects.exists()

    def test_that_were_lost_do_not_stop_the_sweep(self, tus: Tus, uploads_dir) -> None:
        tus.begin(9)
        next(uploads_dir.iterdir()).unlink()

        assert sweep(timezone.now()) == 0
        assert sweep(later(49)) == 1
