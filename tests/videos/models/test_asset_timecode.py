"""Frames of a master and their source timecode."""

from fractions import Fraction

import pytest

from videos.models import VideoAsset
from videos.pipeline.timecode import TimecodeError, TimecodeProblem


def _asset(rate: Fraction | None = Fraction(25), **facts: object) -> VideoAsset:
    return VideoAsset(
        collection_id=1,  # its default is looked up
        rate_numerator=rate.numerator if rate else None,
        rate_denominator=rate.denominator if rate else None,
        **{"start_frame": 900_000, "frame_count": 1500, **facts},
    )


def _problem(asset: VideoAsset, timecode: str) -> TimecodeProblem:
    with pytest.raises(TimecodeError) as caught:
        asset.frame_of(timecode)
    return caught.value.problem


@pytest.mark.parametrize(
    ("frame", "timecode"), [(0, "10:00:00:00"), (308, "10:00:12:08"), (1500, "10:01:00:00")]
)
def test_counts_from_the_start_of_the_master(frame: int, timecode: str) -> None:
    asset = _asset()

    assert asset.timecode_of(frame) == timecode
    assert asset.frame_of(timecode) == frame


@pytest.mark.parametrize("typed", ["10:00:10;02", "10:00:10:02"])
def test_reads_colons_as_drop_frame_where_the_master_drops(typed: str) -> None:
    asset = _asset(Fraction(30000, 1001), start_frame=1_078_920, is_drop_frame=True)

    assert asset.timecode_of(302) == "10:00:10;02"
    assert asset.frame_of(typed) == 302


def test_goes_on_over_midnight() -> None:
    asset = _asset(start_frame=24 * 3600 * 25 - 250)

    assert asset.timecode_of(0) == "23:59:50:00"
    assert asset.timecode_of(250) == "00:00:00:00"
    assert asset.frame_of("00:00:01:00") == 275


@pytest.mark.parametrize("timecode", ["09:59:59:24", "10:01:00:01"])
def test_refuses_what_lies_outside(timecode: str) -> None:
    assert _problem(_asset(), timecode) is TimecodeProblem.OUTSIDE


def test_refuses_what_lies_before_the_start_of_an_unknown_length() -> None:
    assert _problem(_asset(frame_count=None), "09:59:59:24") is TimecodeProblem.OUTSIDE


def test_refuses_a_negative_frame() -> None:
    with pytest.raises(TimecodeError):
        _asset().timecode_of(-1)


def test_refuses_drop_frame_where_the_master_counts_all() -> None:
    assert _problem(_asset(Fraction(30000, 1001)), "10:00:00;00") is TimecodeProblem.CANNOT_DROP


def test_needs_the_frame_rate() -> None:
    asset = _asset(None)

    assert asset.rate is None
    assert _problem(asset, "10:00:00:00") is TimecodeProblem.RATE
