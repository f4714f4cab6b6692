"""``manage.py ingest`` killed at any point: the next one takes every file, each once."""

import random
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.core import leased
from cms.core.models import LeaseState
from tests.factories.videos import clip_bytes
from tests.videos import killing
from videos.models import Upload, VideoAsset
from videos.models.asset import MASTERS_FOLDER, private_storage
from videos.services.stored_files import files_below
from videos.uploads.sweeping import sweep

INGEST = Path(__file__).with_name("pausing_ingest.py")
COLOURS = {"bridge.mp4": (40, 90, 160), "ferry.mp4": (200, 40, 30)}
FURTHEST_POINT = 30
A_DAY = timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_every_file_is_taken_once_whatever_is_killed(
    tmp_path: Path,
    uploads_dir: Path,
    soak_size: Callable[[int, int], int],
    chance: random.Random,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leased, "kick", lambda _model: None)
    drop = tmp_path / "drop"
    drop.mkdir()
    contents = {name: clip_bytes(colour=colour) for name, colour in COLOURS.items()}
    for name, content in contents.items():
        (drop / name).write_bytes(content)
    before = set(files_below(private_storage(), MASTERS_FOLDER))
    killed_at = []
    for _ in range(soak_size(2, 20)):
        process = killing.start(INGEST, str(drop), str(uploads_dir))
        after = chance.randint(1, FURTHEST_POINT)
        killed_at.append(killing.kill(process, after=after, chance=chance))
        Upload.objects.filter(state=LeaseState.RUNNING).update(leased_until=timezone.now())
    assert killed_at[0] != killing.NOWHERE

    call_command("ingest", str(drop), "--settle", "0", stdout=StringIO())
    sweep(timezone.now() + A_DAY)

    assets = VideoAsset.objects.all()
    taken = {asset.original_filename: asset.master.open().read() for asset in assets}
    assert taken == contents, killed_at
    assert len(assets) == len(contents), killed_at
    assert sorted(path.name for path in (drop / "done").iterdir()) == sorted(contents)
    assert [path for path in drop.iterdir() if path.is_file()] == []
    assert not Upload.objects.open().exists(), killed_at
    assert list(uploads_dir.iterdir()) == [], killed_at
    masters = set(files_below(private_storage(), MASTERS_FOLDER)) - before
    assert masters == {asset.master.name for asset in assets}, killed_at
    assert killing.steps_left() == []
