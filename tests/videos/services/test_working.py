"""What happens to work that is cancelled, runs out of disk or memory, or loses its master."""

import errno
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from cms.core import leased
from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory
from videos.choices import PROBLEM_TEXTS
from videos.derivative_choices import CANCELLED, DerivativeStep, Urgency
from videos.models import Derivative, Rendition, VideoAsset
from videos.models.asset import private_storage
from videos.pipeline import isolation, steps
from videos.pipeline.errors import MediaProblem
from videos.services import deriving, requesting
from videos.services.deriving import derive
from videos.services.stored_files import files_below
from videos.services.sweeping import sweep_media

pytestmark = pytest.mark.django_db

NO_SPACE = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture(autouse=True)
def own_scratch(settings: Any, tmp_path: Path) -> None:
    settings.SCRATCH_DIR = tmp_path / "scratch"
    settings.SCRATCH_DIR.mkdir()


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    """Return the processes that are started from now on."""
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def start(*args: Any, **kwargs: Any) -> "subprocess.Popen[bytes]":
        started.append(real(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(isolation.subprocess, "Popen", start)
    return started


def asset_with_facts() -> VideoAsset:
    """Return an asset whose facts are known, so that its steps are planned."""
    asset = VideoAssetFactory()
    derive(Derivative.objects.claim(at=timezone.now(), lease_seconds=60))
    return asset


def work(step: DerivativeStep) -> Derivative:
    """Let a worker take this step now, and return how it stands."""
    Derivative.objects.filter(step=step).update(urgency=0, run_after=timezone.now())
    row = Derivative.objects.claim(at=timezone.now(), lease_seconds=60)
    assert row.step == step
    leased.handle(row, derive)
    return Derivative.objects.get(pk=row.pk)


def left_over(asset: VideoAsset) -> list[str]:
    """Return what of the asset lies in storage or scratch space without a row."""
    found = sweep_media(at=timezone.now() + timedelta(hours=1), delete=False, grace=timedelta())
    return [name for _place, name in found.orphans if str(asset.uuid) in name] + found.scratch


def made(asset: VideoAsset, step: DerivativeStep) -> int:
    return Rendition.objects.filter(asset=asset, derivative__step=step).count()


class TestCancelled:
    def test_work_ends_its_child_and_leaves_nothing(
        self, children: list["subprocess.Popen[bytes]"], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The child would go on for ever, as one that encodes a long film."""
        asset = asset_with_facts()
        real = isolation.run_step

        def cancel_meanwhile(_step: str, *args: Any, **kwargs: Any) -> Any:
            requesting.cancel(asset, [DerivativeStep.PREVIEW])
            monkeypatch.setattr(isolation, "CHILD_MODULE", "tests.videos.pipeline.misbehaving")
            return real("hang", *args, **kwargs)

        monkeypatch.setattr(steps, "run_step", cancel_meanwhile)

        row = work(DerivativeStep.PREVIEW)

        assert (row.state, row.problem) == (LeaseState.FAILED, CANCELLED)
        assert row.is_cancelled
        assert [child.returncode is not None for child in children][-1]
        assert made(asset, DerivativeStep.PREVIEW) == 0
        assert left_over(asset) == []

    def test_work_is_done_when_it_is_asked_for_again(self) -> None:
        asset = asset_with_facts()
        requesting.cancel(asset)
        assert not Derivative.objects.due(timezone.now()).exists()

        requesting.retry(asset, [DerivativeStep.PREVIEW])

        assert work(DerivativeStep.PREVIEW).state == LeaseState.DONE


class TestFullDisk:
    def test_under_the_encoder_is_waited_for_and_told(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The kernel itself refuses the bytes: the encoder writes to ``/dev/full``."""
        asset = asset_with_facts()
        real = deriving.do_step

        def on_a_full_disk(job: Any) -> Any:
            name = job.row.plan["renditions"][0]["name"]
            (job.output / f"{name}.picture.mp4").symlink_to("/dev/full")
            return real(job)

        with monkeypatch.context() as patched:
            patched.setattr(deriving, "do_step", on_a_full_disk)
            row = work(DerivativeStep.PREVIEW)

        assert (row.state, row.problem) == (LeaseState.QUEUED, MediaProblem.DISK_FULL)
        assert PROBLEM_TEXTS[MediaProblem(row.problem)]
        assert "No space left" in row.engine_log
        assert row.run_after > timezone.now()
        assert (row.refusals, row.attempts) == (0, 0)
        assert left_over(asset) == []

        assert work(DerivativeStep.PREVIEW).state == LeaseState.DONE
        assert made(asset, DerivativeStep.PREVIEW) == 3

    @pytest.mark.parametrize("fits", [0, 1, 2])
    def test_in_storage_leaves_no_part_of_the_step(
        self, fits: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asset = asset_with_facts()
        saved: list[str] = []
        real = FileSystemStorage._save

        def save(storage: FileSystemStorage, name: str, content: Any) -> str:
            if len(saved) == fits:
                half = Path(storage.path(name))
                half.parent.mkdir(parents=True, exist_ok=True)
                half.write_bytes(b"half")
                raise NO_SPACE
            saved.append(name)
            return real(storage, name, content)

        with monkeypatch.context() as patched:
            patched.setattr(FileSystemStorage, "_save", save)
            row = work(DerivativeStep.PREVIEW)

        assert (row.state, row.problem) == (LeaseState.QUEUED, MediaProblem.DISK_FULL)
        assert left_over(asset) == []
        folder = f"renditions/{asset.uuid}"
        assert [*files_below(default_storage, folder)] == []

        assert work(DerivativeStep.PREVIEW).state == LeaseState.DONE
        assert made(asset, DerivativeStep.PREVIEW) == 3

    def test_is_noticed_before_the_work_begins(
        self, settings: Any, children: list["subprocess.Popen[bytes]"]
    ) -> None:
        asset_with_facts()
        before = len(children)
        settings.VIDEOS = settings.VIDEOS | {"KEEP_FREE_BYTES": 1 << 60}

        row = work(DerivativeStep.PREVIEW)

        assert (row.state, row.problem) == (LeaseState.QUEUED, MediaProblem.DISK_FULL)
        assert len(children) == before


class TestUrgency:
    def test_decides_the_order(self) -> None:
        """Three masters came in this order, and the last one is breaking news."""
        normal, soon, breaking = (VideoAssetFactory() for _ in range(3))
        Derivative.objects.filter(asset=soon).update(urgency=Urgency.SOON)
        requesting.make_first(breaking)

        order = [
            Derivative.objects.claim(at=timezone.now(), lease_seconds=60).asset for _ in range(3)
        ]

        assert order == [breaking, soon, normal]

    def test_has_long_work_step_aside(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asset = asset_with_facts()
        real = isolation.run_step

        def breaking_news_meanwhile(_step: str, *args: Any, **kwargs: Any) -> Any:
            requesting.make_first(VideoAssetFactory())
            monkeypatch.setattr(isolation, "CHILD_MODULE", "tests.videos.pipeline.misbehaving")
            return real("hang", *args, **kwargs)

        monkeypatch.setattr(steps, "run_step", breaking_news_meanwhile)
        Derivative.objects.filter(asset=asset).update(urgency=Urgency.SOON)
        row = Derivative.objects.claim(at=timezone.now(), lease_seconds=60)
        leased.handle(row, derive)

        row = Derivative.objects.get(pk=row.pk)
        assert (row.state, row.problem, row.attempts) == (LeaseState.QUEUED, "", 0)
        assert left_over(asset) == []
        assert Derivative.objects.claim(at=timezone.now(), lease_seconds=60).asset != asset


class TestRefusedWork:
    def test_may_not_take_more_memory_than_a_job_may(
        self, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It is tried three times, says why, and the worker goes on with the next."""
        asset = asset_with_facts()
        settings.VIDEOS = settings.VIDEOS | {"JOB_MEMORY_BYTES": 64 * 1024 * 1024}

        rows = [work(DerivativeStep.PREVIEW) for _ in range(3)]

        heavy = {MediaProblem.CRASHED, MediaProblem.TOO_HEAVY}
        assert {row.problem for row in rows} <= heavy
        states = [LeaseState.QUEUED, LeaseState.QUEUED, LeaseState.FAILED]
        assert [row.state for row in rows] == states
        assert rows[-1].engine_log
        assert left_over(asset) == []
        assert work(DerivativeStep.QUALITY).state == LeaseState.DONE

    def test_says_that_the_master_is_gone(self) -> None:
        asset = asset_with_facts()
        private_storage().delete(asset.master.name)

        rows = [work(DerivativeStep.PREVIEW) for _ in range(3)]

        assert {row.problem for row in rows} == {MediaProblem.MISSING}
        assert rows[-1].state == LeaseState.FAILED
        assert PROBLEM_TEXTS[MediaProblem.MISSING]

    def test_says_that_the_master_is_damaged(self) -> None:
        asset = asset_with_facts()
        path = Path(private_storage().path(asset.master.name))
        content = path.read_bytes()
        begin, end = content.index(b"mdat") + 4, content.index(b"moov") - 4
        path.write_bytes(content[:begin] + bytes(end - begin) + content[end:])

        row = work(DerivativeStep.PREVIEW)

        assert row.state == LeaseState.FAILED
        assert row.problem in {MediaProblem.TRUNCATED, MediaProblem.NO_PICTURE}
        assert row.engine_log
        assert asset.master.name not in row.engine_log
        assert left_over(asset) == []
