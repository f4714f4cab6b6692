"""What editors are warned of."""

from fractions import Fraction

from videos.models import Shot
from videos.shotlist.checking import warnings
from videos.shotlist.timing import Timing

TIMING = Timing(Fraction(25), 900_000, frame_count=500)


def test_nothing_is_wrong_with_shots_that_follow_each_other() -> None:
    shots = [Shot(in_frame=0, out_frame=100), Shot(in_frame=100, out_frame=500)]

    assert warnings(shots, TIMING) == []


def test_overlapping_shots_are_named() -> None:
    shots = [Shot(in_frame=99, out_frame=200), Shot(in_frame=0, out_frame=100)]

    assert warnings(shots, TIMING) == [
        "Row 2 (10:00:03:24) begins before Row 1 (10:00:00:00) has ended."
    ]


def test_a_soundbite_may_lie_in_a_shot() -> None:
    shots = [
        Shot(in_frame=0, out_frame=100),
        Shot(in_frame=50, out_frame=80, kind="soundbite"),
        Shot(in_frame=100, out_frame=200),
    ]

    assert warnings(shots, TIMING) == []


def test_rows_outside_the_file_are_named() -> None:
    assert warnings([Shot(in_frame=400, out_frame=501)], TIMING) == [
        "Row 1 (10:00:16:00) does not lie within the video file. The public does not see it."
    ]


def test_an_unknown_count_is_said_once() -> None:
    shots = [Shot(in_frame=0, out_frame=100), Shot(in_frame=50, out_frame=80)]

    assert warnings(shots, None) == [
        "The frame rate of the video is not known: the public sees no shotlist yet."
    ]


def test_an_empty_list_is_no_reason_to_worry() -> None:
    assert warnings([], None) == []
