"""Pictures that an editor uploads: bad ones get a clear word at the field and change nothing."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cms.core.models import NewsroomImage
from tests.factories.core import image_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.must_hold]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def png_that_claims(width: int, height: int) -> bytes:
    """Return a few bytes that unpack to a picture of any size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 4096, 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def gif_of_many_frames() -> bytes:
    frames = [Image.new("P", (9000, 9000), shade) for shade in range(2)]
    content = io.BytesIO()
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    return content.getvalue()


BAD_FILES = {
    "a bomb": ("bomb.png", lambda: png_that_claims(50_000, 50_000)),
    "a larger bomb": ("bomb.png", lambda: png_that_claims(2**31 - 1, 2**31 - 1)),
    "too many pixels": ("wide.png", lambda: png_that_claims(10_000, 8_001)),
    "too many pixels in frames": ("frames.gif", gif_of_many_frames),
    "text": ("words.png", lambda: b"These are words, not a picture."),
    "a page": ("page.jpg", lambda: b"<html><script>alert(1)</script></html>"),
    "a drawing": ("drawing.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "a cut picture": ("cut.png", lambda: image_bytes()[:60]),
    "another kind than its name": ("photo.webp", image_bytes),
    "nothing": ("empty.png", lambda: b""),
}


def upload(client, name: str, content: bytes):
    return client.post(
        reverse("wagtailimages:add"),
        {"title": "Quay", "file": SimpleUploadedFile(name, content, content_type="image/png")},
    )


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_refused_at_its_field(admin_client, case):
    name, make = BAD_FILES[case]

    response = upload(admin_client, name, make())

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert response.context["form"]["title"].value() == "Quay"
    assert not NewsroomImage.objects.exists()


def test_a_file_of_too_many_bytes_is_refused_at_its_field(admin_client, settings):
    content = image_bytes() + b"\0" * settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE

    response = upload(admin_client, "large.png", content)

    assert "25" in str(response.context["form"].errors["file"])
    assert not NewsroomImage.objects.exists()


def test_a_bad_file_among_several_is_refused_alone(admin_client):
    response = admin_client.post(
        reverse("wagtailimages:add_multiple"),
        {
            "title": "cut.png",
            "files[]": SimpleUploadedFile("cut.png", image_bytes()[:60], content_type="image/png"),
        },
    )

    assert response.json()["success"] is False
    assert response.json()["error_message"]


def test_a_good_file_is_taken(admin_client):
    response = upload(admin_client, "good.png", image_bytes())

    assert response.status_code == 302
    assert NewsroomImage.objects.get().title == "Quay"
