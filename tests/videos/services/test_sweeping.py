"""Every file in storage belongs to a row, and every row has its file."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory, give_preview
from videos.models import Derivative
from videos.services.deriving import LeaseKeeper
from videos.services.placing import begin_attempt
from videos.services.sweeping import Sweep, sweep_media

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SCRATCH_DIR = tmp_path / "scratch"
    settings.SCRATCH_DIR.mkdir()


def sweep(*, delete: bool = False, grace_hours: int = 0) -> Sweep:
    later = timezone.now() + timedelta(minutes=1)
    return sweep_media(at=later, delete=delete, grace=timedelta(hours=grace_hours))


def ours(found: Sweep) -> list[str]:
    """Return what was found in the storage that this test has for itself."""
    return [name for place, name in found.orphans if place == "public"]


def test_finds_nothing_where_all_is_well() -> None:
    give_preview(VideoAssetFactory())

    found = sweep()

    assert (ours(found), found.missing, found.scratch) == ([], [], [])


def test_finds_and_removes_files_without_rows() -> None:
    asset = give_preview(VideoAssetFactory())
    orphan = f"renditions/{asset.uuid}/{'0' * 32}/360p.mp4"
    for name in (orphan, "original_images/lost.jpg", "previews/old/x.mp4"):
        default_storage.save(name, ContentFile(b"12345"))

    found = sweep()
    assert sorted(ours(found)) == ["original_images/lost.jpg", "previews/old/x.mp4", orphan]
    assert default_storage.exists(orphan)

    sweep(delete=True)
    assert ours(sweep()) == []
    assert default_storage.exists(asset.preview_rendition().file)


def test_finds_a_master_without_an_asset() -> None:
    storages["private"].save("masters/gone/abc", ContentFile(b"12345"))

    found = sweep(delete=True)

    assert ("private", "masters/gone/abc") in found.orphans
    assert not storages["private"].exists("masters/gone/abc")


def test_leaves_what_is_young() -> None:
    default_storage.save("previews/old/x.mp4", ContentFile(b"12345"))

    assert ours(sweep(grace_hours=1)) == []


def test_leaves_what_is_being_written() -> None:
    asset = VideoAssetFactory()
    row = Derivative.objects.claim(at=timezone.now(), lease_seconds=60)
    attempt = begin_attempt(row, LeaseKeeper(row))
    name = f"renditions/{asset.uuid}/{attempt.hex}/360p.mp4"
    default_storage.save(name, ContentFile(b"half"))
    assert ours(sweep()) == []

    Derivative.objects.update(state=LeaseState.FAILED)

    assert ours(sweep()) == [name]


def test_tells_which_files_are_missing() -> None:
    preview = give_preview(VideoAssetFactory()).preview_rendition()
    default_storage.delete(preview.file)

    assert preview.file in sweep().missing


def test_removes_scratch_folders_of_dead_work(settings) -> None:
    dead = settings.SCRATCH_DIR / f"derive-{'0' * 32}"
    dead.mkdir()

    assert sweep().scratch == [dead.name]
    assert dead.exists()

    sweep(delete=True)
    assert not dead.exists()


def test_the_command_ends_with_a_failure_when_something_is_left() -> None:
    default_storage.save("previews/old/x.mp4", ContentFile(b"12345"))
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("sweep_media", grace_minutes=-1, stdout=said)

    assert "no row: public previews/old/x.mp4" in said.getvalue()
