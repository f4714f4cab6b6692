"""XMP in MP4 files: read back by other tools, and never a false size or checksum."""

import hashlib
from datetime import datetime
from pathlib import Path

import av
import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.models import LeaseState
from tests.factories.videos import VideoAssetFactory, VideoPageFactory, give_rendition
from tests.videos.media import Source
from videos.derivative_choices import DerivativeStep, RenditionPurpose
from videos.metadata.embedding import NotBoxesError, read_packet, write_with_packet
from videos.metadata.xmp import NAMESPACES
from videos.models import Derivative, Rendition, VideoAsset, VideoPage
from videos.services.deriving import derive
from videos.services.describing import note_changed_descriptions
from videos.services.sweeping import sweep_media

FILM = Source(audio_codec="aac")


def frames_of(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _frame in container.decode(video=0))


class TestFile:
    def test_keeps_every_frame_and_byte_before_the_packet(self, media, tmp_path) -> None:
        source, target = media(FILM), tmp_path / "out.mp4"

        written = write_with_packet(source, target, "<x/> رصيف")

        content = target.read_bytes()
        assert content.startswith(source.read_bytes())
        assert written.size_bytes == len(content)
        assert written.sha256 == hashlib.sha256(content).hexdigest()
        assert frames_of(target) == frames_of(source) == FILM.frames
        assert read_packet(target) == "<x/> رصيف"
        assert read_packet(source) is None

    def test_holds_one_packet_however_often_it_is_written(self, media, tmp_path) -> None:
        first, second = tmp_path / "first.mp4", tmp_path / "second.mp4"
        write_with_packet(media(FILM), first, "the first, which is longer")

        write_with_packet(first, second, "second")

        assert second.read_bytes().count(b"uuid") == 1
        assert read_packet(second) == "second"

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"not a film",
            b"\x00\x00\x00\x10ftypisom\x00\x00",
            b"\x00\x00\x00\x00ftyp",
            b"\x00\x00\x00\x01ftyp\x00\x00\x00\x00\x00\x00\x00\x02",
            b"\x00\x00\x00\x08moov",
        ],
    )
    def test_is_refused_when_it_is_no_mp4(self, tmp_path, content: bytes) -> None:
        source = tmp_path / "source.mp4"
        source.write_bytes(content)

        with pytest.raises(NotBoxesError):
            write_with_packet(source, tmp_path / "out.mp4", "packet")


@pytest.fixture
def at() -> datetime:
    return timezone.now()


@pytest.fixture
def video(media, db) -> VideoPage:
    asset = VideoAssetFactory()
    content = media(FILM).read_bytes()
    for name in ("360p.mp4", "720p.mp4"):
        give_rendition(asset, name, RenditionPurpose.DOWNLOAD, content)
    Derivative.objects.update(state=LeaseState.DONE)
    video: VideoPage = VideoPageFactory(
        published=True, title="Quay", asset=asset, credit="Halden Compact", no_archive=True
    )
    return video


def work() -> int:
    """Do what waits, as a worker does; return how much."""
    done = 0
    while row := Derivative.objects.claim(at=timezone.now(), lease_seconds=60):
        derive(row)
        done += 1
    return done


def downloads(video: VideoPage) -> list[Rendition]:
    files = Rendition.objects.filter(asset=video.asset, purpose=RenditionPurpose.DOWNLOAD)
    return list(files.order_by("filename"))


def titles_in(rendition: Rendition) -> list[str | None]:
    packet = read_packet(Path(rendition.storage.path(rendition.file)))
    assert packet is not None
    root = fromstring(packet.encode())
    return [item.text for item in root.findall(".//dc:title//rdf:li", NAMESPACES)]


class TestPublishedVideo:
    def test_writes_what_is_published_into_its_downloads(
        self, video, at, django_capture_on_commit_callbacks
    ) -> None:
        before = {row.uuid: row.file for row in downloads(video)}

        with django_capture_on_commit_callbacks(execute=True):
            assert note_changed_descriptions(at) == 1
            work()

        rows = downloads(video)
        assert {row.uuid for row in rows} == set(before)
        for row in rows:
            path = Path(row.storage.path(row.file))
            content = path.read_bytes()
            assert (row.size_bytes, row.sha256) == (
                len(content),
                hashlib.sha256(content).hexdigest(),
            )
            assert frames_of(path) == FILM.frames
            assert titles_in(row) == ["Quay", "Quay"]
            packet = read_packet(path) or ""
            assert "No archive. Credit: Halden Compact." in packet
            assert not row.storage.exists(before[row.uuid])
        assert sweep_media(at=at, delete=False).missing == []

    def test_is_left_alone_while_nothing_changes(self, video, at) -> None:
        note_changed_descriptions(at)
        work()
        files = [row.file for row in downloads(video)]

        # The documents changed once more: their checksums are those of the new files.
        assert [note_changed_descriptions(at) for _ in range(3)] == [0, 0, 0]

        assert work() == 0
        assert [row.file for row in downloads(video)] == files

    def test_is_written_again_when_the_text_changes(self, video, at) -> None:
        note_changed_descriptions(at)
        work()

        video.title = "Quay at dawn"
        video.save_revision().publish()
        assert note_changed_descriptions(at) == 1
        work()

        assert titles_in(downloads(video)[0]) == ["Quay at dawn", "Quay at dawn"]

    def test_is_written_again_when_the_files_are_made_again(self, video, media, at) -> None:
        note_changed_descriptions(at)
        work()
        asset = VideoAsset.objects.get()
        Rendition.objects.filter(asset=asset, filename="720p.mp4").delete()
        give_rendition(asset, "720p.mp4", RenditionPurpose.DOWNLOAD, media(FILM).read_bytes())

        assert note_changed_descriptions(at) == 1
        work()

        assert all(titles_in(row) == ["Quay", "Quay"] for row in downloads(video))

    def test_keeps_the_old_files_when_the_worker_dies(self, video, at, monkeypatch) -> None:
        """An interruption before the commit leaves the rows and files as they were."""
        before = [(row.file, row.sha256) for row in downloads(video)]
        note_changed_descriptions(at)

        def die(*_arguments: object) -> None:
            raise SystemExit("killed")

        monkeypatch.setattr("videos.services.deriving.replace_files", die)
        with pytest.raises(SystemExit):
            work()
        assert [(row.file, row.sha256) for row in downloads(video)] == before
        monkeypatch.undo()
        Derivative.objects.update(state=LeaseState.QUEUED, lease_token=None, leased_until=None)
        Derivative.objects.exclude(step=DerivativeStep.METADATA).update(state=LeaseState.DONE)
        work()

        assert titles_in(downloads(video)[0]) == ["Quay", "Quay"]

    def test_that_is_no_video_keeps_its_file_and_says_why(self, video, at) -> None:
        asset = video.asset
        Rendition.objects.filter(asset=asset).delete()
        give_rendition(asset, "240p.mp4", RenditionPurpose.DOWNLOAD, b"not a film")

        note_changed_descriptions(at)
        work()

        row = Derivative.objects.get(step=DerivativeStep.METADATA)
        assert (row.state, row.problem) == (LeaseState.FAILED, "damaged")
        assert [each.size_bytes for each in downloads(video)] == [10]
        assert note_changed_descriptions(at) == 0


def test_a_draft_is_written_nowhere(media, at, db) -> None:
    asset = VideoAssetFactory()
    give_rendition(asset, "360p.mp4", RenditionPurpose.DOWNLOAD, media(FILM).read_bytes())
    VideoPageFactory(asset=asset, title="Secret")

    assert note_changed_descriptions(at) == 0
    assert not Derivative.objects.filter(step=DerivativeStep.METADATA).exists()


def test_looking_costs_the_same_when_nothing_changed(video, media, at) -> None:
    counts = []
    for _ in range(2):
        asset = VideoAssetFactory()
        give_rendition(asset, "360p.mp4", RenditionPurpose.DOWNLOAD, media(FILM).read_bytes())
        VideoPageFactory(published=True, asset=asset)
        Derivative.objects.filter(step=DerivativeStep.FACTS).update(state=LeaseState.DONE)
        note_changed_descriptions(at)
        work()
        note_changed_descriptions(at)
        with CaptureQueriesContext(connection) as queries:
            note_changed_descriptions(at)
        counts.append(len(queries))

    assert counts[0] == counts[1]
