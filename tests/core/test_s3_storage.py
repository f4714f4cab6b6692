"""Files in a bucket, against a real S3 store."""

import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from tests.s3 import BUCKET, S3Store


@pytest.fixture(autouse=True)
def _on_s3(files_on_s3: S3Store) -> None:
    """Keep the files there."""


class TestKeeping:
    def test_puts_public_and_private_files_under_prefixes_of_their_own(
        self, files_on_s3: S3Store
    ) -> None:
        default_storage.save("documents/plan.txt", ContentFile(b"public"))
        storages["private"].save("masters/film", ContentFile(b"private"))

        assert files_on_s3.keys() == {"media/documents/plan.txt", "private/masters/film"}
        with default_storage.open("documents/plan.txt") as file:
            assert file.read() == b"public"

    def test_gives_another_name_where_one_is_taken(self) -> None:
        first = default_storage.save("documents/plan.txt", ContentFile(b"first"))
        second = default_storage.save("documents/plan.txt", ContentFile(b"second"))

        assert first != second
        with default_storage.open(first) as file:
            assert file.read() == b"first"

    def test_shows_nothing_to_who_has_no_signature(self, files_on_s3: S3Store) -> None:
        default_storage.save("documents/plan.txt", ContentFile(b"public"))
        address = f"{files_on_s3.endpoint_url}/{BUCKET}/media/documents/plan.txt"

        assert status_of(address) == 403

    def test_has_no_address_for_private_files(self) -> None:
        with pytest.raises(ValueError, match="no address"):
            storages["private"].url("masters/film")
        assert default_storage.url("images/a b.jpg") == "/media/images/a%20b.jpg"


class TestSignedAddress:
    def test_gives_the_file_and_its_parts(self) -> None:
        name = default_storage.save("renditions/x/360p.mp4", ContentFile(b"0123456789"))
        headers = {"Content-Type": "video/mp4", "Content-Disposition": 'inline; filename="é.mp4"'}

        address = default_storage.signed_url(name, seconds=60, headers=headers)

        request = urllib.request.Request(address, headers={"Range": "bytes=2-4"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert (answer.status, answer.read()) == (206, b"234")
            assert answer.headers["Content-Type"] == "video/mp4"
            assert answer.headers["Content-Range"] == "bytes 2-4/10"

    def test_is_refused_when_it_was_changed(self) -> None:
        default_storage.save("renditions/x/secret.mp4", ContentFile(b"secret"))
        name = default_storage.save("renditions/x/360p.mp4", ContentFile(b"0123456789"))

        address = default_storage.signed_url(name, seconds=60, headers={})

        assert status_of(address) == 200
        assert status_of(address.replace("360p", "secret")) == 403
        assert status_of(address.replace("Expires=60", "Expires=6000")) == 403


class TestDownload:
    def test_copies_a_file_of_several_pieces(self, tmp_path: Path) -> None:
        content = bytes(range(256)) * 40_000
        default_storage.save("renditions/x/big", ContentFile(content))
        heard, thread = [], threading.get_ident()

        default_storage.download(
            "renditions/x/big",
            tmp_path / "copy",
            lambda count: heard.append((count, threading.get_ident())),
        )

        assert (tmp_path / "copy").read_bytes() == content
        assert sum(count for count, _ in heard) == len(content)
        assert {ident for _, ident in heard} == {thread}

    def test_ends_with_what_the_listener_raises(self, tmp_path: Path) -> None:
        default_storage.save("renditions/x/small", ContentFile(b"content"))

        def stop(_count: int) -> None:
            raise InterruptedError

        with pytest.raises(InterruptedError):
            default_storage.download("renditions/x/small", tmp_path / "copy", stop)
        assert list(tmp_path.iterdir()) == []

    def test_says_when_there_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            default_storage.download("renditions/x/none", tmp_path / "copy", print)


class TestListing:
    def test_names_the_files_of_a_folder_and_no_others(self) -> None:
        for name in ("renditions/x/a", "renditions/x/y/b", "renditions/xy/c"):
            default_storage.save(name, ContentFile(b"content"))

        assert set(default_storage.files_below("renditions/x")) == {
            "renditions/x/a",
            "renditions/x/y/b",
        }
        assert list(default_storage.files_below("nowhere")) == []

    def test_names_what_has_parts_only(self, files_on_s3: S3Store) -> None:
        for key in ("media/renditions/x/a", "private/renditions/x/a"):
            files_on_s3.client.create_multipart_upload(Bucket=BUCKET, Key=key)

        [unfinished] = default_storage.unfinished_below("renditions/x")

        assert unfinished.name == "renditions/x/a"
        assert unfinished.began_at.tzinfo is not None
        default_storage.abandon(unfinished)
        default_storage.abandon(unfinished)
        assert list(default_storage.unfinished_below("renditions")) == []


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
