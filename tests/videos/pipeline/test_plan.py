"""What is derived from which source. Nothing is decoded here."""

import json
from dataclasses import asdict, dataclass, replace
from fractions import Fraction

import pytest

from videos.pipeline.ladder import LadderSettings, Rung, limit_rate, plan_ladder
from videos.pipeline.mezzanine import plan_mezzanine
from videos.pipeline.plan import Plan, Step, plan_derivatives
from videos.pipeline.sound import plan_sounds

RUNG = {
    "name": "540p",
    "long_side": 960,
    "short_side": 540,
    "crf": 23,
    "highest_bit_rate": 2_000_000,
}


@dataclass(frozen=True)
class Track:
    channels: int = 2
    language: str = ""
    is_decodable: bool = True


@dataclass(frozen=True)
class Source:
    """A probe's facts as far as the plan reads them."""

    width: int = 1920
    height: int = 1080
    rate: str = "25/1"
    frame_count: int = 250
    start_timecode: str = "10:00:00:00"
    field_order: str = ""
    is_hdr: bool = False
    audio: tuple[Track, ...] = (Track(),)


def sizes(source: Source, **settings: object) -> dict[str, tuple[int, int]]:
    planned = plan_ladder(source, LadderSettings(**settings))
    return {spec.name: (spec.width, spec.height) for spec in planned}


class TestPlanLadder:
    @pytest.mark.parametrize(
        ("shown", "planned"),
        [
            ((1920, 1080), {"360p": (640, 360), "720p": (1280, 720), "1080p": (1920, 1080)}),
            ((3840, 2160), {"360p": (640, 360), "720p": (1280, 720), "1080p": (1920, 1080)}),
            ((1080, 1920), {"360p": (360, 640), "720p": (720, 1280), "1080p": (1080, 1920)}),
            ((1080, 1080), {"360p": (360, 360), "720p": (720, 720), "1080p": (1080, 1080)}),
            ((2048, 858), {"360p": (640, 268), "720p": (1280, 536), "1080p": (1920, 804)}),
            ((1600, 900), {"360p": (640, 360), "720p": (1280, 720), "900p": (1600, 900)}),
            ((1300, 731), {"360p": (640, 360), "720p": (1280, 720)}),
            ((1024, 576), {"360p": (640, 360), "576p": (1024, 576)}),
            ((160, 90), {"90p": (160, 90)}),
            ((161, 91), {"90p": (160, 90)}),
            ((4096, 2), {"360p": (640, 2), "720p": (1280, 2), "1080p": (1920, 2)}),
        ],
    )
    def test_keeps_the_shape_and_never_enlarges(
        self, shown: tuple[int, int], planned: dict[str, tuple[int, int]]
    ) -> None:
        assert sizes(Source(*shown)) == planned

    def test_begins_with_the_smallest(self) -> None:
        planned = plan_ladder(Source(), LadderSettings())

        assert [spec.name for spec in planned] == ["360p", "720p", "1080p"]

    @pytest.mark.parametrize(
        "rate", ["24000/1001", "24/1", "25/1", "30000/1001", "30/1", "50/1", "60000/1001", "60/1"]
    )
    def test_keeps_the_rate_and_every_frame(self, rate: str) -> None:
        planned = plan_ladder(Source(rate=rate, frame_count=1001), LadderSettings())

        assert {(spec.rate, spec.frame_count) for spec in planned} == {(rate, 1001)}

    @pytest.mark.parametrize(
        ("rate", "kept", "divisor"),
        [
            ("120/1", Fraction(60), 2),
            ("240/1", Fraction(60), 4),
            ("120000/1001", Fraction(60000, 1001), 2),
        ],
    )
    def test_halves_what_no_player_needs(self, rate: str, kept: Fraction, divisor: int) -> None:
        assert limit_rate(Fraction(rate), highest=60) == (kept, divisor)

    def test_counts_a_begun_pair_of_a_halved_rate(self) -> None:
        planned = plan_ladder(Source(rate="120/1", frame_count=241), LadderSettings())

        assert planned[0].frame_count == 121

    def test_has_the_keyframes_of_all_rungs_at_the_same_frames(self) -> None:
        planned = plan_ladder(Source(rate="30000/1001"), LadderSettings())

        assert {spec.keyframe_frames for spec in planned} == {60}

    def test_refuses_a_source_without_a_rate(self) -> None:
        with pytest.raises(ValueError, match="0 frames a second"):
            plan_ladder(Source(rate="0/1"), LadderSettings())


class TestLadderSettings:
    def test_reads_a_declaration(self) -> None:
        settings = LadderSettings.from_json({"rungs": [RUNG], "mezzanine": "prores"})

        assert settings == LadderSettings(rungs=(Rung(**RUNG),), mezzanine="prores")

    @pytest.mark.parametrize(
        ("declaration", "named"),
        [
            ({"rung": []}, "rung"),
            ({"rungs": []}, "rungs"),
            ({"rungs": [RUNG, RUNG]}, "same name"),
            ({"rungs": [RUNG | {"short_side": 541}]}, "even"),
            ({"mezzanine": "dnxhd"}, "mezzanine"),
            ({"audio_formats": ["mp3"]}, "audio_formats"),
            ({"segment_seconds": 5}, "segment_seconds"),
        ],
    )
    def test_names_what_is_wrong(self, declaration: dict[str, object], named: str) -> None:
        with pytest.raises(ValueError, match=named):
            LadderSettings.from_json(declaration)


class TestPlanSounds:
    @pytest.mark.parametrize(
        ("tracks", "groups"),
        [
            ((), []),
            ((Track(),), [((0,), 2)]),
            ((Track(1),), [((0,), 1)]),
            ((Track(6),), [((0,), 2)]),
            ((Track(2), Track(1)), [((0,), 2), ((1,), 1)]),
            ((Track(1),) * 8, [((0, 1), 2), ((2, 3), 2), ((4, 5), 2), ((6, 7), 2)]),
            ((Track(1),) * 3, [((0, 1), 2), ((2,), 1)]),
            ((Track(1, "en"), Track(1, "fr")), [((0,), 1), ((1,), 1)]),
            ((Track(is_decodable=False), Track(1), Track(1)), [((1, 2), 2)]),
        ],
    )
    def test_pairs_mono_tracks_of_one_language(
        self, tracks: tuple[Track, ...], groups: list[tuple[tuple[int, ...], int]]
    ) -> None:
        assert [(sound.tracks, sound.channels) for sound in plan_sounds(tracks)] == groups

    def test_tells_the_language_that_is_known(self) -> None:
        sounds = plan_sounds((Track(language="ar"), Track(language="und")))

        assert [(sound.name, sound.language) for sound in sounds] == [
            ("audio-1", "ar"),
            ("audio-2", ""),
        ]


class TestPlanMezzanine:
    @pytest.mark.parametrize(
        ("source", "kind", "reason"),
        [
            (Source(), "xdcam", ""),
            (Source(rate="24000/1001"), "xdcam", ""),
            (Source(rate="30000/1001", field_order="tff"), "xdcam", ""),
            (Source(width=1280, height=720, rate="60000/1001"), "xdcam", ""),
            (Source(rate="50/1"), "prores", "rate"),
            (Source(rate="30/1"), "prores", "rate"),
            (Source(rate="24000/1001", field_order="tff"), "prores", "rate"),
            (Source(width=720, height=576), "prores", "size"),
            (Source(width=1080, height=1920), "prores", "size"),
            (Source(is_hdr=True), "prores", "hdr"),
        ],
    )
    def test_falls_back_where_xdcam_does_not_allow_it(
        self, source: Source, kind: str, reason: str
    ) -> None:
        planned = plan_mezzanine(source, "xdcam")

        assert (planned.kind, planned.fallback_reason) == (kind, reason)

    def test_is_prores_by_setting(self) -> None:
        planned = plan_mezzanine(Source(), "prores")

        assert (planned.kind, planned.fallback_reason) == ("prores", "")
        assert planned.start_timecode == "10:00:00:00"

    def test_may_be_switched_off(self) -> None:
        assert plan_mezzanine(Source(), "") is None


class TestPlan:
    def test_survives_json(self) -> None:
        plan = plan_derivatives(Source(audio=(Track(1), Track(1))), LadderSettings())

        assert Plan.from_json(json.loads(json.dumps(asdict(plan)))) == plan

    def test_without_a_mezzanine_survives_json(self) -> None:
        plan = plan_derivatives(Source(), LadderSettings(mezzanine=""))

        assert Plan.from_json(json.loads(json.dumps(asdict(plan)))) == plan

    def test_holds_every_step_of_a_whole_source(self) -> None:
        assert plan_derivatives(Source(), LadderSettings()).steps == tuple(Step)

    def test_leaves_out_steps_with_nothing_to_do(self) -> None:
        silent = replace(Source(), width=160, height=90, audio=())

        plan = plan_derivatives(silent, LadderSettings(mezzanine=""))

        assert plan.steps == (Step.POSTER, Step.PREVIEW, Step.THUMBNAILS)
