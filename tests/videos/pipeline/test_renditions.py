"""The preview and the ladder: MP4s for download and fMP4s for HLS, to the frame."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import pytest

from tests.videos import media as sources
from tests.videos.media import FAST_NTSC, FILM, H264, NTSC, Source, Tone, numbers_of
from tests.videos.pipeline.planning import by_name, plan_of, run
from videos.pipeline import package
from videos.pipeline.checking import Length, check
from videos.pipeline.errors import MediaProblem, MediaRefused
from videos.pipeline.hls import read_segments
from videos.pipeline.picture import HLG, PQ
from videos.pipeline.plan import Step
from videos.pipeline.results import Purpose, RenditionFile, SuggestedShot
from videos.pipeline.steps import derive

type Media = Callable[[Source], Path]


@dataclass(frozen=True)
class Made:
    """Finished files and their folder."""

    folder: Path
    files: dict[str, RenditionFile]
    shots: tuple[SuggestedShot, ...]


TEN_BIT = replace(sources.HEVC, pixels="yuv420p10le", frames=30)
LONG = replace(H264, frames=220, shot_frames=60)
KINDS = {
    "h264": H264,
    "h264 with b-frames": replace(H264, options=(("bf", "3"), ("preset", "medium"))),
    "hevc 10 bit": TEN_BIT,
    "mpeg-2 transport stream": sources.MPEG2,
    "xdcam mxf": sources.XDCAM,
    "prores": sources.PRORES,
    "dnxhr": sources.DNXHR,
    "vp9": sources.VP9,
    "av1": sources.AV1,
    "matroska": replace(H264, suffix=".mkv", rate=FILM, frames=50),
    "avi": replace(H264, codec="mpeg4", suffix=".avi", audio_codec="pcm_s16le"),
    "23.976": replace(H264, rate=FILM, frames=48),
    "29.97 drop-frame": replace(
        sources.PRORES, rate=NTSC, frames=31, timecode="00:59:59;20"
    ),
    "50": replace(H264, rate=Fraction(50), frames=51),
    "59.94": replace(H264, rate=FAST_NTSC, frames=61),
    "interlaced": replace(
        H264, size=(160, 96), is_interlaced=True, options=(("flags", "+ildct+ilme"),)
    ),
    "turned": replace(H264, is_turned=True, suffix=".mov"),
    "anamorphic": replace(H264, size=(120, 90), aspect=Fraction(4, 3)),
    "odd": replace(sources.VP9, size=(161, 91)),
    "silent": replace(H264, tones=()),
    "eight tracks": replace(
        sources.PRORES, tones=tuple(Tone(channels=1, hertz=200 * n) for n in range(1, 9))
    ),
    "one frame": replace(H264, frames=1),
}  # fmt: skip


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> Source:
    return KINDS[request.param]


class TestEveryKindOfSource:
    def test_gives_renditions_of_every_frame(
        self, kind: Source, media: Media, tmp_path: Path
    ) -> None:
        """Frame N of each file shows what frame N of the source shows, at the source's rate."""
        result = run(Step.PREVIEW, media(kind), tmp_path, plan_of(kind))

        files = by_name(result)
        assert set(files) == {"36p.mp4", "36p.hls.mp4", "36p.m3u8"}
        for name in ("36p.mp4", "36p.hls.mp4"):
            assert files[name].frame_count == kind.frames
            assert Fraction(files[name].rate) == kind.rate
            assert files[name].duration_seconds == pytest.approx(float(kind.seconds), abs=1e-6)
            assert numbers_of(tmp_path / name) == list(range(kind.frames))
            assert picture_seconds(tmp_path / name) == kind.seconds
        assert result.shots[-1].out_frame == kind.frames

    def test_gives_sound_as_long_as_the_picture(
        self, kind: Source, media: Media, tmp_path: Path
    ) -> None:
        plan = plan_of(kind)

        run(Step.PREVIEW, media(kind), tmp_path, plan)

        with av.open(str(tmp_path / "36p.mp4")) as file:
            assert len(file.streams.audio) == len(plan.sounds)
            for stream in file.streams.audio:
                assert stream.duration * stream.time_base == pytest.approx(
                    float(kind.seconds), abs=1 / 48_000
                )


def picture_seconds(path: Path) -> Fraction:
    """Return when the last frame of a file ends; its first must begin at zero."""
    with av.open(str(path)) as file:
        stream = file.streams.video[0]
        packets = [packet for packet in file.demux(stream) if packet.pts is not None]
        assert packets[0].pts == 0
        assert [packet.pts for packet in packets] == [packet.dts for packet in packets]
        return (packets[-1].pts + packets[-1].duration) * Fraction(stream.time_base)


class TestTheFiles:
    @pytest.fixture(scope="class")
    @staticmethod
    def made(media: Media, tmp_path_factory: pytest.TempPathFactory) -> Made:
        """Return preview and ladder of nine seconds with a cut each 60 frames."""
        folder = tmp_path_factory.mktemp("made")
        plan = plan_of(LONG)
        preview = run(Step.PREVIEW, media(LONG), folder, plan)
        ladder = run(Step.LADDER, media(LONG), folder, plan)
        return Made(folder, by_name(preview) | by_name(ladder), preview.shots)

    def test_are_those_that_the_step_promises(self, made: Made) -> None:
        names = {f"{rung}{end}" for rung in ("36p", "90p") for end in (".mp4", ".hls.mp4", ".m3u8")}

        assert set(made.files) == names
        assert {path.name for path in made.folder.iterdir()} == names

    def test_are_described_as_they_are(self, made: Made) -> None:
        for name, file in made.files.items():
            content = (made.folder / name).read_bytes()
            assert file.size_bytes == len(content)
            assert file.sha256 == hashlib.sha256(content).hexdigest()

    def test_say_their_codecs(self, made: Made) -> None:
        download, hls = made.files["90p.mp4"], made.files["90p.hls.mp4"]

        assert re.fullmatch(r"avc1\.64[0-9a-f]{4},mp4a\.40\.2", download.codecs)
        assert hls.codecs == download.codecs.partition(",")[0]
        assert (download.width, download.height, download.channels) == (160, 90, 2)
        assert (hls.channels, hls.purpose) == (0, Purpose.HLS)

    def test_begin_with_their_index(self, made: Made) -> None:
        content = (made.folder / "90p.mp4").read_bytes()

        assert content.index(b"moov") < content.index(b"mdat")

    def test_have_no_reordered_frames(self, made: Made) -> None:
        with av.open(str(made.folder / "90p.mp4")) as file:
            assert not file.streams.video[0].codec_context.has_b_frames

    def test_begin_every_media_segment_with_a_keyframe(self, made: Made) -> None:
        for rung in ("36p", "90p"):
            keyframes = keyframes_of(made.folder / f"{rung}.hls.mp4")
            segments = read_segments((made.folder / f"{rung}.m3u8").read_text())
            starts = [sum(segment.seconds for segment in segments[:at]) for at in range(3)]

            assert keyframes == [0, 50, 100, 150, 200]
            assert [round(start * 25) for start in starts] == [0, 100, 200]

    def test_list_media_segments_that_are_the_whole_file(self, made: Made) -> None:
        playlist = (made.folder / "36p.m3u8").read_text()
        segments = read_segments(playlist)
        initial = int(re.search(r'#EXT-X-MAP:URI="36p.hls.mp4",BYTERANGE="(\d+)@0"', playlist)[1])

        ends = [initial, *(segment.offset + segment.size_bytes for segment in segments)]

        assert [segment.offset for segment in segments] == ends[:-1]
        assert ends[-1] == made.files["36p.hls.mp4"].size_bytes
        assert sum(segment.seconds for segment in segments) == pytest.approx(220 / 25, abs=1e-4)
        assert made.files["36p.hls.mp4"].peak_bit_rate == max(s.bit_rate for s in segments)

    def test_come_with_the_shots(self, made: Made) -> None:
        shots = [(shot.in_frame, shot.out_frame) for shot in made.shots]

        assert shots == [(0, 60), (60, 120), (120, 180), (180, 220)]


class TestThePicture:
    def test_stands_upright(self, media: Media, tmp_path: Path) -> None:
        turned = KINDS["turned"]

        files = by_name(run(Step.PREVIEW, media(turned), tmp_path, plan_of(turned)))

        assert (files["36p.mp4"].width, files["36p.mp4"].height) == (64, 36)
        with av.open(str(tmp_path / "36p.mp4")) as file:
            assert next(file.decode(video=0)).rotation == 0

    def test_has_square_pixels(self, media: Media, tmp_path: Path) -> None:
        anamorphic = KINDS["anamorphic"]

        run(Step.PREVIEW, media(anamorphic), tmp_path, plan_of(anamorphic))

        with av.open(str(tmp_path / "36p.mp4")) as file:
            stream = file.streams.video[0]
            assert (stream.width, stream.height) == (64, 36)
            assert not stream.sample_aspect_ratio or stream.sample_aspect_ratio == 1

    def test_is_progressive(self, media: Media, tmp_path: Path) -> None:
        interlaced = KINDS["interlaced"]

        run(Step.PREVIEW, media(interlaced), tmp_path, plan_of(interlaced))

        with av.open(str(tmp_path / "36p.mp4")) as file:
            assert not any(frame.interlaced_frame for frame in file.decode(video=0))

    def test_has_transparency_on_black(self, media: Media, tmp_path: Path) -> None:
        """The lower half is coloured, and wholly transparent."""
        source = sources.PRORES_ALPHA

        run(Step.PREVIEW, media(source), tmp_path, plan_of(source))

        assert max(colour_of(tmp_path / "36p.mp4", (0.95, 0.6))) < 12
        assert numbers_of(tmp_path / "36p.mp4") == list(range(source.frames))

    @pytest.mark.parametrize("colours", [(1, 1, 1), (5, 6, 5), (6, 6, 6), (2, 2, 2)])
    def test_keeps_its_colours(
        self, colours: tuple[int, int, int], media: Media, tmp_path: Path
    ) -> None:
        """Pictures are tagged and shown as BT.709, whatever the source's matrix is."""
        source = replace(sources.PRORES, colours=colours)

        run(Step.PREVIEW, media(source), tmp_path, plan_of(source))

        with av.open(str(tmp_path / "36p.mp4")) as file:
            frame = next(file.decode(video=0))
            assert (frame.colorspace, frame.color_range) == (1, 1)
        for wanted, found in zip(
            colour_of(media(source), (0.95, 0.6)), colour_of(tmp_path / "36p.mp4", (0.95, 0.6)),
            strict=True,
        ):  # fmt: skip
            assert found == pytest.approx(wanted, abs=8)

    @pytest.mark.parametrize("transfer", [HLG, PQ])
    def test_is_mapped_from_hdr(self, transfer: int, media: Media, tmp_path: Path) -> None:
        """Read as SDR, diffuse white of PQ (58 % of the signal) would be a grey."""
        source = replace(sources.PRORES, colours=(9, transfer, 9), frames=2, tones=())

        run(Step.PREVIEW, media(source), tmp_path, plan_of(source))

        with av.open(str(tmp_path / "36p.mp4")) as file:
            frame = next(file.decode(video=0))
            assert (frame.color_primaries, frame.color_trc, frame.colorspace) == (1, 1, 1)
        dark, light = (colour_of(tmp_path / "36p.mp4", (at, 0.1), 1)[1] for at in (0.55, 0.05))
        assert dark < 20
        assert light > 150

    def test_of_a_variable_rate_becomes_steady(self, media: Media, tmp_path: Path) -> None:
        """Frames are repeated where the source pauses; what is shown when stays the same."""
        times = (*range(0, 400, 40), 800, 840, 880, 920, 960)
        source = replace(H264, suffix=".mkv", times=times, frames=15, tones=())

        result = run(Step.PREVIEW, media(source), tmp_path, plan_of(replace(source, frames=25)))

        assert by_name(result)["36p.mp4"].frame_count == 25
        assert numbers_of(tmp_path / "36p.mp4") == [*range(10), *[9] * 10, 10, 11, 12, 13, 14]


class TestTheSound:
    def test_stays_with_the_picture(self, media: Media, tmp_path: Path) -> None:
        """It begins half a second after the picture, in the source and in the rendition."""
        source = replace(sources.PRORES, tones=(Tone(starts_at=Fraction(1, 2)),))

        run(Step.PREVIEW, media(source), tmp_path, plan_of(source))

        assert first_sound(tmp_path / "36p.mp4") == pytest.approx(0.5, abs=0.03)

    def test_is_as_loud_as_the_source(self, media: Media, tmp_path: Path) -> None:
        run(Step.PREVIEW, media(H264), tmp_path, plan_of(H264))

        assert highest_sample(tmp_path / "36p.mp4") == pytest.approx(0.1, abs=0.01)  # -20 dBFS

    def test_pairs_mono_tracks(self, media: Media, tmp_path: Path) -> None:
        """Of the tracks 1 and 2, one has sound: it is heard on its side only."""
        source = replace(sources.XDCAM, tones=(Tone(channels=1), Tone(channels=1, level_dbfs=None)))

        run(Step.PREVIEW, media(source), tmp_path, plan_of(source))

        with av.open(str(tmp_path / "36p.mp4")) as file:
            (stream,) = file.streams.audio
            loudest = [0.0, 0.0]
            for frame in file.decode(stream):
                for side, plane in enumerate(frame.planes):
                    loudest[side] = max(loudest[side], *memoryview(plane).cast("f"))
        assert loudest[0] > 0.09
        assert loudest[1] < 0.001


def test_a_child_process_makes_the_same(media: Media, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "child").mkdir()
    shares: list[float] = []

    here = run(Step.PREVIEW, media(H264), tmp_path / "here", plan_of(H264))
    child = derive(
        Step.PREVIEW, media(H264), tmp_path / "child", plan_of(H264), on_progress=shares.append
    )

    assert child == here
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (Step.PREVIEW, "36p.picture.mp4"),
        (Step.PREVIEW, "audio-1.sound.mp4"),
        (Step.PREVIEW, "36p.mp4"),
        (Step.MEZZANINE, "mezzanine.mov"),
    ],
)
def test_says_that_the_disk_is_full(step: Step, name: str, media: Media, tmp_path: Path) -> None:
    """The kernel takes none of this file's bytes."""
    (tmp_path / name).symlink_to("/dev/full")

    with pytest.raises(MediaRefused) as caught:
        derive(step, media(H264), tmp_path, plan_of(H264))

    assert caught.value.problem is MediaProblem.DISK_FULL


def test_says_so_where_the_engine_would_not(
    media: Media, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr(package.shutil, "disk_usage", lambda _folder: usage)

    with pytest.raises(OSError, match="No space left"):
        run(Step.PREVIEW, media(H264), tmp_path, plan_of(H264))


def test_refuses_a_source_of_which_much_is_missing(media: Media, tmp_path: Path) -> None:
    plan = plan_of(replace(H264, frames=250))

    with pytest.raises(MediaRefused) as caught:
        run(Step.PREVIEW, media(H264), tmp_path, plan)

    assert caught.value.problem is MediaProblem.TRUNCATED


def test_refuses_an_output_that_is_not_as_long_as_it_must_be(media: Media) -> None:
    with pytest.raises(MediaRefused) as caught:
        check(media(H264), Length(frame_count=26, rate=Fraction(25)))

    assert caught.value.problem is MediaProblem.MISMATCH


def keyframes_of(path: Path) -> list[int]:
    """Return the numbers of a file's keyframes."""
    with av.open(str(path)) as file:
        packets = file.demux(file.streams.video[0])
        return [at for at, packet in enumerate(packets) if packet.is_keyframe]


def colour_of(path: Path, at: tuple[float, float], number: int = 0) -> tuple[int, ...]:
    """Return a colour of a frame; ``at`` are shares of width and height."""
    with av.open(str(path)) as file:
        picture = next(islice(file.decode(video=0), number, None)).to_image()
    return picture.getpixel((int(at[0] * picture.width), int(at[1] * picture.height)))


def samples_of(path: Path) -> Iterator[tuple[float, list[float]]]:
    """Yield the time and samples of each block of a file's first sound."""
    with av.open(str(path)) as file:
        for frame in file.decode(audio=0):
            yield frame.time, list(memoryview(frame.planes[0]).cast("f"))


def highest_sample(path: Path) -> float:
    return max(max(samples) for _time, samples in samples_of(path))


def first_sound(path: Path) -> float:
    return next(time for time, samples in samples_of(path) if max(samples) > 0.05)
