"""Starting, watching and stopping the newsroom as ``make run`` does."""

import json
import os
import signal
import socket
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.functional.newsroom import (
    Newsroom,
    children_of,
    descendants_of,
    wait_until_gone,
)

WEB, FILES, WORKER_DEFAULT, WORKER_MEDIA, SCHEDULER = range(5)
PROGRAMS = 5

Start = Callable[..., Newsroom]


@pytest.fixture(scope="module")
def database() -> Iterator[dict[str, str]]:
    """Return the environment that names a database of this file's own."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    name = f"newsroom_start_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(address, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield {"DATABASE_URL": urlsplit(address)._replace(path=f"/{name}").geturl()}
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, database: dict[str, str]
) -> tuple[Path, Newsroom]:
    """Start once on an empty folder and stop again."""
    folder = tmp_path_factory.mktemp("newsroom")
    newsroom = Newsroom(folder, **database).start()
    try:
        newsroom.wait_until_ready()
    finally:
        newsroom.stop()
    return folder, newsroom


@pytest.fixture
def start(prepared: tuple[Path, Newsroom], database: dict[str, str]) -> Iterator[Start]:
    """Start newsrooms on the prepared folder, and stop what is left at the end."""
    started: list[Newsroom] = []

    def start_one(**environment: str) -> Newsroom:
        started.append(Newsroom(prepared[0], **(database | environment)).start())
        return started[-1]

    yield start_one
    for newsroom in started:
        newsroom.stop()


class TestFirstStart:
    def test_numbers_its_steps_and_welcomes(self, prepared: tuple[Path, Newsroom]) -> None:
        _folder, newsroom = prepared

        assert "[1/8] Checking the settings" in newsroom.output
        assert "[8/8] Starting the processes" in newsroom.output
        for path in ("/en/", "/cms/", "/api/v1/", "/api/docs/"):
            assert newsroom.base_url + path in newsroom.output

    def test_ends_well_when_asked(self, prepared: tuple[Path, Newsroom]) -> None:
        _folder, newsroom = prepared

        assert newsroom.process.returncode == 0

    def test_offers_a_link_that_makes_the_first_administrator(
        self, prepared: tuple[Path, Newsroom]
    ) -> None:
        _folder, newsroom = prepared

        assert f"{newsroom.base_url}/cms/first-administrator/" in newsroom.output

    def test_keeps_the_secret_key_to_itself(self, prepared: tuple[Path, Newsroom]) -> None:
        folder, _newsroom = prepared

        assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


class TestSecondStart:
    def test_repeats_no_work(self, start: Start) -> None:
        newsroom = start().wait_until_ready()

        assert "Preparing the database (unchanged" in newsroom.output
        assert "Collecting static files (unchanged" in newsroom.output

    def test_is_up_and_ready(self, start: Start) -> None:
        newsroom = start().wait_until_ready()

        assert newsroom.get("/healthz") == (200, '{"status": "up"}')
        status, body = newsroom.get("/readyz")
        assert (status, json.loads(body)["missing"]) == (200, {})

    def test_opens_the_page_for_the_first_administrator(self, start: Start) -> None:
        newsroom = start().wait_until_ready()
        (link,) = (line.strip() for line in newsroom.lines if "/first-administrator/" in line)

        status, body = newsroom.get(link.removeprefix(newsroom.base_url))

        assert status == 200
        assert 'type="password"' in body

    def test_serves_static_files_by_their_content_name(self, start: Start) -> None:
        newsroom = start().wait_until_ready()
        folder = Path(newsroom.environment["DATA_DIR"])
        manifest = json.loads((folder / "static" / "staticfiles.json").read_text())

        status, _body = newsroom.get("/static/" + manifest["paths"]["wagtailadmin/css/core.css"])

        assert status == 200


class TestRunning:
    def test_starts_a_killed_worker_again(self, start: Start) -> None:
        newsroom = start().wait_until_ready()
        before = children_of(newsroom.process.pid)

        os.kill(before[WORKER_DEFAULT], signal.SIGKILL)
        newsroom.wait_for("worker default | ended (SIGKILL), starts again")
        newsroom.wait_for("worker default | started again")

        after = children_of(newsroom.process.pid)
        assert len(after) == PROGRAMS
        assert before[WORKER_DEFAULT] not in after
        assert set(before) - {before[WORKER_DEFAULT]} < set(after)

    def test_answers_after_the_web_server_was_killed(self, start: Start) -> None:
        newsroom = start().wait_until_ready()
        web = children_of(newsroom.process.pid)[WEB]
        serving = children_of(web)

        os.kill(web, signal.SIGKILL)
        newsroom.wait_for("web            | started again")

        assert wait_until_gone(serving) == []
        assert newsroom.wait_for_answer("/healthz") == 200

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_ends_with_all_its_children(self, start: Start, number: signal.Signals) -> None:
        newsroom = start().wait_until_ready()
        family = descendants_of(newsroom.process.pid)

        newsroom.process.send_signal(number)

        assert newsroom.wait_for_end() == 0
        assert len(family) > PROGRAMS
        assert wait_until_gone(family) == []

    def test_leaves_no_children_when_it_is_killed(self, start: Start) -> None:
        newsroom = start().wait_until_ready()
        family = descendants_of(newsroom.process.pid)

        newsroom.process.kill()

        assert wait_until_gone(family) == []


class TestRefusals:
    def test_refuses_a_second_newsroom_on_the_folder(self, start: Start) -> None:
        first = start().wait_until_ready()

        second = start()

        assert second.wait_for_end() == 1
        assert f"already runs on {first.environment['DATA_DIR']}" in second.output
        assert "DATA_DIR" in second.output
        assert first.get("/healthz")[0] == 200

    def test_names_a_port_in_use(self, start: Start) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]

            newsroom = start(PORT=str(port))

            assert newsroom.wait_for_end() == 1
        assert f"PORT {port} is in use on 127.0.0.1" in newsroom.output
        assert "Traceback" not in newsroom.output

    def test_names_a_wrong_setting_in_one_line(self, start: Start) -> None:
        newsroom = start(PORT="eight thousand")

        assert newsroom.wait_for_end() == 1
        assert newsroom.lines == [
            "Wrong setting: PORT must be a whole number, not 'eight thousand'."
        ]

    def test_names_a_folder_that_cannot_be(self, start: Start) -> None:
        newsroom = start(DATA_DIR="/dev/null")

        assert newsroom.wait_for_end() == 1
        [line] = newsroom.lines
        assert line.startswith("Wrong setting: DATA_DIR is no folder")

    def test_names_a_cache_that_does_not_answer(self, start: Start) -> None:
        newsroom = start(REDIS_URL="redis://127.0.0.1:1/0")

        assert newsroom.wait_for_end() == 1
        assert "REDIS_URL: Redis does not answer" in newsroom.output
