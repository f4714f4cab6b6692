"""What is wrong with a shotlist, row by row, in words for editors."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from videos.choices import ShotKind
from videos.shotlist.timing import Timing


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in order of time, counted from 1."""

    number: int
    shot: Any

    def name(self, timing: Timing | None) -> str:
        """Return how a message calls the row."""
        begin = timing.timecode(self.shot.in_frame) if timing else self.shot.in_frame
        return _("Row %(number)s (%(begin)s)") % {"number": self.number, "begin": begin}


def in_order(shots: Iterable[Any]) -> list[Any]:
    """Return shots in order of time; of two that begin together the longer one is first."""
    return sorted(shots, key=lambda shot: (shot.in_frame, -shot.out_frame, str(shot.kind)))


def warnings(shots: Iterable[Any], timing: Timing | None) -> list[str]:
    """Return what an editor should look at. None of it hinders saving or publishing.

    Shots follow each other, so two that overlap are named; a soundbite may lie inside a shot.
    """
    rows = [Row(number, shot) for number, shot in enumerate(in_order(shots), start=1)]
    if not rows:
        return []
    if timing is None:
        return [_("The frame rate of the video is not known: the public sees no shotlist yet.")]
    return [*_outside(rows, timing), *_overlapping(rows, timing)]


def _outside(rows: list[Row], timing: Timing) -> list[str]:
    template = _("%(row)s does not lie within the video file. The public does not see it.")
    return [
        template % {"row": row.name(timing)}
        for row in rows
        if not timing.holds(row.shot.in_frame, row.shot.out_frame)
    ]


def _overlapping(rows: list[Row], timing: Timing) -> list[str]:
    template = _("%(row)s begins before %(other)s has ended.")
    shots = [row for row in rows if row.shot.kind == ShotKind.SHOT]
    return [
        template % {"row": later.name(timing), "other": earlier.name(timing)}
        for earlier, later in pairwise(shots)
        if later.shot.in_frame < earlier.shot.out_frame
    ]
