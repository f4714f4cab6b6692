import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from cms.core.models import NewsroomDocument

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "secret.txt").write_text("no")


@pytest.fixture
def document(db) -> NewsroomDocument:
    return NewsroomDocument.objects.create(
        title="Agenda", file=ContentFile(b"%PDF-1.4", name="agenda.pdf")
    )


class TestMedia:
    def test_reaches_editors(self, admin_client):
        default_storage.save("images/quay.webp", ContentFile(b"bytes"))

        response = admin_client.get("/media/images/quay.webp")

        assert b"".join(response) == b"bytes"
        assert response["Content-Type"] == "image/webp"
        assert response["Cache-Control"] == "private, no-cache"
        assert "sandbox" in response["Content-Security-Policy"]

    def test_is_not_there_for_anybody_else(self, client):
        default_storage.save("images/quay.webp", ContentFile(b"bytes"))

        assert client.get("/media/images/quay.webp").status_code == 404

    @pytest.mark.parametrize(
        "path", ["../secret.txt", "%2e%2e/secret.txt", "images/", "", "nothing.png", "%00"]
    )
    def test_ends_at_its_folder(self, admin_client, path):
        assert admin_client.get(f"/media/{path}").status_code == 404

    @pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "unknown"])
    def test_never_opens_active_content(self, admin_client, name):
        default_storage.save(name, ContentFile(b"<script>alert(1)</script>"))

        response = admin_client.get(f"/media/{name}")

        assert response["Content-Disposition"].startswith("attachment")


class TestDocument:
    def test_reaches_editors(self, admin_client, document):
        assert document.url == reverse("wagtaildocs_serve", args=[document.pk, document.filename])
        assert b"".join(admin_client.get(document.url)) == b"%PDF-1.4"

    def test_is_not_there_for_anybody_else(self, client, document):
        assert client.get(document.url).status_code == 404

    def test_has_one_name(self, admin_client, document):
        assert admin_client.get(f"/documents/{document.pk}/other.pdf").status_code == 404
