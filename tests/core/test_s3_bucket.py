"""Looking for the bucket, and making it."""

import urllib.request

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cms.core.s3_bucket import BucketUnusable, check_bucket
from cms.website.startup.preparation import StartRefusedError, check_files
from tests.s3 import S3Store


@pytest.fixture(autouse=True)
def _on_s3(files_on_s3: S3Store) -> None:
    """Keep the files there."""


class TestStart:
    def test_finds_the_bucket(self) -> None:
        assert check_files(print) == "bucket newsroom"

    def test_ends_when_there_is_no_bucket(self, settings) -> None:
        settings.S3 = settings.S3 | {"bucket_name": "elsewhere"}

        with pytest.raises(StartRefusedError, match="S3_BUCKET: there is no bucket elsewhere"):
            check_files(print)

    def test_ends_when_the_keys_are_wrong(self, settings) -> None:
        settings.S3 = settings.S3 | {"secret_key": "wrong"}

        with pytest.raises(BucketUnusable, match="S3_SECRET_ACCESS_KEY: the store refuses"):
            check_bucket()

    def test_ends_when_nobody_answers(self, settings, monkeypatch) -> None:
        monkeypatch.setattr("cms.core.s3_storage.TRIES", 1)
        settings.S3 = settings.S3 | {"endpoint_url": "http://127.0.0.1:9"}

        with pytest.raises(BucketUnusable, match="S3_ENDPOINT_URL: the store does not answer"):
            check_bucket()


class TestPrepareBucket:
    def test_makes_it_and_may_be_repeated(self, settings, capsys, files_on_s3: S3Store) -> None:
        settings.S3 = settings.S3 | {"bucket_name": "another"}

        call_command("prepare_bucket")
        call_command("prepare_bucket")

        said = capsys.readouterr().out
        assert "was made" in said
        assert "was there already" in said
        check_bucket()
        files_on_s3.client.delete_bucket(Bucket="another")

    def test_lets_players_of_any_site_read_ranges(self) -> None:
        call_command("prepare_bucket")
        name = default_storage.save("renditions/x/360p.mp4", ContentFile(b"0123456789"))
        address = default_storage.signed_url(name, seconds=60, headers={})

        for origin in ("https://partner.example", "null"):
            request = urllib.request.Request(
                address, headers={"Origin": origin, "Range": "bytes=0-3"}
            )
            with urllib.request.urlopen(request, timeout=30) as answer:
                assert answer.headers["Access-Control-Allow-Origin"] in ("*", origin)

    def test_is_for_s3_only(self, settings) -> None:
        settings.S3 = {}

        with pytest.raises(CommandError, match="S3_BUCKET is not set"):
            call_command("prepare_bucket")
