"""Sounds as files: for download as they are, for the preview at one loudness."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from tests.videos import media as sources
from tests.videos.media import NTSC, Source, Tone
from tests.videos.pipeline.planning import by_name, plan_of, run
from videos.pipeline.hls import read_segments
from videos.pipeline.levels import Loudness, gain_of
from videos.pipeline.plan import Step

type Media = Callable[[Source], Path]

TWO = replace(
    sources.PRORES,
    rate=NTSC,
    frames=150,
    tones=(
        Tone(level_dbfs=-35, language="eng"),
        Tone(level_dbfs=-10, hertz=997, language="fra"),
        Tone(level_dbfs=None, language="ara"),
    ),
)
SECONDS = 150 / NTSC


def samples_of(path: Path) -> int:
    with av.open(str(path)) as file:
        return sum(frame.samples for frame in file.decode(audio=0))


def integrated_lufs(path: Path) -> float:
    """Measure a file as ITU-R BS.1770 says, by the engine's own filter alone."""
    with av.open(str(path)) as file:
        graph = av.filter.Graph()
        entrance = graph.add_abuffer(template=file.streams.audio[0])
        meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
        graph.link_nodes(entrance, meter, sink)
        graph.configure()
        found = {}
        for frame in (*file.decode(audio=0), None):
            graph.push(frame)
            while True:
                try:
                    found |= graph.pull().metadata
                except (av.error.BlockingIOError, av.error.EOFError):
                    break
    return float(found["lavfi.r128.I"])


class TestMakeSounds:
    @pytest.fixture(scope="class")
    @staticmethod
    def folder(media: Media, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("sounds")
        plan = plan_of(TWO, audio_formats=("m4a", "wav"))
        result = run(Step.SOUND, media(TWO), folder, plan)
        TestMakeSounds.result = result
        return folder

    def test_writes_three_kinds_of_each(self, folder: Path) -> None:
        names = {
            f"audio-{n}{end}" for n in (1, 2, 3) for end in (".m4a", ".wav", ".hls.mp4", ".m3u8")
        }

        assert set(by_name(self.result)) == names
        assert {path.name for path in folder.iterdir()} == names

    def test_makes_them_as_long_as_the_picture(self, folder: Path) -> None:
        wanted = round(SECONDS * 48_000)

        assert samples_of(folder / "audio-1.wav") == wanted
        for name in ("audio-1.m4a", "audio-1.hls.mp4"):
            with av.open(str(folder / name)) as file:
                stream = file.streams.audio[0]
                assert stream.duration * stream.time_base == pytest.approx(float(SECONDS), abs=1e-4)

    @pytest.mark.parametrize("name", ["audio-1", "audio-2"])
    def test_brings_the_preview_to_one_loudness(self, folder: Path, name: str) -> None:
        assert integrated_lufs(folder / f"{name}.hls.mp4") == pytest.approx(-23, abs=0.5)

    @pytest.mark.parametrize(("name", "lufs"), [("audio-1", -35), ("audio-2", -10)])
    def test_leaves_what_is_downloaded_alone(self, folder: Path, name: str, lufs: int) -> None:
        assert integrated_lufs(folder / f"{name}.wav") == pytest.approx(lufs, abs=1)
        assert integrated_lufs(folder / f"{name}.m4a") == pytest.approx(lufs, abs=1)

    def test_tells_the_level(self, folder: Path) -> None:
        levels = {level.rendition: level for level in self.result.levels}

        assert levels["audio-2"].integrated_lufs == pytest.approx(-10, abs=0.5)
        assert levels["audio-2"].gain_db == pytest.approx(-13, abs=0.5)
        assert levels["audio-3"].integrated_lufs is None
        assert levels["audio-3"].gain_db == 0

    def test_tells_the_language(self, folder: Path) -> None:
        languages = {file.rendition: file.language for file in self.result.files}

        assert languages == {"audio-1": "eng", "audio-2": "fra", "audio-3": "ara"}

    def test_begins_hls_without_the_encoders_priming(self, folder: Path) -> None:
        with av.open(str(folder / "audio-1.hls.mp4")) as file:
            assert next(file.demux(audio=0)).pts == 0
        segments = read_segments((folder / "audio-1.m3u8").read_text())
        assert sum(segment.seconds for segment in segments) == pytest.approx(
            float(SECONDS), abs=1e-3
        )


def test_a_sound_that_ends_early_is_followed_by_silence(media: Media, tmp_path: Path) -> None:
    """The source's second track has only begun when the picture ends."""
    source = replace(sources.PRORES, tones=(Tone(), Tone(starts_at=Fraction(9, 10), channels=1)))

    run(Step.SOUND, media(source), tmp_path, plan_of(source, audio_formats=("wav",)))

    assert samples_of(tmp_path / "audio-2.wav") == 48_000


class TestGain:
    @pytest.mark.parametrize(
        ("loudness", "gain"),
        [
            (Loudness(integrated_lufs=-30.0, true_peak_dbtp=-20.0), 7.0),
            (Loudness(integrated_lufs=-10.0, true_peak_dbtp=0.5), -13.0),
            (Loudness(integrated_lufs=-30.0, true_peak_dbtp=-4.0), 3.0),
            (Loudness(integrated_lufs=None, true_peak_dbtp=None), 0.0),
        ],
    )
    def test_reaches_the_target_as_far_as_peaks_allow(
        self, loudness: Loudness, gain: float
    ) -> None:
        assert gain_of(loudness, target_lufs=-23, highest_true_peak_dbtp=-1) == gain
