"""Suggested shots: the pieces between hard cuts."""

from fractions import Fraction

from av.video.frame import VideoFrame

from videos.pipeline.checking import Length
from videos.pipeline.results import SuggestedShot

# A flash gun lights up single frames.
SHORTEST_SHOT_SECONDS = Fraction(1, 2)


class ShotFinder:
    """Notes the frames at which the picture changes at once."""

    FILTER = "scdet=threshold=10"
    KEY = "lavfi.scd.time"

    def __init__(self) -> None:
        self.cuts: list[int] = []

    def look(self, frame: VideoFrame, number: int) -> None:
        """Take a frame that has passed ``FILTER``; ``number`` is its place."""
        if self.KEY in frame.metadata:
            self.cuts.append(number)


def shots_between(cuts: tuple[int, ...], length: Length) -> tuple[SuggestedShot, ...]:
    """Return the shots, without those too short to be any; together they are the whole."""
    shortest = max(1, round(SHORTEST_SHOT_SECONDS * length.rate))
    starts = [0]
    for cut in cuts:
        if cut - starts[-1] >= shortest and length.frame_count - cut >= shortest:
            starts.append(cut)
    ends = [*starts[1:], length.frame_count]
    return tuple(
        SuggestedShot(in_frame=start, out_frame=end)
        for start, end in zip(starts, ends, strict=True)
    )
