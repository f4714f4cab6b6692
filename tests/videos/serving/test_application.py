"""The answers of the file process, without a database."""

import hashlib
import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from tests.videos.serving.asking import Answer, ask
from videos.serving.application import RECHECK_BYTES, FileApplication
from videos.serving.files import ServedFile

CONTENT = b"".join(hashlib.sha256(bytes([number % 251])).digest() for number in range(32_000))[
    :1_000_003
]
PATH = "/media/previews/x/y.mp4"


@pytest.fixture
def served(tmp_path: Path) -> ServedFile:
    path = tmp_path / "file.mp4"
    path.write_bytes(CONTENT)
    return ServedFile(
        path=path, content_type="video/mp4", etag='"abc"', disposition="inline", is_public=True
    )


@pytest.fixture
def application(served: ServedFile) -> FileApplication:
    return FileApplication(find=lambda path, _query: served if path == PATH else None)


def _ask(application: FileApplication, headers: dict[str, str] | None = None, **kwargs) -> Answer:
    return ask(application, PATH, headers=headers, **kwargs)


class TestWhole:
    def test_is_sent_with_safe_headers(self, application: FileApplication) -> None:
        answer = _ask(application)

        assert answer.status == 200
        assert answer.body == CONTENT
        assert answer.headers == {
            "x-content-type-options": "nosniff",
            "content-security-policy": "sandbox; default-src 'none'",
            "cross-origin-resource-policy": "cross-origin",
            "referrer-policy": "no-referrer",
            "access-control-allow-origin": "*",
            "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range, ETag",
            "accept-ranges": "bytes",
            "etag": '"abc"',
            "cache-control": "public, max-age=60",
            "content-type": "video/mp4",
            "content-disposition": "inline",
            "content-length": "1000003",
        }

    def test_is_kept_by_nobody_but_open_to_the_players_script_when_signed(
        self, served: ServedFile
    ) -> None:
        signed = replace(served, is_public=False)

        answer = _ask(FileApplication(find=lambda _path, _query: signed))

        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["access-control-allow-origin"] == "*"

    def test_is_announced_without_a_body(self, application: FileApplication) -> None:
        answer = _ask(application, {"Range": "bytes=0-9"}, method="HEAD")

        assert (answer.status, answer.body) == (200, b"")
        assert answer.headers["content-length"] == "1000003"

    def test_is_not_repeated_to_who_has_it(self, application: FileApplication) -> None:
        answer = _ask(application, {"If-None-Match": '"abc"'})

        assert (answer.status, answer.body) == (304, b"")

    def test_is_the_same_with_cookies(self, application: FileApplication) -> None:
        assert _ask(application, {"Cookie": "sessionid=1"}).headers == _ask(application).headers

    def test_may_be_empty(self, application: FileApplication, served: ServedFile) -> None:
        served.path.write_bytes(b"")

        assert _ask(application).status == 200
        assert _ask(application, {"Range": "bytes=0-"}).status == 416


class TestParts:
    @pytest.mark.parametrize(
        ("header", "content_range"),
        [
            ("bytes=0-9", "bytes 0-9/1000003"),
            ("bytes=-10", "bytes 999993-1000002/1000003"),
            ("bytes=999999-99999999", "bytes 999999-1000002/1000003"),
        ],
    )
    def test_are_exact(self, application: FileApplication, header: str, content_range: str) -> None:
        answer = _ask(application, {"Range": header})

        first, last = (int(n) for n in content_range[6:].partition("/")[0].split("-"))
        assert answer.status == 206
        assert answer.headers["content-range"] == content_range
        assert answer.headers["content-length"] == str(last - first + 1)
        assert answer.body == CONTENT[first : last + 1]

    def test_join_to_the_whole(self, application: FileApplication) -> None:
        edges = [0, 1, 262_144, 262_145, 700_001, len(CONTENT)]

        parts = [
            _ask(application, {"Range": f"bytes={start}-{end - 1}"}).body
            for start, end in itertools.pairwise(edges)
        ]

        assert b"".join(parts) == CONTENT

    @pytest.mark.parametrize("header", ["bytes=2000000-", "bytes=-0", "bytes=5-2"])
    def test_outside_are_refused(self, application: FileApplication, header: str) -> None:
        answer = _ask(application, {"Range": header})

        assert (answer.status, answer.body) == (416, b"")
        assert answer.headers["content-range"] == "bytes */1000003"

    @pytest.mark.parametrize("header", ["bytes=0-1,4-5", "bytes=x"])
    def test_not_understood_are_the_whole(self, application: FileApplication, header: str) -> None:
        answer = _ask(application, {"Range": header})

        assert (answer.status, len(answer.body)) == (200, len(CONTENT))

    def test_of_another_version_are_the_whole(self, application: FileApplication) -> None:
        same = _ask(application, {"Range": "bytes=0-1", "If-Range": '"abc"'})
        other = _ask(application, {"Range": "bytes=0-1", "If-Range": '"old"'})

        assert (same.status, other.status) == (206, 200)


class TestOthers:
    def test_another_origin_may_ask(self, application: FileApplication) -> None:
        answer = _ask(application, method="OPTIONS")

        assert answer.status == 204
        assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
    def test_writing_is_refused(self, application: FileApplication, method: str) -> None:
        answer = _ask(application, method=method)

        assert answer.status == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"

    def test_an_unknown_address_is_missing(self, application: FileApplication) -> None:
        answer = ask(application, "/media/previews/else")

        assert answer.status == 404
        assert answer.headers["cache-control"] == "no-store"

    def test_a_lost_file_is_missing(self, application: FileApplication, served: ServedFile) -> None:
        served.path.unlink()

        assert _ask(application).status == 404

    def test_the_process_says_that_it_is_up(self, application: FileApplication) -> None:
        assert ask(application, "/healthz").status == 200

    def test_a_running_answer_ends_when_the_file_is_withdrawn(self, served: ServedFile) -> None:
        with served.path.open("wb") as file:
            file.truncate(RECHECK_BYTES * 3)
        answers = iter([served, served, None])
        application = FileApplication(find=lambda _path, _query: next(answers))

        with pytest.raises(ConnectionAbortedError):
            _ask(application)
