"""Files that a browser brings to an S3 store part by part, whatever is killed on the way."""

import hashlib
import http.client
import random
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from tests.factories.videos import VideoAssetFactory
from tests.s3 import S3Store
from tests.videos.uploads.contents import video_of
from tests.videos.uploads.tus import Tus
from videos.models import Upload, UploadStage, VideoAsset
from videos.services.sweeping import sweep_media
from videos.uploads import parts
from videos.uploads.examining import drain_uploads
from videos.uploads.sweeping import sweep

pytestmark = pytest.mark.django_db

PART = 5 * 1024 * 1024
SIZE = 2 * PART + 1000


@pytest.fixture(autouse=True)
def _on_s3(files_on_s3: S3Store, settings) -> None:
    """Keep files there, and let parts be as small as S3 allows."""
    settings.VIDEOS = {"PART_BYTES": PART}


class Sender:
    """A browser that sends one file. A new one knows nothing but the address of the upload."""

    def __init__(self, tus: Tus, content: bytes, address: str = "") -> None:
        self.tus, self.content = tus, content
        self.address = address or tus.begin(len(content), in_parts=1)

    def there(self) -> dict[str, int]:
        return self.tus.client.get(f"{self.address}parts/").json()["parts"]

    def url(self, number: int) -> str:
        response = self.tus.client.post(f"{self.address}parts/{number}/")
        assert response.status_code == 200, response.content
        return response.json()["url"]

    def part(self, number: int) -> bytes:
        return self.content[(number - 1) * PART : number * PART]

    def send(self, *numbers: int) -> None:
        for number in numbers:
            request = urllib.request.Request(self.url(number), data=self.part(number), method="PUT")
            with urllib.request.urlopen(request, timeout=120) as answer:
                assert answer.status == 200

    def break_off(self, number: int, *, after: int) -> None:
        """Send the beginning of a part and be killed."""
        address = urlsplit(self.url(number))
        connection = http.client.HTTPConnection(address.netloc, timeout=120)
        connection.putrequest("PUT", f"{address.path}?{address.query}")
        connection.putheader("Content-Length", str(len(self.part(number))))
        connection.endheaders()
        connection.send(self.part(number)[:after])
        connection.close()

    def go_on(self) -> None:
        """Send what is missing, and say that it is all."""
        there = self.there()
        count = -(-len(self.content) // PART)
        self.send(*(number for number in range(1, count + 1) if str(number) not in there))
        assert self.complete() == 200

    def complete(self) -> int:
        return self.tus.client.post(f"{self.address}complete/").status_code


@pytest.fixture(scope="module")
def content() -> bytes:
    return video_of(SIZE)


def test_becomes_an_asset_with_the_right_hash(
    tus: Tus, content: bytes, files_on_s3: S3Store
) -> None:
    sender = Sender(tus, content)
    sender.send(2, 1, 3)
    assert sender.complete() == 200
    assert tus.state(sender.address)["stage"] == "examining"

    assert drain_uploads() == 1

    asset = VideoAsset.objects.get()
    assert (asset.sha256, asset.size_bytes) == (hashlib.sha256(content).hexdigest(), SIZE)
    assert files_on_s3.keys() == {f"private/{asset.master.name}"}
    assert files_on_s3.unfinished() == []
    assert sweep_media(at=timezone.now() + timedelta(days=2), delete=False).orphans == []


def test_killed_at_any_point_it_goes_on(
    tus: Tus,
    content: bytes,
    files_on_s3: S3Store,
    chance: random.Random,
    soak_size: Callable[[int, int], int],
) -> None:
    address = Sender(tus, content).address

    for _ in range(soak_size(2, 20)):
        sender = Sender(tus, content, address)
        for number in range(1, chance.randint(1, 3)):
            if str(number) not in sender.there():
                sender.send(number)
        sender.break_off(chance.randint(1, 3), after=chance.randint(0, 1000))

    assert set(Sender(tus, content, address).there().values()) <= {PART, 1000}
    Sender(tus, content, address).go_on()
    drain_uploads()
    assert VideoAsset.objects.get().sha256 == hashlib.sha256(content).hexdigest()
    assert files_on_s3.unfinished() == []


class TestProcessKilledAtTheEnd:
    def test_before_the_file_is_put_together(self, tus: Tus, content: bytes) -> None:
        sender = Sender(tus, content)
        sender.send(1, 2, 3)

        sweep(timezone.now())

        assert Upload.objects.get().stage == UploadStage.EXAMINING

    def test_after_the_file_was_put_together(self, tus: Tus, content: bytes) -> None:
        sender = Sender(tus, content)
        sender.send(1, 2, 3)
        parts.put_together(Upload.objects.get())

        assert sender.complete() == 200
        assert sender.complete() == 200
        drain_uploads()

        assert VideoAsset.objects.get().sha256 == hashlib.sha256(content).hexdigest()


class TestComplete:
    def test_is_refused_while_parts_are_missing(self, tus: Tus, content: bytes) -> None:
        sender = Sender(tus, content)
        sender.send(1, 3)

        assert sender.complete() == 409
        assert tus.state(sender.address)["offset"] == PART + 1000

    def test_recognises_a_duplicate(self, tus: Tus, content: bytes) -> None:
        known = VideoAssetFactory()
        VideoAsset.objects.update(sha256=hashlib.sha256(content).hexdigest())
        sender = Sender(tus, content)
        sender.go_on()

        drain_uploads()

        state = tus.state(sender.address)
        assert state["stage"] == "ready"
        assert [each["title"] for each in state["duplicates"]] == [known.title]

    def test_of_what_is_no_video_leaves_nothing(
        self, tus: Tus, files_on_s3: S3Store, django_capture_on_commit_callbacks
    ) -> None:
        sender = Sender(tus, b"no video at all")
        sender.go_on()

        with django_capture_on_commit_callbacks(execute=True):
            drain_uploads()

        assert tus.state(sender.address)["stage"] == "refused"
        assert files_on_s3.keys() == set()


class TestEnd:
    def test_by_its_owner_takes_the_parts_away(
        self, tus: Tus, content: bytes, files_on_s3: S3Store
    ) -> None:
        sender = Sender(tus, content)
        sender.send(1)

        assert tus.ask("DELETE", sender.address).status_code == 204

        assert files_on_s3.unfinished() == []
        assert tus.client.post(f"{sender.address}parts/2/").status_code == 410

    def test_comes_when_nobody_goes_on(
        self, tus: Tus, content: bytes, files_on_s3: S3Store
    ) -> None:
        Sender(tus, content).send(1)
        long_after = timezone.now() + timedelta(days=30)

        sweep(long_after)
        sweep(long_after)

        assert files_on_s3.unfinished() == []
        assert not Upload.objects.exists()

    def test_does_not_come_with_the_sweep_of_the_media(
        self, tus: Tus, content: bytes, files_on_s3: S3Store
    ) -> None:
        Sender(tus, content).send(1)

        sweep_media(at=timezone.now() + timedelta(days=30), delete=True)

        assert len(files_on_s3.unfinished()) == 1


class TestAccess:
    def test_is_for_the_owner_alone(self, tus: Tus, content: bytes, admin_client) -> None:
        sender = Sender(tus, content)

        for path in ("parts/1/", "complete/"):
            assert admin_client.post(f"{sender.address}{path}").status_code == 404
        assert admin_client.get(f"{sender.address}parts/").status_code == 404

    def test_leads_to_parts_of_this_file_only(self, tus: Tus, content: bytes) -> None:
        sender = Sender(tus, content)

        assert tus.client.post(f"{sender.address}parts/4/").status_code == 404
        changed = sender.url(1).replace("partNumber=1", "partNumber=2")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(urllib.request.Request(changed, data=b"x", method="PUT"))

    def test_is_bound_to_the_same_limits(self, tus: Tus, settings) -> None:
        settings.VIDEOS = {"MAX_UPLOAD_BYTES": SIZE - 1}

        assert tus.create(SIZE, in_parts=1).status_code == 413


def test_a_script_may_still_send_pieces_through_us(tus: Tus, content: bytes) -> None:
    address = tus.begin(SIZE)
    tus.send(address, content, offset=0)

    drain_uploads()

    assert VideoAsset.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_parts_grow_so_that_there_are_not_too_many() -> None:
    assert parts.part_bytes_for(SIZE) == PART
    assert 5 * 1024**4 / parts.part_bytes_for(5 * 1024**4) <= 9_000
