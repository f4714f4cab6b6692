"""Steps in a child process."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.videos.media import H264, Source
from tests.videos.pipeline.clips import make_clip
from tests.videos.pipeline.planning import plan_of
from videos.pipeline import isolation, steps
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.isolation import Limits
from videos.pipeline.plan import Step

type Media = Callable[[Source], Path]

ROOT = Path(__file__).resolve().parents[3]
GENEROUS = Limits(wall_seconds=60, cpu_seconds=30)


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "CHILD_MODULE", "tests.videos.pipeline.misbehaving")


def test_takes_a_path_as_it_is(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip ünd ' \" $(x).mp4")

    assert isolation.probe(clip).codecs == "h264, aac"


def test_passes_a_refusal_on(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")

    with pytest.raises(MediaRefused) as caught:
        isolation.probe(tmp_path / "text.mp4")

    assert caught.value.problem is MediaProblem.NOT_VIDEO


def test_an_error_of_the_listener_ends_the_child(media: Media, tmp_path: Path) -> None:
    def refuse(share: float) -> None:
        raise LookupError(share)

    with pytest.raises(LookupError):
        steps.derive(Step.PREVIEW, media(H264), tmp_path, plan_of(H264), on_progress=refuse)


def test_a_file_that_grows_too_large_is_a_refusal(media: Media, tmp_path: Path) -> None:
    limits = Limits(wall_seconds=60, cpu_seconds=30, file_bytes=1000)

    with pytest.raises(MediaRefused) as caught:
        steps.derive(Step.PREVIEW, media(H264), tmp_path, plan_of(H264), limits=limits)

    assert caught.value.problem is MediaProblem.TOO_HEAVY
    assert "too large" in caught.value.detail


def test_keeps_what_the_engine_said(tmp_path: Path) -> None:
    whole = make_clip(tmp_path / "clip.mp4").read_bytes()
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(MediaRefused) as caught:
        isolation.probe(tmp_path / "half.mp4")

    assert "moov atom not found" in caught.value.engine_log


@pytest.mark.usefixtures("misbehaving")
class TestMisbehaviour:
    def test_a_silent_child_can_be_stopped(self) -> None:
        def refuse(share: float) -> None:
            raise LookupError(share)

        with pytest.raises(LookupError):
            isolation.run_step("hang", [], limits=GENEROUS, on_progress=refuse)

    @pytest.mark.parametrize(
        ("step", "limits", "problem"),
        [
            ("crash", GENEROUS, MediaProblem.CRASHED),
            ("hoard", GENEROUS, MediaProblem.CRASHED),
            ("spin", Limits(wall_seconds=60, cpu_seconds=1), MediaProblem.TOO_HEAVY),
            ("hang", Limits(wall_seconds=1, cpu_seconds=30), MediaProblem.TOO_HEAVY),
        ],
    )
    def test_is_a_refusal(self, step: str, limits: Limits, problem: MediaProblem) -> None:
        with pytest.raises(MediaRefused) as caught:
            isolation.run_step(step, [], limits=limits)

        assert caught.value.problem is problem

    def test_foreign_output_is_passed_over_and_no_secret_is_inherited(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET_KEY", "hidden")

        result = isolation.run_step("chatter", [], limits=GENEROUS)

        assert "SECRET_KEY" not in result["environment"]


def test_a_child_ends_with_its_parent() -> None:
    command = [sys.executable, "-m", "tests.videos.pipeline.dying_parent"]
    parent = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())

    parent.kill()
    parent.wait()

    deadline = time.monotonic() + 30
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
