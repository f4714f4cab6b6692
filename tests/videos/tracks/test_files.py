"""The files of tracks, as the file process sends them."""

import datetime

import pytest
from django.utils import timezone

from cms.delivery.withholding import restore, withhold
from tests.factories.videos import TrackFactory, VideoAssetFactory, VideoPageFactory
from tests.videos.serving.asking import Answer, ask
from videos.links import signed_links
from videos.models import Track, VideoAsset
from videos.pipeline.timed_text.cues import Cue
from videos.serving.application import FileApplication
from videos.serving.files import ServedFile
from videos.serving.sources import find_file, find_file_in_thread

pytestmark = pytest.mark.django_db

EXTENSIONS = ["vtt", "srt", "m3u8", "hls.vtt"]
WEBVTT = """WEBVTT

00:00:00.000 --> 00:00:00.400
<v Élodie>Le bac part à l’aube.

00:00:00.500 --> 00:00:01.000 line:0
<i>Sirène</i> &amp; mouettes
"""
SUBRIP = """1
00:00:00,000 --> 00:00:00,400
Le bac part à l’aube.

2
00:00:00,500 --> 00:00:01,000
{\\an8}<i>Sirène</i> & mouettes
"""


@pytest.fixture
def track() -> Track:
    return TrackFactory(asset=VideoAssetFactory(ready=True))


def path(track: Track, extension: str = "vtt") -> str:
    return f"/media/tracks/{track.uuid}.{extension}"


def signed_path(track: Track, extension: str = "vtt", *, asset: VideoAsset | None = None) -> str:
    token = signed_links(asset or track.asset).token
    return path(track, extension).replace("/media/", f"/media/signed/{token}/")


class TestFinding:
    @pytest.mark.parametrize("extension", EXTENSIONS)
    def test_is_for_the_public_while_a_released_video_shows_the_asset(
        self, track: Track, extension: str
    ) -> None:
        assert find_file(path(track, extension), "") is None

        video = VideoPageFactory(asset=track.asset, published=True)
        assert find_file(path(track, extension), "").is_public

        withhold(video.translation_key, "en", "A wrong name.")
        assert find_file(path(track, extension), "") is None

        restore(video.translation_key, "en")
        assert find_file(path(track, extension), "").is_public

        video.unpublish()
        assert find_file(path(track, extension), "") is None

    def test_knows_nothing_of_what_is_not_published(self, track: Track) -> None:
        VideoPageFactory(asset=track.asset, published=True)

        Track.objects.update(is_published=False)

        assert find_file(path(track), "") is None

    @pytest.mark.parametrize("extension", EXTENSIONS)
    def test_lets_editors_in_by_a_link_that_expires(
        self, track: Track, extension: str, monkeypatch
    ) -> None:
        address = signed_path(track, extension)
        assert not find_file(address, "").is_public

        later = timezone.now() + datetime.timedelta(minutes=16)
        monkeypatch.setattr("videos.links.time.time", later.timestamp)

        assert find_file(address, "") is None

    def test_takes_no_token_of_another_asset(self, track: Track) -> None:
        assert find_file(signed_path(track, asset=VideoAssetFactory()), "") is None

    @pytest.mark.parametrize("extension", ["", "txt", "vtt.vtt", "VTT", "vtt/", "hls.srt"])
    def test_has_no_other_files(self, track: Track, extension: str) -> None:
        VideoPageFactory(asset=track.asset, published=True)

        assert find_file(path(track, extension), "") is None


class TestSending:
    @pytest.fixture
    def shown(self, track: Track) -> Track:
        VideoPageFactory(asset=track.asset, published=True)
        return track

    def _ask(self, track: Track, extension: str = "vtt", **how: object) -> Answer:
        found = find_file(path(track, extension), "")

        def find(_path: str, _query: str) -> ServedFile | None:
            return found

        return ask(FileApplication(find=find), path(track, extension), **how)

    @pytest.mark.parametrize(
        ("extension", "content_type", "text"),
        [
            ("vtt", "text/vtt; charset=utf-8", WEBVTT),
            ("srt", "text/plain; charset=utf-8", SUBRIP),
        ],
    )
    def test_sends_the_text_to_every_origin(
        self, shown: Track, extension: str, content_type: str, text: str
    ) -> None:
        answer = self._ask(shown, extension)

        assert answer.status == 200
        assert answer.body.decode() == text
        assert answer.headers["content-type"] == content_type
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-length"] == str(len(text.encode()))

    @pytest.mark.parametrize("extension", EXTENSIONS)
    def test_has_a_strong_tag_that_changes_with_the_text(
        self, shown: Track, extension: str
    ) -> None:
        first = self._ask(shown, extension).headers["etag"]
        unchanged = self._ask(shown, extension, headers={"If-None-Match": first})
        shown.take_cues([Cue(start_ms=0, end_ms=500, text="Autre chose.")])
        shown.save()
        changed = self._ask(shown, extension, headers={"If-None-Match": first})

        assert first.startswith('"')
        assert (unchanged.status, unchanged.body) == (304, b"")
        assert changed.status == (304 if extension == "m3u8" else 200)

    def test_sends_parts(self, shown: Track) -> None:
        answer = self._ask(shown, headers={"Range": "bytes=0-5"})

        assert (answer.status, answer.body) == (206, b"WEBVTT")
        assert answer.headers["content-range"] == f"bytes 0-5/{len(WEBVTT.encode())}"

    def test_tells_a_head_request_the_length_only(self, shown: Track) -> None:
        answer = self._ask(shown, method="HEAD")

        assert (answer.status, answer.body) == (200, b"")
        assert answer.headers["content-length"] == str(len(WEBVTT.encode()))

    def test_gives_players_cues_that_end(self, shown: Track) -> None:
        shown.take_cues(
            [Cue(start_ms=0, end_ms=None, text="a"), Cue(start_ms=1, end_ms=2, text="")]
        )
        shown.save()

        assert "00:00:00.000 --> 00:00:03.000\na\n" in self._ask(shown).body.decode()


@pytest.mark.django_db(transaction=True)
def test_the_process_answers_from_the_database() -> None:
    track = TrackFactory(asset=VideoAssetFactory(ready=True))
    VideoPageFactory(asset=track.asset, published=True)

    answer = ask(FileApplication(find=find_file_in_thread), path(track))

    assert answer.body.decode() == WEBVTT
