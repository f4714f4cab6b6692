"""The broadcast mezzanine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import pytest

from tests.videos import media as sources
from tests.videos.media import NTSC, Source, Tone, numbers_of
from tests.videos.pipeline.planning import plan_of, run
from videos.pipeline.picture import HLG
from videos.pipeline.plan import Step

type Media = Callable[[Source], Path]

HD = replace(
    sources.MPEG2,
    suffix=".mov",
    file_format=None,
    audio_codec="pcm_s16le",
    size=(1280, 720),
    rate=Fraction(50),
    frames=8,
    timecode="10:11:12:13",
    tones=(Tone(channels=2), Tone(channels=1)),
    options=(("b", "8000000"),),
)
INTERLACED = replace(
    HD,
    size=(1920, 1080),
    rate=NTSC,
    frames=6,
    pixels="yuv422p",
    is_interlaced=True,
    timecode="00:59:59;28",
    options=(("flags", "+ildct+ilme"), ("b", "20000000")),
)
PRORES_FALLBACK = replace(sources.PRORES, rate=NTSC, frames=20, timecode="00:59:59;20")


def make(source: Source, media: Media, folder: Path, **settings: object) -> tuple[Path, object]:
    result = run(Step.MEZZANINE, media(source), folder, plan_of(source, **settings))
    (file,) = result.files
    return folder / file.name, file


class TestXdcam:
    @pytest.mark.parametrize("source", [HD, INTERLACED], ids=["720p50", "1080i29.97"])
    def test_has_every_frame_and_the_timecode(
        self, source: Source, media: Media, tmp_path: Path
    ) -> None:
        path, file = make(source, media, tmp_path)

        assert path.name == "mezzanine.mxf"
        assert numbers_of(path) == list(range(source.frames))
        with av.open(str(path)) as mxf:
            video = mxf.streams.video[0]
            assert mxf.metadata["timecode"] == source.timecode
            assert (video.codec_context.name, video.pix_fmt) == ("mpeg2video", "yuv422p")
            assert Fraction(video.average_rate) == source.rate
            assert (video.width, video.height) == source.size
            assert mxf.metadata["operational_pattern_ul"].startswith(
                "060e2b34.04010101.0d010201.01"
            )
        assert (file.frame_count, file.rate) == (
            source.frames,
            f"{source.rate.numerator}/{source.rate.denominator}",
        )

    def test_has_a_mono_track_of_each_channel(self, media: Media, tmp_path: Path) -> None:
        path, file = make(HD, media, tmp_path)

        assert file.channels == 3
        with av.open(str(path)) as mxf:
            assert [
                (track.codec_context.name, track.codec_context.layout.nb_channels, track.duration)
                for track in mxf.streams.audio
            ] == [("pcm_s24le", 1, HD.frames * 960)] * 3
        assert heard_samples(path) == HD.frames * 960

    def test_stays_interlaced(self, media: Media, tmp_path: Path) -> None:
        path, _file = make(INTERLACED, media, tmp_path)

        with av.open(str(path)) as mxf:
            assert all(frame.interlaced_frame for frame in islice(mxf.decode(video=0), 3))


class TestProRes:
    def test_takes_what_xdcam_does_not_allow(self, media: Media, tmp_path: Path) -> None:
        path, file = make(PRORES_FALLBACK, media, tmp_path)

        assert path.name == "mezzanine.mov"
        assert numbers_of(path) == list(range(20))
        assert file.codecs == "apcn"
        with av.open(str(path)) as mov:
            video = mov.streams.video[0]
            assert (video.codec_context.name, video.codec_context.codec_tag) == ("prores", "apcn")
            assert video.metadata["timecode"] == "00:59:59;20"
            assert Fraction(video.average_rate) == NTSC

    def test_keeps_the_tracks_as_they_are(self, media: Media, tmp_path: Path) -> None:
        source = replace(PRORES_FALLBACK, tones=(Tone(channels=6), Tone(channels=1)))

        path, file = make(source, media, tmp_path)

        assert file.channels == 7
        with av.open(str(path)) as mov:
            assert [t.codec_context.layout.nb_channels for t in mov.streams.audio] == [6, 1]

    def test_keeps_hdr(self, media: Media, tmp_path: Path) -> None:
        source = replace(sources.PRORES, colours=(9, HLG, 9), frames=3, tones=())

        path, _file = make(source, media, tmp_path)

        with av.open(str(path)) as mov:
            frame = next(mov.decode(video=0))
            assert (frame.color_primaries, frame.color_trc, frame.colorspace) == (9, HLG, 9)
            assert frame.format.name == "yuv422p10le"

    def test_is_made_by_setting(self, media: Media, tmp_path: Path) -> None:
        path, _file = make(replace(HD, tones=()), media, tmp_path, mezzanine="prores")

        assert path.name == "mezzanine.mov"


def heard_samples(path: Path) -> int:
    """Count the samples of the first track that are louder than nothing."""
    return sum(len(block) for block in blocks(path) if any(block))


def blocks(path: Path) -> Iterator[memoryview]:
    with av.open(str(path)) as file:
        for frame in file.decode(audio=0):
            yield memoryview(frame.planes[0]).cast("i")[: frame.samples]
