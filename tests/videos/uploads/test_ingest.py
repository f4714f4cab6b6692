"""Watch folders: taken once, refused with a reason, never half a file, never a link."""

import fcntl
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection

from tests.factories.videos import clip_bytes
from videos.models import Upload, UploadStage, VideoAsset
from videos.uploads import folders
from videos.uploads.folders import WatchFolder

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop(tmp_path: Path, uploads_dir: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


def ingest(folder: Path, *options: str) -> str:
    output = StringIO()
    call_command("ingest", str(folder), "--settle", "0", *options, stdout=output)
    return output.getvalue()


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


class TestWholeFile:
    def test_is_taken_and_put_away(self, drop: Path) -> None:
        (drop / "bridge.mp4").write_bytes(clip_bytes())

        assert "bridge.mp4: taken." in ingest(drop)

        asset = VideoAsset.objects.get()
        assert (asset.title, asset.original_filename) == ("bridge", "bridge.mp4")
        assert asset.master.open().read() == clip_bytes()
        assert len(asset.sha256) == 64
        assert names(drop) == ["done/bridge.mp4"]

    def test_brings_its_sidecar(self, drop: Path) -> None:
        (drop / "bridge.mp4").write_bytes(clip_bytes())
        (drop / "bridge.json").write_text('{"headline": "Bridge opens", "byline": "Ann"}')

        ingest(drop)

        asset = VideoAsset.objects.get()
        assert asset.title == "Bridge opens"
        assert asset.sidecar == {"title": "Bridge opens", "creator": "Ann"}
        assert names(drop) == ["done/bridge.json", "done/bridge.mp4"]

    def test_goes_into_the_named_collection(self, drop: Path) -> None:
        summit = Collection.get_first_root_node().add_child(name="Summit")
        (drop / "bridge.mp4").write_bytes(clip_bytes())

        ingest(drop, "--collection", "Summit")

        assert VideoAsset.objects.get().collection == summit

    def test_is_skipped_when_the_library_has_it(self, drop: Path) -> None:
        (drop / "bridge.mp4").write_bytes(clip_bytes())
        ingest(drop)
        (drop / "bridge.mp4").write_bytes(clip_bytes())

        assert "skipped. The library has it already: bridge" in ingest(drop)

        assert VideoAsset.objects.count() == 1
        assert names(drop) == ["done/bridge (2).mp4", "done/bridge.mp4"]
        assert not Upload.objects.filter(stage=UploadStage.READY).exists()


class TestRefusedFile:
    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("words.mp4", b"no video at all", "not a video"),
            ("empty.mp4", b"", "empty"),
        ],
    )
    def test_is_moved_away_with_the_reason(self, drop: Path, name, content, reason) -> None:
        (drop / name).write_bytes(content)

        assert f"{name}: refused." in ingest(drop)

        assert names(drop) == [f"refused/{name}", f"refused/{name}.reason.txt"]
        assert reason in (drop / "refused" / f"{name}.reason.txt").read_text()
        assert not VideoAsset.objects.exists()

    def test_may_be_refused_for_its_sidecar(self, drop: Path) -> None:
        (drop / "bridge.mp4").write_bytes(clip_bytes())
        (drop / "bridge.mp4.xmp").write_text(
            '<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><x>&b;</x>'
        )

        assert "declares entities" in ingest(drop)

        assert (drop / "refused" / "bridge.mp4").exists()
        assert not VideoAsset.objects.exists()

    def test_waits_while_there_is_no_room(self, drop: Path, settings) -> None:
        (drop / "bridge.mp4").write_bytes(clip_bytes())
        settings.VIDEOS = {"STORE_QUOTA_BYTES": 10}

        assert "bridge.mp4: waits." in ingest(drop)
        assert names(drop) == ["bridge.mp4"]

        settings.VIDEOS = {}
        assert "taken" in ingest(drop)


class TestTricks:
    def test_with_links_reach_nothing(self, drop: Path, tmp_path: Path) -> None:
        secret = tmp_path / "secret.mp4"
        secret.write_bytes(clip_bytes())
        (drop / "bridge.mp4").symlink_to(secret)

        assert "It is a link" in ingest(drop)

        assert not VideoAsset.objects.exists()
        assert secret.read_bytes() == clip_bytes()

    @pytest.mark.parametrize("folder", ["done", "refused"])
    def test_with_a_linked_folder_move_nothing_there(
        self, drop: Path, tmp_path: Path, folder: str
    ) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        (drop / folder).symlink_to(elsewhere)
        (drop / "bridge.mp4").write_bytes(clip_bytes())
        (drop / "words.mp4").write_bytes(b"no video at all")

        ingest(drop)

        assert list(elsewhere.iterdir()) == []
        assert VideoAsset.objects.count() == 1

    def test_with_names_stay_names(self, drop: Path) -> None:
        odd = "x\\..\\etc\\passwd\n.mp4"
        (drop / odd).write_bytes(clip_bytes())

        ingest(drop)

        assert VideoAsset.objects.get().original_filename == "passwd.mp4"

    def test_with_folders_and_pipes_are_ignored(self, drop: Path) -> None:
        (drop / "sub").mkdir()
        (drop / "sub" / "bridge.mp4").write_bytes(clip_bytes())
        os.mkfifo(drop / "pipe.mp4")
        (drop / ".hidden.mp4").write_bytes(clip_bytes())
        (drop / "bridge.mp4.part").write_bytes(clip_bytes())

        assert ingest(drop) == ""
        assert not VideoAsset.objects.exists()


class TestGrowingFile:
    @pytest.fixture
    def clock(self) -> list[float]:
        return [100.0]

    @pytest.fixture
    def watched(self, drop: Path, clock: list[float]) -> WatchFolder:
        return WatchFolder(
            path=drop,
            collection=Collection.get_first_root_node(),
            settle_seconds=10,
            say=lambda line: None,
            monotonic=lambda: clock[0],
        )

    def test_waits_until_it_has_not_changed_for_a_while(
        self, drop: Path, watched: WatchFolder, clock: list[float]
    ) -> None:
        path, content = drop / "bridge.mp4", clip_bytes()
        path.write_bytes(content[:500])
        assert watched.look() == 1
        clock[0] += 9
        path.write_bytes(content)
        assert watched.look() == 1
        clock[0] += 9
        assert watched.look() == 1
        assert not Upload.objects.exists()

        clock[0] += 1
        assert watched.look() == 0

        assert VideoAsset.objects.get().master.open().read() == content

    def test_waits_for_its_sidecar_as_well(
        self, drop: Path, watched: WatchFolder, clock: list[float]
    ) -> None:
        (drop / "bridge.mp4").write_bytes(clip_bytes())
        watched.look()
        clock[0] += 9
        (drop / "bridge.json").write_text('{"title": "Bridge"}')
        watched.look()
        clock[0] += 9
        assert watched.look() == 1

        clock[0] += 1
        assert watched.look() == 0
        assert VideoAsset.objects.get().title == "Bridge"

    def test_is_let_go_when_it_changes_while_it_is_copied(
        self, drop: Path, watched: WatchFolder, clock: list[float], monkeypatch
    ) -> None:
        path = drop / "bridge.mp4"
        path.write_bytes(clip_bytes())
        watched.look()
        clock[0] += 10

        def grow(upload, blocks, real=folders.receiving.receive, **more):
            offset = real(upload, blocks, **more)
            with path.open("ab") as file:
                file.write(b"more")
            return offset

        monkeypatch.setattr(folders.receiving, "receive", grow)
        assert watched.look() == 1

        assert not VideoAsset.objects.exists()
        assert path.exists()


class TestKilledProcess:
    @pytest.mark.parametrize(
        ("name", "after"),
        [("_begin", True), ("_receive", True), ("_examine", False), ("_examine", True)],
        ids=["before copying", "after copying", "before examining", "before putting away"],
    )
    def test_is_followed_by_one_that_takes_the_file_once(
        self, drop: Path, monkeypatch, name: str, after: bool
    ) -> None:
        (drop / "bridge.mp4").write_bytes(clip_bytes())
        real = getattr(WatchFolder, name)

        def die(*args: object) -> None:
            if after:
                real(*args)
            raise SystemExit

        with monkeypatch.context() as patched:
            patched.setattr(WatchFolder, name, die)
            with pytest.raises(SystemExit):
                ingest(drop)
        assert names(drop) == ["bridge.mp4"]

        ingest(drop)

        assert VideoAsset.objects.get().master.open().read() == clip_bytes()
        assert names(drop) == ["done/bridge.mp4"]
        assert not Upload.objects.open().exists()

    def test_leaves_nothing_open_that_the_library_has(self, drop: Path, monkeypatch) -> None:
        """Two processes died after their copies were whole; a worker goes on with both."""
        (drop / "bridge.mp4").write_bytes(clip_bytes())

        def die(*args: object) -> None:
            raise SystemExit

        for _ in range(2):
            with monkeypatch.context() as patched:
                patched.setattr(WatchFolder, "_examine", die)
                with pytest.raises(SystemExit):
                    ingest(drop)
        assert Upload.objects.filter(stage=UploadStage.EXAMINING).count() == 2

        ingest(drop)

        assert VideoAsset.objects.count() == 1
        assert names(drop) == ["done/bridge.mp4"]
        assert not Upload.objects.open().exists()


class TestCommand:
    def test_works_alone(self, drop: Path) -> None:
        descriptor = os.open(drop, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)

        with pytest.raises(CommandError, match="Another process"):
            ingest(drop)
        os.close(descriptor)

    def test_names_a_folder_or_collection_that_is_not_there(self, drop: Path) -> None:
        with pytest.raises(CommandError, match="no folder"):
            ingest(drop / "missing")
        with pytest.raises(CommandError, match="no collection Summit"):
            ingest(drop, "--collection", "Summit")
