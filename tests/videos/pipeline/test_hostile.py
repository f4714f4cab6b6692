"""Files made to harm: refused with a reason, nothing else opened, the worker alive."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.videos import media as sources
from tests.videos.media import H264, Source
from tests.videos.pipeline.remuxing import remux
from videos.pipeline import isolation
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.probe import probe

type Media = Callable[[Source], Path]

ROOT = Path(__file__).resolve().parents[3]
FUZZED = (
    H264,
    sources.PRORES,
    sources.XDCAM,
    replace(H264, suffix=".mkv"),
    sources.VP9,
    sources.MPEG2,
    replace(sources.MPEG2, suffix=".vob", file_format="vob"),
    replace(H264, codec="mpeg4", suffix=".avi", audio_codec="pcm_s16le"),
    sources.HEVC,
)
# What any child of the pipeline may have, all its threads and pictures together.
MOST_KIBIBYTES = isolation.Limits(wall_seconds=1, cpu_seconds=1).memory_bytes // 1024
FILES_A_CHILD = 40


def test_damaged_files_are_read_or_refused(
    media: Media, tmp_path: Path, soak_size: Callable[[int, int], int]
) -> None:
    for number, source in enumerate(FUZZED):
        (tmp_path / f"source{number}").write_bytes(media(source).read_bytes())
    count = soak_size(40, 1000)

    outcomes, crashes, peak = _fuzz(tmp_path, count)

    assert len(outcomes) + crashes == count
    assert [found for found in outcomes if any("unexpected" in word for word in found)] == []
    assert any(found[0] != "read" for found in outcomes)
    # A child that a decoder brings down is a refusal, too; it is rare.
    assert crashes <= 1 + count // 100
    assert peak < MOST_KIBIBYTES


PLAYLISTS = {
    "m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{target}\n#EXT-X-ENDLIST\n",
    "ffconcat": "ffconcat version 1.0\nfile '{target}'\n",
    "dash": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period>'
    '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>{target}'
    "</BaseURL></Representation></AdaptationSet></Period></MPD>",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\na=control:{target}\n"
    "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "smil": "<smil><body><video src='{target}'/></body></smil>",
    "reference": "[Reference]\nRef1={target}\n",
    "xspf": "<playlist><trackList><track><location>{target}</location></track></trackList>"
    "</playlist>",
}


class TestPlaylists:
    @pytest.fixture
    def listener(self) -> Iterator[socket.socket]:
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(0)
            yield server

    @pytest.mark.parametrize("kind", PLAYLISTS)
    def test_open_no_address(self, kind: str, listener: socket.socket, tmp_path: Path) -> None:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/film.ts"
        path = tmp_path / "holiday.mp4"
        path.write_text(PLAYLISTS[kind].format(target=address))

        assert _refusal(path) is MediaProblem.NOT_VIDEO
        with pytest.raises(BlockingIOError):
            listener.accept()

    @pytest.mark.parametrize("kind", PLAYLISTS)
    def test_open_no_other_file(self, kind: str, tmp_path: Path) -> None:
        """Whoever opens a pipe for reading lets the writer open it."""
        pipe = tmp_path / "pipe.ts"
        os.mkfifo(pipe)
        path = tmp_path / "holiday.mp4"
        path.write_text(PLAYLISTS[kind].format(target=pipe))

        assert _refusal(path) is MediaProblem.NOT_VIDEO
        with pytest.raises(OSError, match="No such device"):
            os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)


@pytest.mark.parametrize(
    "name",
    [
        "-i.mp4", "--help", "http:film.mp4", "concat:a|b.mp4", "pipe:0", "data:,x", "film%03d.mp4",
        "a\nb.mp4", "..mp4", "subfile,,start,0,end,9,,:x.mp4", "file:x.mp4", "'\"$(x)`.mp4",
    ],
)  # fmt: skip
def test_a_file_name_is_only_a_name(name: str, media: Media, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(media(H264).read_bytes())

    assert probe(path).frame_count == 25


def test_a_file_name_is_only_a_name_for_the_child_too(media: Media, tmp_path: Path) -> None:
    path = tmp_path / "-i http:x|y\n%d.mp4"
    path.write_bytes(media(H264).read_bytes())

    assert isolation.probe(path) == replace(probe(media(H264)), size_bytes=path.stat().st_size)


def test_a_bomb_of_tags_is_bounded(media: Media, tmp_path: Path) -> None:
    tags = {f"TAG{number}": "x" * 200_000 for number in range(150)}
    path = remux(media(H264), tmp_path / "bomb.mkv", tags=tags)
    assert path.stat().st_size > 20_000_000

    metadata = isolation.probe(path).metadata

    assert 0 < sum(len(key) + len(value) for key, value in metadata.items()) <= 32_000


def test_a_huge_picture_is_refused_before_it_is_decoded(media: Media) -> None:
    wide = replace(H264, codec="ffv1", suffix=".mkv", size=(16_400, 16), frames=2, tones=())

    assert _refusal(media(wide)) is MediaProblem.PICTURE_TOO_LARGE


def _refusal(path: Path) -> MediaProblem:
    with pytest.raises(MediaRefused) as caught:
        probe(path)
    return caught.value.problem


def _fuzz(folder: Path, count: int) -> tuple[list[list[str]], int, int]:
    """Return what became of each file, how often the child crashed, and its most memory."""
    outcomes: list[list[str]] = []
    crashes, peak, first = 0, 0, 0
    while first < count:
        run = subprocess.run(
            [sys.executable, "-m", "tests.videos.pipeline.fuzzing",
             str(folder), str(first), str(min(FILES_A_CHILD, count - first))],
            cwd=ROOT, capture_output=True,
        )  # fmt: skip
        latest = first
        for line in run.stdout.splitlines():
            message = json.loads(line)
            latest = message.get("at", latest)
            if "outcomes" in message:
                outcomes.append(message["outcomes"])
            peak = max(peak, message.get("peak_kibibytes", 0))
        crashes += run.returncode != 0
        first = latest + 1
    return outcomes, crashes, peak
