"""Public images: who may see one, at which addresses, and for how long."""

import io
import threading
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from PIL import Image as Picture

from cms.core import imaging
from cms.core.models import NewsroomImage, NewsroomRendition
from cms.delivery.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.delivery import make_document
from tests.s3 import BUCKET, S3Store
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db

MIME_SIGNATURES = {"avif": b"ftypavif", "webp": b"WEBP", "jpeg": b"\xff\xd8\xff"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def make_image(width: int = 1000, height: int = 600, *, mode: str = "RGB", **fields):
    content = io.BytesIO()
    Picture.new(mode, (width, height), (20, 90, 160, 40)[: len(mode)]).save(content, "PNG")
    upload = SimpleUploadedFile("quay.png", content.getvalue(), content_type="image/png")
    return NewsroomImage.objects.create(title="Quay at dawn", file=upload, **fields)


def address(image: NewsroomImage, width: int = 640, file_format: str = "webp") -> str:
    return imaging.image_url(image, width=width, file_format=file_format).removeprefix(
        "http://127.0.0.1:8000"
    )


@pytest.fixture
def public_image(db) -> NewsroomImage:
    image = make_image()
    make_document(images=(image.uuid,))
    return image


class TestPublicImage:
    @pytest.mark.parametrize("file_format", ["avif", "webp", "jpeg"])
    def test_is_made_on_first_request_in_each_format(self, client, public_image, file_format):
        response = client.get(address(public_image, 320, file_format))

        assert response.status_code == 200
        assert response["Content-Type"] == f"image/{file_format}"
        assert MIME_SIGNATURES[file_format] in response.content[:16]
        with Picture.open(io.BytesIO(response.content)) as picture:
            assert picture.size == (320, 192)

    def test_lives_no_longer_than_a_minute_in_caches(self, client, public_image):
        response = client.get(address(public_image))

        assert response["Cache-Control"] == "public, max-age=30, s-maxage=30"
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response["Cache-Tag"] == f"i:{public_image.uuid.hex}"

    def test_every_address_of_its_json_answers(self, client, public_image):
        content = imaging.image_json(public_image)

        urls = {content["src"]} | {
            entry["url"] for entries in content["srcset"].values() for entry in entries
        }

        for url in urls:
            assert client.get(url.removeprefix("http://127.0.0.1:8000")).status_code == 200

    def test_is_not_sent_again_under_its_tag(self, client, public_image):
        tag = client.get(address(public_image))["ETag"]

        response = client.get(address(public_image), headers={"if-none-match": tag})

        assert response.status_code == 304
        assert response.content == b""

    def test_answers_head_without_a_body(self, client, public_image):
        full = client.get(address(public_image))

        head = client.head(address(public_image))

        assert head.content == b""
        assert head["Content-Length"] == full["Content-Length"] == str(len(full.content))

    def test_is_never_enlarged(self, client):
        image = make_image(200, 100)
        make_document(images=(image.uuid,))
        with Picture.open(io.BytesIO(client.get(address(image, 320)).content)) as picture:
            assert picture.size == (200, 100)

        assert {entry["width"] for entry in imaging.image_json(image)["srcset"]["webp"]} == {200}
        with Picture.open(io.BytesIO(client.get(address(image, 200)).content)) as picture:
            assert picture.size == (200, 100)

    def test_shows_white_where_a_jpeg_cannot_be_transparent(self, client):
        image = make_image(300, 200, mode="RGBA")
        make_document(images=(image.uuid,))

        with Picture.open(io.BytesIO(client.get(address(image, 300, "jpeg")).content)) as picture:
            assert min(picture.getpixel((5, 5))) > 200

    def test_comes_back_when_its_file_was_swept_away(self, client, public_image, settings):
        client.get(address(public_image))
        for file in Path(settings.MEDIA_ROOT).glob("images/*.webp"):
            file.unlink()

        assert client.get(address(public_image)).status_code == 200

    def test_is_a_404_when_its_original_is_lost(self, client, public_image):
        Path(public_image.file.path).unlink()

        assert client.get(address(public_image)).status_code == 404

    def test_leads_from_an_old_version_to_the_new_one(self, client, public_image):
        old = address(public_image)
        NewsroomImage.objects.update(
            focal_point_x=10, focal_point_y=10, focal_point_width=4, focal_point_height=4
        )
        public_image.refresh_from_db()

        response = client.get(old)

        assert response.status_code == 302
        assert response["Location"].endswith(address(public_image))
        assert response["Cache-Control"] == "no-cache"


class TestImageOnS3:
    @pytest.fixture
    def stored_image(self, files_on_s3: S3Store) -> NewsroomImage:
        image = make_image()
        make_document(images=(image.uuid,))
        return image

    def test_is_made_once_and_kept_beside_its_original(self, client, stored_image, files_on_s3):
        first = client.get(address(stored_image, 320))
        second = client.get(address(stored_image, 320))

        assert first.content == second.content
        with Picture.open(io.BytesIO(first.content)) as picture:
            assert picture.size == (320, 192)
        [rendition] = NewsroomRendition.objects.all()
        assert files_on_s3.keys() == {
            f"media/{stored_image.file.name}",
            f"media/{rendition.file.name}",
        }

    def test_comes_back_when_its_file_was_swept_away(self, client, stored_image, files_on_s3):
        first = client.get(address(stored_image, 320))
        files_on_s3.client.delete_object(
            Bucket=BUCKET, Key=f"media/{NewsroomRendition.objects.get().file.name}"
        )

        assert client.get(address(stored_image, 320)).content == first.content

    def test_is_shown_to_editors_by_the_newsroom(self, admin_client, stored_image):
        thumbnail = stored_image.get_rendition("max-165x165")

        response = admin_client.get(thumbnail.url)

        assert response.status_code == 200
        assert b"".join(response.streaming_content)[:4] in (b"\x89PNG", b"RIFF")


class TestRefusedAddress:
    @pytest.mark.parametrize(
        ("part", "replacement"),
        [
            ("w-640", "w-641"),
            ("w-640", "w-960"),
            (".webp", ".avif"),
            (".webp", ".png"),
            ("w-640", "w-99999999999"),
            ("w-640", "original"),
        ],
    )
    def test_changed_in_one_part_is_a_404(self, client, public_image, part, replacement):
        assert client.get(address(public_image).replace(part, replacement)).status_code == 404
        assert not NewsroomRendition.objects.exists()

    def test_of_an_unknown_width_is_a_404_even_when_signed(self, client, public_image):
        assert client.get(address(public_image, 641)).status_code == 404

    @pytest.mark.parametrize("path", ["/img/", "/img/x", "/img/a/b/c/w-1/x.webp", "/img/%00"])
    def test_of_another_shape_is_a_404(self, client, path):
        assert client.get(path).status_code == 404


class TestPrivateImage:
    def test_of_no_document_is_a_404(self, client):
        assert client.get(address(make_image())).status_code == 404

    @pytest.mark.parametrize("fields", [{"status": "withheld"}, {"audience": "early"}])
    def test_of_documents_that_are_not_public_is_a_404(self, client, fields):
        image = make_image()
        make_document(images=(image.uuid,), **fields)

        assert client.get(address(image)).status_code == 404

    def test_is_refused_at_once_after_a_kill_even_under_its_tag(self, client, public_image):
        tag = client.get(address(public_image))["ETag"]
        Document.objects.update(status="killed")

        response = client.get(address(public_image), headers={"if-none-match": tag})

        assert response.status_code == 404

    def test_is_shown_to_editors_and_kept_by_no_cache(self, client):
        sign_in_staff(client, UserFactory(administrator=True))

        response = client.get(address(make_image()))

        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"

    def test_is_not_shown_to_editors_without_a_second_factor(self, client):
        client.force_login(UserFactory(administrator=True))

        assert client.get(address(make_image())).status_code == 404

    def test_is_not_shown_to_accounts_that_cannot_edit(self, client):
        client.force_login(get_user_model().objects.create(email="reader@example.org"))

        assert client.get(address(make_image())).status_code == 404


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_parallel_first_requests_make_one_file(settings):
    image = make_image(1600, 1200)
    make_document(images=(image.uuid,))
    barrier, statuses = threading.Barrier(4), []

    def ask() -> None:
        try:
            barrier.wait()
            statuses.append(Client().get(address(image, 1280)).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [200] * 4
    assert NewsroomRendition.objects.count() == 1
    assert len(list(Path(settings.MEDIA_ROOT).glob("images/*.webp"))) == 1
