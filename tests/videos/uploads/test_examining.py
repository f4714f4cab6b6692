"""Looking into received files: accepted, refused, recognised, and surviving dead workers."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Collection

from accounts.models import User
from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory, clip_bytes
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.uploads.making import receive
from tests.videos.uploads.tus import UPLOADS, Tus
from videos.models import Upload, UploadStage, VideoAsset
from videos.pipeline import isolation
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.uploads import examining, taking
from videos.uploads.digests import digests
from videos.uploads.examining import drain_uploads

pytestmark = pytest.mark.django_db

ROOT_COLLECTION = Collection.get_first_root_node


def address(upload: Upload) -> str:
    return f"{UPLOADS}{upload.uuid}/"


def forbid(owner: User) -> None:
    """Take away what the owner may do in the library; the session goes on."""
    owner.groups.get().collection_permissions.all().delete()


def sha256_of_clip() -> str:
    return hashlib.sha256(clip_bytes()).hexdigest()


class TestWholeVideo:
    def test_becomes_an_asset_without_being_copied(self, tus: Tus, owner, uploads_dir) -> None:
        upload = receive(owner=owner, filename="the_bridge.mp4")
        inode = (uploads_dir / upload.uuid.hex).stat().st_ino

        assert drain_uploads() == 1

        asset = VideoAsset.objects.get()
        path = Path(storages["private"].path(asset.master.name))
        assert (asset.title, asset.original_filename) == ("the_bridge", "the_bridge.mp4")
        assert (asset.size_bytes, asset.sha256) == (len(clip_bytes()), sha256_of_clip())
        assert asset.uuid == upload.uuid
        assert path.stat().st_ino == inode
        assert path.stat().st_mode & 0o777 == 0o600
        assert list(uploads_dir.iterdir()) == []

    def test_is_shown_as_taken(self, tus: Tus, owner) -> None:
        upload = receive(owner=owner)
        assert tus.state(address(upload))["stage"] == "examining"

        drain_uploads()

        state = tus.state(address(upload))
        asset = VideoAsset.objects.get()
        assert state["stage"] == "taken"
        assert state["asset"]["title"] == "bridge"
        assert state["asset"]["url"].endswith(f"/edit/{asset.pk}/")

    def test_is_hashed_again_when_the_digest_was_lost(self, owner, uploads_dir) -> None:
        upload = receive(owner=owner)
        Upload.objects.update(sha256="")

        drain_uploads()

        assert VideoAsset.objects.get().sha256 == sha256_of_clip()
        assert digests.complete(upload.uuid, upload.size_bytes) == ""

    def test_waits_for_the_form_that_it_was_sent_for(self, tus: Tus, owner) -> None:
        upload = receive(owner=owner, is_for_form=True)

        drain_uploads()

        assert tus.state(address(upload))["stage"] == "ready"
        assert tus.client.post(f"{address(upload)}keep/").status_code == 409
        assert not VideoAsset.objects.exists()


class TestRefusedFile:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"#EXTM3U\n#EXTINF:9,\nfile:///etc/passwd\n", "not a video"),
            (b"words " * 1000, "not a video"),
        ],
    )
    def test_is_deleted_with_a_reason(
        self, tus: Tus, owner, uploads_dir, content: bytes, message: str
    ) -> None:
        upload = receive(content, owner=owner)

        drain_uploads()

        state = tus.state(address(upload))
        assert state["stage"] == "refused"
        assert message in state["message"]
        assert not VideoAsset.objects.exists()

    def test_leaves_no_bytes(self, owner, uploads_dir, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            upload = receive(b"words", owner=owner)

        assert list(uploads_dir.iterdir()) == []
        assert not storages["private"].exists(upload.master_name)
        assert Upload.objects.get().stage == UploadStage.REFUSED

    def test_may_have_been_an_accident_at_first(self, tus: Tus, owner, monkeypatch) -> None:
        upload = receive(owner=owner)

        def crash(path):
            raise MediaRefused(MediaProblem.CRASHED)

        with monkeypatch.context() as patched:
            patched.setattr(isolation, "probe", crash)
            drain_uploads()
        assert tus.state(address(upload))["stage"] == "examining"

        Upload.objects.update(run_after=timezone.now())
        drain_uploads()

        assert tus.state(address(upload))["stage"] == "taken"

    def test_was_an_accident_no_longer_at_the_third_time(
        self, tus: Tus, owner, monkeypatch
    ) -> None:
        upload = receive(owner=owner)

        def crash(path):
            raise MediaRefused(MediaProblem.CRASHED)

        monkeypatch.setattr(isolation, "probe", crash)
        for _attempt in range(3):
            Upload.objects.update(run_after=timezone.now())
            drain_uploads()

        assert tus.state(address(upload))["stage"] == "refused"

    def test_of_somebody_who_may_no_longer_add(self, tus: Tus, owner, uploads_dir) -> None:
        upload = receive(owner=owner)
        forbid(owner)

        drain_uploads()

        assert "no longer" in tus.state(address(upload))["message"]
        assert not VideoAsset.objects.exists()


class TestFileOfAnotherMachine:
    @pytest.fixture(autouse=True)
    def _several_machines(self, settings: Settings) -> None:
        settings.S3 = {"bucket_name": "halden"}

    def test_is_left_to_that_one(self, tus: Tus, owner, uploads_dir) -> None:
        upload = receive(owner=owner)
        elsewhere = (uploads_dir / upload.uuid.hex).rename(uploads_dir.parent / "elsewhere")

        drain_uploads()

        upload.refresh_from_db()
        assert tus.state(address(upload))["stage"] == "examining"
        assert (upload.state, upload.attempts) == (LeaseState.QUEUED, 0)

        elsewhere.rename(uploads_dir / upload.uuid.hex)
        Upload.objects.update(run_after=timezone.now())
        drain_uploads()

        assert tus.state(address(upload))["stage"] == "taken"

    def test_is_refused_when_no_machine_has_it_for_too_long(
        self, tus: Tus, owner, uploads_dir
    ) -> None:
        upload = receive(owner=owner)
        (uploads_dir / upload.uuid.hex).unlink()
        Upload.objects.update(expires_at=timezone.now())

        drain_uploads()

        assert tus.state(address(upload))["stage"] == "refused"


class TestDuplicate:
    @pytest.fixture
    def known(self) -> VideoAsset:
        asset = VideoAssetFactory(title="Bridge by day")
        VideoAsset.objects.update(sha256=sha256_of_clip())
        return asset

    def test_waits_for_a_decision(self, tus: Tus, owner, known: VideoAsset) -> None:
        upload = receive(owner=owner)

        drain_uploads()

        state = tus.state(address(upload))
        assert state["stage"] == "ready"
        assert [link["title"] for link in state["duplicates"]] == ["Bridge by day"]
        assert state["duplicates"][0]["url"].endswith(f"/edit/{known.pk}/")
        assert VideoAsset.objects.count() == 1

    def test_can_be_kept(self, tus: Tus, owner, known: VideoAsset) -> None:
        upload = receive(owner=owner)
        drain_uploads()

        first = tus.client.post(f"{address(upload)}keep/")
        again = tus.client.post(f"{address(upload)}keep/")

        assert (first.status_code, first.json()["stage"]) == (200, "taken")
        assert again.status_code == 409
        assert VideoAsset.objects.filter(sha256=sha256_of_clip()).count() == 2

    def test_can_be_discarded(self, tus: Tus, owner, known: VideoAsset, uploads_dir) -> None:
        upload = receive(owner=owner)
        drain_uploads()
        assert storages["private"].exists(upload.master_name)

        assert tus.ask("DELETE", address(upload)).status_code == 204

        assert not storages["private"].exists(upload.master_name)
        assert tus.client.post(f"{address(upload)}keep/").status_code == 409
        assert list(VideoAsset.objects.all()) == [known]

    def test_that_one_may_not_see_changes_nothing(self, client: Client, uploads_dir) -> None:
        """Whether a hidden collection holds the file makes no difference to any answer."""
        hidden = ROOT_COLLECTION().add_child(name="Hidden")
        ours = ROOT_COLLECTION().add_child(name="Ours")
        person = librarian(collection=ours)
        sign_in_staff(client, person)
        seen = []
        for is_known in (False, True):
            if is_known:
                VideoAssetFactory(collection=hidden)
                VideoAsset.objects.filter(collection=hidden).update(sha256=sha256_of_clip())
            upload = receive(owner=person, collection=ours)
            drain_uploads()
            state = client.get(address(upload)).json()
            seen.append([state[key] for key in ("stage", "message", "duplicates", "can_retry")])
            VideoAsset.objects.filter(collection=ours).delete()

        assert seen[0] == seen[1] == ["taken", "", [], False]

    def test_cannot_be_kept_without_the_permission(
        self, tus: Tus, owner, known: VideoAsset
    ) -> None:
        upload = receive(owner=owner)
        drain_uploads()
        forbid(owner)

        assert tus.client.post(f"{address(upload)}keep/").status_code == 403
        assert VideoAsset.objects.count() == 1


class TestDeadWorker:
    """The next worker goes on, wherever the first one ended."""

    def _die_at(self, monkeypatch: pytest.MonkeyPatch, module: object, name: str, *, after: bool):
        real = getattr(module, name)

        def die(*args, **kwargs):
            if after:
                real(*args, **kwargs)
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(module, name, die)
            with pytest.raises(SystemExit):
                drain_uploads()
        Upload.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    @pytest.mark.parametrize(
        "moment",
        [
            (isolation, "probe", False),
            (examining, "_store", False),
            (examining, "_store", True),
            (taking, "put_master", True),
            (taking, "settle", True),
        ],
        ids=["before probing", "before moving", "after moving", "before saving", "before the end"],
    )
    def test_is_followed_by_one_that_finishes_once(
        self, owner, uploads_dir, monkeypatch, moment
    ) -> None:
        upload = receive(owner=owner)
        module, name, after = moment
        self._die_at(monkeypatch, module, name, after=after)
        assert Upload.objects.get().state == LeaseState.RUNNING

        assert drain_uploads() == 1
        assert drain_uploads() == 0

        asset = VideoAsset.objects.get()
        assert asset.master.open().read() == clip_bytes()
        assert asset.master.name == upload.master_name
        assert Upload.objects.get().asset == asset
        assert list(uploads_dir.iterdir()) == []

    def test_that_died_while_it_copied_leaves_nothing_half(self, owner, uploads_dir) -> None:
        upload = receive(owner=owner)
        half = Path(storages["private"].path(upload.master_name))
        half.parent.mkdir(parents=True)
        half.write_bytes(clip_bytes()[:100])

        drain_uploads()

        assert VideoAsset.objects.get().master.open().read() == clip_bytes()
        assert [path.name for path in half.parent.iterdir()] == [half.name]

    def test_can_be_replaced_by_hand_at_last(self, tus: Tus, owner) -> None:
        upload = receive(owner=owner)
        Upload.objects.update(
            state=LeaseState.RUNNING, attempts=3, leased_until=timezone.now() - timedelta(hours=1)
        )
        Upload.objects.fail_exhausted(timezone.now())
        state = tus.state(address(upload))
        assert state["can_retry"]
        assert "try again" in state["message"]

        answer = tus.client.post(f"{address(upload)}retry/").json()
        drain_uploads()

        assert not answer["can_retry"]
        assert VideoAsset.objects.exists()

    def test_does_not_bring_back_what_was_discarded(self, tus: Tus, owner, monkeypatch) -> None:
        upload = receive(owner=owner)

        def discard_meanwhile(path, real=isolation.probe):
            assert tus.ask("DELETE", address(upload)).status_code == 204
            return real(path) if path.exists() else None

        monkeypatch.setattr(isolation, "probe", discard_meanwhile)
        drain_uploads()

        assert not VideoAsset.objects.exists()
        assert Upload.objects.get().stage == UploadStage.DISCARDED


def test_a_process_killed_after_the_last_byte_is_noticed(tus: Tus, owner) -> None:
    upload = receive(owner=owner)
    Upload.objects.update(stage=UploadStage.RECEIVING, sha256="")

    assert tus.offset(address(upload)) == len(clip_bytes())
    drain_uploads()

    assert VideoAsset.objects.get().sha256 == sha256_of_clip()
