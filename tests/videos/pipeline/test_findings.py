"""What an editor is told about a master."""

from dataclasses import replace

import pytest

from videos.pipeline.findings import FindingKind, findings_of
from videos.pipeline.probing.facts import AudioFacts, DynamicRange, Probe, Scan, VideoFacts
from videos.pipeline.quality import Quality, SoundQuality

STEREO = AudioFacts(codec="aac", channels=2, layout="stereo", duration_seconds=60.0)
MASTER = Probe(
    container="mp4",
    duration_seconds=60.0,
    width=1920,
    height=1080,
    frame_rate=25.0,
    rate="25/1",
    video_codec="h264",
    audio_codecs=("aac",),
    rotation=0,
    size_bytes=1,
    audio=(STEREO,),
)
SOUND = SoundQuality(
    name="audio-1",
    tracks=(0,),
    integrated_lufs=-23.0,
    range_lu=5.0,
    true_peak_dbtp=-6.0,
    channel_peaks_dbtp=(-6.0, -7.0),
)


def _kinds(probe: Probe = MASTER, **quality: object) -> list[FindingKind]:
    measured = Quality(**{"sounds": (SOUND,), "watched_seconds": 10.0, **quality})
    return [finding.kind for finding in findings_of(probe, measured)]


def test_nothing_is_said_of_a_usual_master() -> None:
    assert _kinds() == []


@pytest.mark.parametrize(
    ("lufs", "kinds"),
    [
        (-23.9, []),
        (-22.1, []),
        (-21.5, [FindingKind.LOUD]),
        (-14.0, [FindingKind.VERY_LOUD]),
        (-26.0, [FindingKind.QUIET]),
        (-40.0, [FindingKind.VERY_QUIET]),
    ],
)
def test_levels_are_compared_with_the_standard(lufs: float, kinds: list[FindingKind]) -> None:
    assert _kinds(sounds=(replace(SOUND, integrated_lufs=lufs),)) == kinds


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"true_peak_dbtp": -0.5}, FindingKind.PEAKS),
        ({"true_peak_dbtp": None, "integrated_lufs": None}, FindingKind.SILENT_SOUND),
        ({"channel_peaks_dbtp": (-6.0, None)}, FindingKind.SILENT_CHANNEL),
    ],
)
def test_faults_of_a_sound_are_warnings(changes: dict[str, object], kind: FindingKind) -> None:
    (finding,) = findings_of(MASTER, Quality(sounds=(replace(SOUND, **changes),)))

    assert (finding.kind, finding.is_warning, finding.tracks) == (kind, True, (0,))


def test_silent_channels_of_surround_are_usual() -> None:
    surround = replace(SOUND, channel_peaks_dbtp=(-6.0, -6.0, -6.0, None, None, None))

    assert _kinds(sounds=(surround,)) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"audio": ()}, FindingKind.NO_SOUND),
        ({"audio": (replace(STEREO, duration_seconds=50.0),)}, FindingKind.SHORT_SOUND),
        ({"audio": (replace(STEREO, is_decodable=False),)}, FindingKind.UNREADABLE_SOUND),
        ({"width": 1000, "height": 100}, FindingKind.ODD_SHAPE),
        ({"video": VideoFacts(is_variable_rate=True)}, FindingKind.VARIABLE_RATE),
        ({"video": VideoFacts(scan=Scan.TOP_FIRST)}, FindingKind.INTERLACED),
        ({"video": VideoFacts(dynamic_range=DynamicRange.HLG)}, FindingKind.HDR),
    ],
)
def test_peculiar_facts_are_said(changes: dict[str, object], kind: FindingKind) -> None:
    assert _kinds(replace(MASTER, **changes)) == [kind]


@pytest.mark.parametrize(
    "size", [(1920, 1080), (1080, 1920), (720, 540), (1024, 576), (1080, 1080), (4096, 2160)]
)
def test_usual_shapes_are_passed_over(size: tuple[int, int]) -> None:
    assert _kinds(replace(MASTER, width=size[0], height=size[1])) == []


@pytest.mark.parametrize(
    ("black", "frozen", "kinds"),
    [
        (0.5, 0.5, []),
        (1.0, 1.0, [FindingKind.BLACK_START]),
        (10.0, 10.0, [FindingKind.BLACK_START]),
        (0.0, 5.0, [FindingKind.FROZEN_START]),
    ],
)
def test_beginnings_that_show_nothing(
    black: float, frozen: float, kinds: list[FindingKind]
) -> None:
    assert _kinds(black_seconds=black, frozen_seconds=frozen) == kinds


def test_warnings_come_first() -> None:
    interlaced = replace(MASTER, video=VideoFacts(scan=Scan.TOP_FIRST))

    assert _kinds(interlaced, black_seconds=3.0) == [
        FindingKind.BLACK_START,
        FindingKind.INTERLACED,
    ]
