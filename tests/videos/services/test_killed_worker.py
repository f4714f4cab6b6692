"""Workers killed at any point of a job of many steps, and the ones that follow them."""

import hashlib
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from cms.core import leased
from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory
from tests.videos import killing
from videos.derivative_choices import DerivativeStep
from videos.models import Derivative, Rendition, VideoAsset
from videos.models.asset import private_storage
from videos.services.deriving import derive, drain_derivatives
from videos.services.stored_files import files_below
from videos.services.sweeping import sweep_media
from videos.services.workspace import sweep_scratch

WORKER = Path(__file__).with_name("pausing_worker.py")
PLAIN_WORKER = Path(__file__).with_name("plain_worker.py")
FURTHEST_POINT = 25
SHARED_STEPS = (
    DerivativeStep.QUALITY,
    DerivativeStep.POSTER,
    DerivativeStep.WAVEFORM,
    DerivativeStep.SOUND,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the work to the workers of the test, and begin with an empty scratch folder."""
    monkeypatch.setattr(leased, "kick", lambda _model: None)
    monkeypatch.setattr("videos.services.requesting.leased.kick", lambda _model: None)
    sweep_scratch(Path(settings.SCRATCH_DIR))


def test_every_derivative_is_made_once_whatever_is_killed(
    soak_size: Callable[[int, int], int], chance: random.Random
) -> None:
    asset = VideoAssetFactory()
    killed_at = []
    for _ in range(soak_size(3, 20)):
        after = chance.randint(1, FURTHEST_POINT)
        killed_at.append(killing.kill(killing.start(WORKER), after=after, chance=chance))
        expire_leases()
    assert killed_at[0] != killing.NOWHERE

    while Derivative.objects.open().exists():
        assert drain_derivatives(), killed_at
        expire_leases()

    assert_made_once(asset, killed_at)


def test_two_workers_share_the_work_and_do_nothing_twice() -> None:
    asset = VideoAssetFactory()
    derive(Derivative.objects.claim(at=timezone.now(), lease_seconds=60))
    Derivative.objects.open().exclude(step__in=SHARED_STEPS).delete()

    workers = [killing.start(PLAIN_WORKER) for _ in range(2)]
    for worker in workers:
        worker.communicate(timeout=600)

    assert [worker.returncode for worker in workers] == [0, 0]
    rows = Derivative.objects.filter(asset=asset, step__in=SHARED_STEPS)
    assert {(row.state, row.attempts) for row in rows} == {(LeaseState.DONE, 1)}
    assert rows.count() == len(SHARED_STEPS)
    assert_nothing_is_left(asset, [])


def assert_made_once(asset: VideoAsset, killed_at: list[str]) -> None:
    rows = Derivative.objects.filter(asset=asset)
    assert {row.step for row in rows} == set(DerivativeStep) - {
        DerivativeStep.LADDER,
        DerivativeStep.METADATA,
    }
    assert {row.state for row in rows} == {LeaseState.DONE}, killed_at
    assert all(row.attempt is None for row in rows)
    assert_nothing_is_left(asset, killed_at)


def assert_nothing_is_left(asset: VideoAsset, killed_at: list[str]) -> None:
    """Assert that files are whole and belong to rows, and that no process goes on."""
    renditions = list(Rendition.objects.filter(asset=asset))
    assert len({row.filename for row in renditions}) == len(renditions)
    for row in renditions:
        with row.storage.open(row.file) as file:
            assert hashlib.sha256(file.read()).hexdigest() == row.sha256
    assert stored(asset.uuid) == {row.file for row in renditions} - {asset.master.name}
    found = sweep_media(at=timezone.now() + timedelta(hours=1), delete=False, grace=timedelta())
    assert not [name for _place, name in found.orphans if str(asset.uuid) in name], killed_at
    assert not found.missing
    assert not found.scratch, killed_at
    assert killing.steps_left() == []


def expire_leases() -> None:
    Derivative.objects.filter(state=LeaseState.RUNNING).update(leased_until=timezone.now())
    Derivative.objects.filter(state=LeaseState.QUEUED).update(run_after=timezone.now())


def stored(asset: object) -> set[str]:
    folder = f"renditions/{asset}"
    return {*files_below(default_storage, folder), *files_below(private_storage(), folder)}
