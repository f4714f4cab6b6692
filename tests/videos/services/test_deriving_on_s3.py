"""Deriving with the files in an S3 store: every step, and what dead workers leave there."""

import hashlib
import os
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils import timezone

from cms.core import leased
from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory, clip_bytes
from tests.s3 import BUCKET, S3Store
from tests.videos import killing
from tests.videos.services.test_killed_worker import WORKER, expire_leases
from videos.derivative_choices import DerivativeStep
from videos.models import Derivative, Rendition, VideoAsset
from videos.services.deriving import drain_derivatives
from videos.services.sweeping import Sweep, sweep_media


@pytest.fixture(autouse=True)
def _on_s3(files_on_s3: S3Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the files there, and work when the test says so."""
    monkeypatch.setattr(leased, "kick", lambda _model: None)


def sweep(*, delete: bool = False) -> Sweep:
    later = timezone.now() + timedelta(minutes=1)
    return sweep_media(at=later, delete=delete, grace=timedelta())


def names_of(asset: VideoAsset) -> set[str]:
    """Return what the bucket should hold."""
    rows = Rendition.objects.filter(asset=asset)
    files = {
        ("media/" if row.storage == default_storage else "private/") + row.file for row in rows
    }
    return files | {f"media/{asset.poster.file.name}"}


@pytest.mark.django_db(transaction=True)
def test_every_derivative_is_made_once_whatever_is_killed(
    files_on_s3: S3Store,
    soak_size: Callable[[int, int], int],
    chance: random.Random,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in files_on_s3.environment.items():
        monkeypatch.setitem(os.environ, name, value)
    asset = VideoAssetFactory()
    killed_at = []
    for _ in range(soak_size(0, 6)):
        after = chance.randint(1, 25)
        killed_at.append(killing.kill(killing.start(WORKER), after=after, chance=chance))
        expire_leases()

    while Derivative.objects.open().exists():
        assert drain_derivatives(), killed_at
        expire_leases()

    asset.refresh_from_db()
    rows = Derivative.objects.filter(asset=asset)
    assert {row.step for row in rows} == set(DerivativeStep) - {
        DerivativeStep.LADDER,
        DerivativeStep.METADATA,
    }
    assert {row.state for row in rows} == {LeaseState.DONE}, killed_at
    for row in Rendition.objects.filter(asset=asset):
        with row.storage.open(row.file) as file:
            assert hashlib.sha256(file.read()).hexdigest() == row.sha256
    assert files_on_s3.keys() >= names_of(asset), killed_at
    sweep(delete=True)  # a worker may have died between a poster's file and its row
    assert files_on_s3.keys() == names_of(asset), killed_at
    assert files_on_s3.unfinished() == []
    assert sweep().is_clean


@pytest.mark.django_db
class TestSweep:
    def test_finds_and_removes_what_no_row_names(self, files_on_s3: S3Store) -> None:
        asset = VideoAssetFactory()
        default_storage.save("renditions/x/y/360p.mp4", ContentFile(b"orphan"))
        storages["private"].save("masters/gone/abc", ContentFile(b"orphan"))

        assert sorted(sweep().orphans) == [
            ("private", "masters/gone/abc"),
            ("public", "renditions/x/y/360p.mp4"),
        ]

        sweep(delete=True)
        assert files_on_s3.keys() == {f"private/{asset.master.name}"}

    def test_abandons_files_that_were_never_finished(self, files_on_s3: S3Store) -> None:
        key = "private/masters/gone/abc"
        begun = files_on_s3.client.create_multipart_upload(Bucket=BUCKET, Key=key)
        files_on_s3.client.upload_part(
            Bucket=BUCKET, Key=key, UploadId=begun["UploadId"], PartNumber=1, Body=b"part"
        )
        assert sweep_media(at=timezone.now(), delete=True).unfinished == []

        found = sweep(delete=True)

        assert found.unfinished == [("private", "masters/gone/abc")]
        assert files_on_s3.unfinished() == []

    def test_tells_which_files_are_missing(self) -> None:
        asset = VideoAssetFactory()
        storages["private"].delete(asset.master.name)

        assert sweep().missing == [asset.master.name]


@pytest.mark.django_db
def test_a_replaced_master_goes_after_the_commit(
    files_on_s3: S3Store, django_capture_on_commit_callbacks
) -> None:
    asset = VideoAssetFactory()
    old = asset.master.name

    with django_capture_on_commit_callbacks(execute=True):
        asset.master = ContentFile(clip_bytes(".mov"), name="better.mov")
        asset.save()
        assert storages["private"].exists(old)

    assert files_on_s3.keys() == {f"private/{VideoAsset.objects.get().master.name}"}
