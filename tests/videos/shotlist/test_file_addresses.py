"""Where the files are: for the public while the video is released, for editors from the draft."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.delivery import projection
from tests.videos.shotlist.conftest import released_video
from videos.models import Shot, VideoPage
from videos.shotlist.files import FILES

pytestmark = pytest.mark.django_db

TYPES = {
    "edl": "text/plain; charset=utf-8",
    "otio": "application/vnd.pixar.opentimelineio+json",
    "vtt": "text/vtt; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
}


def address(video: VideoPage, extension: str, locale: str = "en") -> str:
    return f"/api/v1/videos/{video.translation_key}/shotlist.{extension}?locale={locale}"


def problem(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["type"].rstrip("/").rsplit("/", 1)[1]


@pytest.mark.parametrize("extension", FILES)
class TestReleasedVideo:
    def test_answers_the_file(self, client: Client, shotlist, extension: str) -> None:
        video = released_video(*shotlist, slug="quay")

        response = client.get(address(video, extension))

        assert response.status_code == 200
        assert response["Content-Type"] == TYPES[extension]
        assert response["Content-Language"] == "en"
        assert f'filename="quay-en.{extension}"' in response["Content-Disposition"]
        assert response["Access-Control-Allow-Origin"] == "*"
        assert str(video.translation_key.hex) in response["Cache-Tag"]
        assert len(response.content) == int(response["Content-Length"]) > 100

    def test_is_known_by_a_strong_tag(self, client: Client, shotlist, extension: str) -> None:
        video = released_video(*shotlist)
        url = address(video, extension)
        first = client.get(url)

        again = client.get(url, headers={"If-None-Match": first["ETag"]})

        assert first["ETag"].startswith('"')
        assert (again.status_code, again.content) == (304, b"")
        assert client.get(url).content == first.content
        shot = video.shots.first()
        shot.description = "Something else"
        video.shots = [shot]
        video.save_revision().publish()
        changed = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200
        assert changed["ETag"] != first["ETag"]

    def test_answers_head_without_the_file(self, client: Client, shotlist, extension: str) -> None:
        url = address(released_video(*shotlist), extension)

        response = client.head(url)

        assert response.content == b""
        assert response["ETag"] == client.get(url)["ETag"]

    def test_costs_one_query(self, client: Client, shotlist, extension: str) -> None:
        url = address(released_video(*shotlist), extension)
        client.get(url)

        with CaptureQueriesContext(connection) as queries:
            client.get(url)

        assert len(queries) == 1

    def test_is_gone_with_the_video(self, client: Client, shotlist, extension: str) -> None:
        video = released_video(*shotlist)

        video.unpublish()

        assert problem(client.get(address(video, extension))) == (410, "gone")

    def test_is_not_there_in_another_language(self, client, shotlist, extension: str) -> None:
        video = released_video(*shotlist)

        answer = client.get(address(video, extension, "fr"))

        assert problem(answer) == (404, "translation-missing")

    def test_is_made_of_what_is_released(self, client: Client, shotlist, extension: str) -> None:
        video = released_video(*shotlist)
        before = client.get(address(video, extension)).content

        video.shots = [*video.shots.all(), Shot(in_frame=600, out_frame=700, description="Secret")]
        video.save_revision()

        assert client.get(address(video, extension)).content == before

    def test_refuses_a_client_that_takes_something_else(
        self, client: Client, shotlist, extension: str
    ) -> None:
        url = address(released_video(*shotlist), extension)

        assert client.get(url, headers={"Accept": "image/png"}).status_code == 406
        own = TYPES[extension].partition(";")[0]
        assert client.get(url, headers={"Accept": own}).status_code == 200


class TestAbsence:
    @pytest.mark.parametrize("extension", FILES)
    def test_a_draft_has_no_file(self, client: Client, shotlist, extension: str) -> None:
        video = released_video(*shotlist)
        draft = VideoPage.objects.get(pk=video.pk)
        draft = draft.copy(update_attrs={"slug": "copy", "live": False})

        assert problem(client.get(address(draft, extension))) == (404, "not-found")

    @pytest.mark.parametrize(("extension", "status"), [("edl", 404), ("vtt", 404), ("txt", 200)])
    def test_without_rows_there_is_only_a_dopesheet(self, client, extension, status) -> None:
        assert client.get(address(released_video(), extension)).status_code == status

    @pytest.mark.parametrize("extension", ["exe", "edl.pdf", "json", ""])
    def test_of_other_files_is_a_problem(self, client: Client, shotlist, extension: str) -> None:
        answer = client.get(address(released_video(*shotlist), extension))

        assert problem(answer) == (404, "not-found")

    def test_of_a_language_or_a_work_is_named(self, client: Client) -> None:
        assert problem(client.get("/api/v1/videos/x/shotlist.edl?locale=en"))[0] == 400
        response = client.get("/api/v1/videos/x/shotlist.edl")
        assert response.json()["errors"][0]["parameter"] == "locale"


class TestLinks:
    def test_of_a_document_lead_to_its_files(self, client: Client, shotlist, settings) -> None:
        video = released_video(*shotlist)
        document = client.get(f"/api/v1/videos/{video.translation_key}/?locale=en").json()["data"]

        links = {file["extension"]: file for file in document["shotlist_files"]}

        assert list(links) == list(FILES)
        for link in links.values():
            answer = client.get(link["url"].removeprefix(settings.BASE_URL))
            assert answer["Content-Type"].partition(";")[0] == link["content_type"]

    def test_of_a_video_without_rows_are_those_of_the_dopesheet(self, client: Client) -> None:
        video = released_video()
        document = client.get(f"/api/v1/videos/{video.translation_key}/?locale=en").json()["data"]

        assert [file["extension"] for file in document["shotlist_files"]] == ["pdf", "txt"]

    def test_are_not_in_a_preview(self, shotlist) -> None:
        assert projection.preview(released_video(*shotlist))["shotlist_files"] == []
