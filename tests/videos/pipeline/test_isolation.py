"""Steps in a child process."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.videos.pipeline.clips import make_clip
from videos.pipeline import isolation
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.isolation import Limits

ROOT = Path(__file__).resolve().parents[3]
GENEROUS = Limits(wall_seconds=60, cpu_seconds=30)


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "CHILD_MODULE", "tests.videos.pipeline.misbehaving")


def test_makes_the_same_as_without_a_child(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "clip ünd ' \" $(x).mp4")
    shares: list[float] = []

    facts = isolation.probe(clip)
    isolation.make_poster(clip, tmp_path / "poster.jpg")
    preview = isolation.make_preview(clip, tmp_path / "preview.mp4", on_progress=shares.append)

    assert facts.codecs == "h264, aac"
    assert (tmp_path / "poster.jpg").stat().st_size > 0
    assert preview.size_bytes == (tmp_path / "preview.mp4").stat().st_size
    assert shares[-1] == 1.0


def test_passes_a_refusal_on(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("no video")

    with pytest.raises(MediaRefused) as caught:
        isolation.probe(tmp_path / "text.mp4")

    assert caught.value.problem is MediaProblem.NOT_VIDEO


def test_an_error_of_the_listener_ends_the_child(tmp_path: Path) -> None:
    def refuse(share: float) -> None:
        raise LookupError(share)

    with pytest.raises(LookupError):
        isolation.make_preview(
            make_clip(tmp_path / "clip.mp4"), tmp_path / "out.mp4", on_progress=refuse
        )


@pytest.mark.usefixtures("misbehaving")
class TestMisbehaviour:
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
