"""The tus protocol, request by request."""

import hashlib

import pytest
from django.test import Client
from wagtail.models import Collection

from tests.factories.accounts import UserFactory, grant_editor
from tests.factories.videos import clip_bytes
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from tests.videos.uploads.tus import PIECE, UPLOADS, Tus, checksum
from videos.models import Upload, VideoAsset
from videos.uploads import incoming
from videos.uploads.examining import drain_uploads
from videos.uploads.incoming import DiskFullError

pytestmark = pytest.mark.django_db


class TestOptions:
    def test_say_version_extensions_and_the_largest_file(self, tus: Tus, settings) -> None:
        settings.VIDEOS = {"MAX_UPLOAD_BYTES": 4321}

        response = tus.client.options(UPLOADS)

        assert response.status_code == 204
        assert response["Tus-Version"] == "1.0.0"
        assert response["Tus-Extension"] == "creation,expiration,checksum,termination"
        assert response["Tus-Checksum-Algorithm"] == "sha256,sha1"
        assert response["Tus-Max-Size"] == "4321"


class TestCreation:
    def test_makes_room_and_says_until_when(self, tus: Tus, owner) -> None:
        response = tus.create(12, name="/home/ann/bridge.mp4", fingerprint="abc")

        upload = Upload.objects.get()
        assert response.status_code == 201
        assert response["Location"] == f"{UPLOADS}{upload.uuid}/"
        assert response["Upload-Expires"].endswith("GMT")
        assert "no-store" in response["Cache-Control"]
        assert (upload.owner, upload.filename, upload.title) == (owner, "bridge.mp4", "bridge")
        assert (upload.size_bytes, upload.fingerprint) == (12, "abc")
        assert tus.offset(response["Location"]) == 0

    def test_wants_a_version_it_knows(self, tus: Tus) -> None:
        response = tus.ask("POST", UPLOADS, Tus_Resumable="0.2.2", Upload_Length=1)

        assert response.status_code == 412
        assert response["Tus-Version"] == "1.0.0"
        assert not Upload.objects.exists()

    @pytest.mark.parametrize("length", ["", "-1", "1e3", "９", "9" * 30])
    def test_wants_a_length(self, tus: Tus, length: str) -> None:
        assert tus.ask("POST", UPLOADS, Upload_Length=length).status_code == 400
        assert not Upload.objects.exists()

    @pytest.mark.parametrize("header", ["filename %%%", "filename /w==", "filename " + "A" * 9000])
    def test_wants_metadata_it_can_read(self, tus: Tus, header: str) -> None:
        response = tus.ask("POST", UPLOADS, Upload_Length=3, Upload_Metadata=header)

        assert response.status_code == 400
        assert response.json()["code"] == "upload-metadata"

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\video\\clip.mxf", "clip.mxf"),
            ("a\x00b\n.mp4", "ab.mp4"),
            ("..", ".."),
            ("", "video"),
            ("جسر.mp4", "جسر.mp4"),
        ],
    )
    def test_keeps_the_name_for_people_only(self, tus: Tus, uploads_dir, name, kept) -> None:
        tus.begin(3, name=name)

        upload = Upload.objects.get()
        assert upload.filename == kept
        assert [path.name for path in uploads_dir.iterdir()] == [upload.uuid.hex]
        assert upload.master_name.startswith(f"masters/{upload.uuid}/")


class TestPieces:
    def test_make_a_file(self, tus: Tus) -> None:
        content = clip_bytes()
        address = tus.begin(len(content))

        first = tus.send(address, content[:1000], offset=0)
        last = tus.send(address, content[1000:], offset=1000)
        drain_uploads()

        asset = VideoAsset.objects.get()
        assert (first.status_code, first["Upload-Offset"]) == (204, "1000")
        assert (last.status_code, last["Upload-Offset"]) == (204, str(len(content)))
        assert "Upload-Expires" in first
        assert asset.master.open().read() == content
        assert asset.sha256 == hashlib.sha256(content).hexdigest()
        assert tus.offset(address) == len(content)

    def test_must_begin_where_the_upload_stands(self, tus: Tus) -> None:
        address = tus.begin(10)
        tus.send(address, b"12345", offset=0)

        for offset in (0, 4, 6):
            response = tus.send(address, b"x", offset=offset)
            assert (response.status_code, response["Upload-Offset"]) == (409, "5")
        assert tus.offset(address) == 5

    def test_must_not_go_beyond_the_end(self, tus: Tus) -> None:
        address = tus.begin(4)

        assert tus.send(address, b"12345", offset=0).status_code == 413
        assert tus.offset(address) == 0

    def test_have_a_type_of_their_own(self, tus: Tus) -> None:
        address = tus.begin(4)
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}

        response = tus.client.patch(address, b"1234", content_type="text/plain", headers=headers)

        assert response.status_code == 415

    def test_may_come_as_post(self, tus: Tus) -> None:
        address = tus.begin(9)

        response = tus.ask(
            "POST", address, b"1234", Upload_Offset=0, X_HTTP_Method_Override="PATCH"
        )

        assert (response.status_code, tus.offset(address)) == (204, 4)

    def test_are_refused_while_another_is_received(self, tus: Tus) -> None:
        address = tus.begin(9)

        with incoming.open_locked(Upload.objects.get().uuid):
            assert tus.send(address, b"1234", offset=0).status_code == 423

        assert tus.send(address, b"1234", offset=0).status_code == 204

    def test_that_do_not_fit_on_the_disk_keep_what_did(self, tus: Tus, monkeypatch) -> None:
        address = tus.begin(200_000)

        def fill_up(self, data, *, at, write=incoming.IncomingFile.write):
            if at >= 65_536:
                raise DiskFullError
            write(self, data, at=at)

        monkeypatch.setattr(incoming.IncomingFile, "write", fill_up)
        response = tus.send(address, b"x" * 200_000, offset=0)
        monkeypatch.undo()

        assert response.status_code == 507
        assert "Nothing is lost" in response.json()["message"]
        assert tus.offset(address) == 65_536
        assert tus.send(address, b"x", offset=65_536).status_code == 204


class TestChecksums:
    @pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
    def test_are_compared(self, tus: Tus, algorithm: str) -> None:
        address = tus.begin(9)

        wrong = tus.send(address, b"12345", offset=0, Upload_Checksum=checksum(b"123x5", algorithm))
        assert (wrong.status_code, tus.offset(address)) == (460, 0)

        right = tus.send(address, b"12345", offset=0, Upload_Checksum=checksum(b"12345", algorithm))
        assert (right.status_code, tus.offset(address)) == (204, 5)

    @pytest.mark.parametrize("header", ["md5 AAAA", "sha256", "sha256 %%%", "sha256 "])
    def test_must_be_readable(self, tus: Tus, header: str) -> None:
        address = tus.begin(9)

        response = tus.send(address, b"12345", offset=0, Upload_Checksum=header)

        assert (response.status_code, tus.offset(address)) == (400, 0)

    def test_let_a_damaged_piece_be_sent_again(self, tus: Tus) -> None:
        content = clip_bytes()
        address = tus.begin(len(content))
        half = len(content) // 2
        tus.send(address, content[:half], offset=0, Upload_Checksum=checksum(content[:half]))
        damaged = content[half:-1] + b"?"

        response = tus.send(address, damaged, offset=half, Upload_Checksum=checksum(content[half:]))
        assert response.status_code == 460
        tus.send(address, content[half:], offset=half, Upload_Checksum=checksum(content[half:]))
        drain_uploads()

        assert VideoAsset.objects.get().sha256 == hashlib.sha256(content).hexdigest()

    def test_hide_a_piece_that_was_never_compared(self, tus: Tus, uploads_dir) -> None:
        """As a process leaves it that is killed between the bytes and the comparison."""
        address = tus.begin(20)
        tus.send(address, b"12345", offset=0)
        Upload.objects.update(unverified_from=5)
        path = uploads_dir / Upload.objects.get().uuid.hex
        path.write_bytes(b"12345 half a piece")

        assert tus.offset(address) == 5
        assert tus.send(address, b"6789", offset=5).status_code == 204
        assert path.read_bytes() == b"123456789"


class TestTermination:
    def test_deletes_the_bytes(self, tus: Tus, uploads_dir) -> None:
        address = tus.begin(9)
        tus.send(address, b"1234", offset=0)

        assert tus.ask("DELETE", address).status_code == 204

        assert list(uploads_dir.iterdir()) == []
        assert tus.ask("HEAD", address).status_code == 410
        assert tus.send(address, b"5", offset=4).status_code == 410
        assert tus.ask("DELETE", address).status_code == 410

    def test_leaves_what_is_in_the_library(self, tus: Tus) -> None:
        content = clip_bytes()
        address = tus.begin(len(content))
        tus.send(address, content, offset=0)
        drain_uploads()

        assert tus.ask("DELETE", address).status_code == 409
        assert VideoAsset.objects.get().master.open().read() == content


class TestOthers:
    def test_do_not_find_an_upload(self, tus: Tus) -> None:
        address = tus.begin(9)
        tus.send(address, b"1234", offset=0)
        stranger = Client()
        sign_in_staff(stranger, librarian())
        other = Tus(stranger)

        answers = [
            other.ask("HEAD", address),
            other.client.get(address),
            other.send(address, b"5678", offset=4),
            other.ask("DELETE", address),
            other.client.post(f"{address}keep/"),
            other.client.post(f"{address}retry/"),
        ]

        assert [answer.status_code for answer in answers] == [404] * 6
        assert tus.offset(address) == 4

    def test_learn_no_more_than_about_one_that_never_was(self, tus: Tus) -> None:
        address = tus.begin(9)
        unknown = address[:-9] + "00000000/"
        stranger = Client()
        sign_in_staff(stranger, librarian())

        seen = [stranger.get(path) for path in (address, unknown)]

        assert seen[0].status_code == seen[1].status_code == 404
        assert seen[0].content == seen[1].content

    def test_may_not_begin_one_without_the_permission(self, client: Client, uploads_dir) -> None:
        sign_in_staff(client, grant_editor(UserFactory(editor=True)))

        response = Tus(client).create(9)

        assert response.status_code == 403
        assert response.json()["code"] == "collection"

    def test_are_kept_out_by_the_gate(self, client: Client) -> None:
        client.force_login(UserFactory())
        assert Tus(client).create(9).status_code == 403
        client.logout()
        assert Tus(client).create(9).status_code in {302, 403}
        assert not Upload.objects.exists()


class TestForgedRequests:
    @pytest.fixture
    def strict(self, tus: Tus, owner) -> Tus:
        client = Client(enforce_csrf_checks=True)
        sign_in_staff(client, owner)
        return Tus(client)

    def test_are_refused_without_the_token(self, tus: Tus, strict: Tus) -> None:
        address = tus.begin(9)

        assert strict.create(9).status_code == 403
        assert strict.send(address, b"1234", offset=0).status_code == 403
        assert strict.ask("DELETE", address).status_code == 403
        assert (Upload.objects.count(), tus.offset(address)) == (1, 0)

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    def test_cannot_hide_in_a_safe_method(self, tus: Tus, strict: Tus, method: str) -> None:
        address = tus.begin(4)

        for safe in ("GET", "HEAD", "OPTIONS"):
            strict.ask(safe, address, b"1234", Upload_Offset=0, X_HTTP_Method_Override=method)

        assert tus.offset(address) == 0

    def test_pass_with_the_token(self, strict: Tus) -> None:
        page = strict.client.get("/cms/")
        token = page.context["csrf_token"]

        response = strict.ask("POST", UPLOADS, Upload_Length=9, X_CSRFToken=str(token))

        assert response.status_code == 201


class TestManyAtOnce:
    def test_ask_some_to_come_back(self, tus: Tus, monkeypatch) -> None:
        from accounts.entrance import Entrance
        from videos.uploads import tus as views

        only = Entrance(places=1)
        monkeypatch.setattr(views, "entrance", only)
        address = tus.begin(9)

        with only.place():
            response = tus.send(address, b"1234", offset=0)

        assert (response.status_code, response["Retry-After"]) == (503, "2")
        assert tus.send(address, b"1234", offset=0).status_code == 204


def test_a_piece_costs_a_constant_number_of_queries(
    tus: Tus, django_assert_max_num_queries
) -> None:
    address = tus.begin(5_000_000)
    tus.send(address, b"x" * 1000, offset=0)

    with django_assert_max_num_queries(14):
        tus.send(address, b"x" * 2_000_000, offset=1000)


def test_collections_are_chosen(tus: Tus) -> None:
    summit = Collection.get_first_root_node().add_child(name="Summit")

    tus.begin(9, collection=summit)

    assert Upload.objects.get().collection == summit
    assert PIECE == "application/offset+octet-stream"
