"""Two machines that share PostgreSQL, Redis and an S3 store, and nothing else.

The commands are those of ``docs/how-to/scale-out.md``.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.base import ContentFile

from tests.functional.newsroom import ROOT, Newsroom, descendants_of, wait_until_gone
from tests.s3 import BUCKET, S3Store
from tests.videos.media import Source, Tone, make_source
from videos.models import Derivative, Rendition, VideoAsset

FILM = Source(frames=150, size=(640, 360), shot_frames=50, tones=(Tone(),))
TITLE = "Ferry at Halden"
PATIENCE_SECONDS = 300.0
LOOK_SECONDS = 0.05
LEAST_DONE = 2  # steps, before the machine that works is killed
KEY = "of-two-machines-" + "halden-compact-" * 4

Query = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def shared(shared_database: str, shared_redis: str, s3_store: S3Store) -> dict[str, str]:
    """Return what each machine's environment says."""
    return {
        "DATABASE_URL": shared_database,
        "REDIS_URL": shared_redis,
        "TASKS_URL": shared_redis,
        "SECRET_KEY": KEY,
        "BASE_URL": "http://news.example.org",
        "FILES_URL": "http://files.example.org",
        "ALLOWED_HOSTS": "127.0.0.1,news.example.org",
        **s3_store.environment,
    }


@pytest.fixture
def query(shared_database: str) -> Iterator[Query]:
    with psycopg.connect(shared_database, autocommit=True) as connection:

        def run(statement: str) -> list[tuple[Any, ...]]:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

        yield run


@pytest.fixture
def start() -> Iterator[Callable[..., Newsroom]]:
    """Start commands on machines, and stop at the end what still runs."""
    started: list[Newsroom] = []

    def start_one(data_dir: Path, **options: str) -> Newsroom:
        started.append(Newsroom(data_dir, **options).start())
        return started[-1]

    yield start_one
    for machine in started:
        machine.stop()


@pytest.mark.must_hold
@pytest.mark.django_db(transaction=True)
def test_one_machine_finishes_what_another_that_is_lost_had_begun(
    tmp_path: Path,
    shared: dict[str, str],
    query: Query,
    start: Callable[..., Newsroom],
    s3_store: S3Store,
) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    newsroom = start(here, MEDIA_WORKERS="0", **shared).wait_until_ready()
    helper = start(there, command="work", **shared)
    helper.wait_for("works for the newsroom")
    film = make_source(tmp_path / "film.mp4", FILM)
    content = film.read_bytes()

    ingest(film, newsroom)
    done_there = kill_in_the_middle(helper, query)
    worker = start(here, command="worker --queue media", **shared)
    query("UPDATE videos_derivative SET leased_until = now() WHERE state = 'running'")
    wait_until_done(query)

    assert len(done_there) >= LEAST_DONE
    states = dict(query("SELECT step, state FROM videos_derivative"))
    assert set(states.values()) == {"done"}
    rows = query("SELECT filename, sha256 FROM videos_rendition")
    assert len({filename for filename, _ in rows}) == len(rows)
    assert not query("SELECT 1 FROM videos_derivative WHERE attempt IS NOT NULL")
    assert {sha256 for _, sha256 in rows} <= stored_digests(s3_store)
    [(asset_id,)] = query("SELECT uuid FROM videos_videoasset")
    assert dict(rows) == on_one_machine(asset_id, content)
    assert set(states) == set(Derivative.objects.values_list("step", flat=True))
    run_command(newsroom.environment, "sweep_media", "--grace-minutes", "0")
    for machine in (here, there):
        assert not [path for path in machine.glob("private/**/*") if path.is_file()]
    assert worker.stop() == 0
    assert newsroom.get("/readyz")[0] == 200
    assert newsroom.stop() == 0


def test_the_guide_says_the_same(shared: dict[str, str]) -> None:
    guide = (ROOT / "docs" / "how-to" / "scale-out.md").read_text()

    for command in (
        "MEDIA_WORKERS=0 make run",
        "manage.py work`",
        "manage.py ingest",
        "manage.py worker --queue media",
        "manage.py sweep_media",
    ):
        assert command in guide
    assert {name for name in shared if f"{name}=" not in guide} == {"ALLOWED_HOSTS"}


def ingest(film: Path, newsroom: Newsroom) -> None:
    """Take the film in at the machine of the newsroom."""
    folder = film.parent / "dropped"
    folder.mkdir()
    film.rename(folder / f"{TITLE}.mp4")
    said = run_command(newsroom.environment, "ingest", str(folder), "--settle", "0")
    assert "taken" in said


def kill_in_the_middle(helper: Newsroom, query: Query) -> set[str]:
    """Lose the machine while it works on a later step; return the steps that it had done.

    It is stopped for a moment first, so that the step which was seen is still the one it works on.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if is_in_the_middle(query):
            pids = [helper.process.pid, *descendants_of(helper.process.pid)]
            send(signal.SIGSTOP, pids)
            if is_in_the_middle(query):
                send(signal.SIGKILL, [*pids, *descendants_of(helper.process.pid)])
                assert wait_until_gone(pids) == []
                return {step for (step,) in query(steps_that_are("done"))}
            send(signal.SIGCONT, pids)
        time.sleep(LOOK_SECONDS)
    raise AssertionError("It never worked on a later step:\n" + helper.output)


def is_in_the_middle(query: Query) -> bool:
    running = query(steps_that_are("running") + " AND attempt IS NOT NULL")
    return bool(running) and len(query(steps_that_are("done"))) >= LEAST_DONE


def steps_that_are(state: str) -> str:
    return f"SELECT step FROM videos_derivative WHERE state = '{state}'"


def send(number: signal.Signals, pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def wait_until_done(query: Query) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while query("SELECT 1 FROM videos_derivative WHERE state IN ('queued', 'running')"):
        assert time.monotonic() < until, query("SELECT step, state FROM videos_derivative")
        time.sleep(LOOK_SECONDS)


def stored_digests(store: S3Store) -> set[str]:
    files = [
        store.client.get_object(Bucket=BUCKET, Key=key)["Body"] for key in sorted(store.keys())
    ]
    return {hashlib.sha256(file.read()).hexdigest() for file in files}


def on_one_machine(asset_id: Any, content: bytes) -> dict[str, str]:
    """Derive the same film in this process, with a folder for files and no other service."""
    asset = VideoAsset.objects.create(
        uuid=asset_id,
        title=TITLE,
        original_filename=f"{TITLE}.mp4",
        master=ContentFile(content, name=f"{TITLE}.mp4"),
    )
    assert not Derivative.objects.open().exists()
    return dict(Rendition.objects.filter(asset=asset).values_list("filename", "sha256"))


def run_command(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
