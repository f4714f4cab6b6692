"""When pictures are shown: the exact frame rate, and whether there is one."""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

STANDARD_RATES = (
    Fraction(12), Fraction(12500, 1000), Fraction(15000, 1001), Fraction(15),
    Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30),
    Fraction(48000, 1001), Fraction(48), Fraction(50), Fraction(60000, 1001), Fraction(60),
    Fraction(100), Fraction(120000, 1001), Fraction(120),
)  # fmt: skip
# What films are edited at: the choice for a recording that keeps no rate.
EDITING_RATES = tuple(rate for rate in STANDARD_RATES if Fraction(23) < rate <= Fraction(60))
# Containers round: 59.94006 is 60000/1001, but 24 is not 23.976 (a difference of 1/1000).
SAME_RATE = Fraction(1, 5000)
FINEST_DENOMINATOR = 1001
# Slower and faster ones are no film's: such a recording gets a time line of a usual rate.
LOWEST_RATE, HIGHEST_RATE = Fraction(5), Fraction(300)
# Of a frame: how far pictures may stray from N/rate together and still keep the rate.
TOLERATED_STRAYING = 0.75
DEFAULT_RATE = Fraction(25)
BUCKETS_A_SECOND = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Cadence:
    """The rhythm of a film.

    Attributes:
        rate: frames a second; of a variable film the standard rate next to its usual distance.
        is_variable: whether picture N is not always shown at N/rate.
        pictures: how many there are.
        seconds: from the first picture to the end of the last.
    """

    rate: Fraction
    is_variable: bool
    pictures: int
    seconds: float

    @property
    def frame_count(self) -> int:
        """Return how many frames the time line has at ``rate``."""
        if not self.is_variable:
            return self.pictures
        return max(1, round(self.seconds * self.rate))


def measure(
    times: "array[float]", *, stated: Iterable[Fraction], end: float, is_interlaced: bool = False
) -> Cadence:
    """Return the rhythm of pictures shown at ``times`` (seconds, ascending).

    ``stated`` are rates that the file claims, the likelier first; ``end`` is when the last picture
    ends, as far as the file says.
    """
    span = times[-1] - times[0] if times else 0.0
    mean = Fraction((len(times) - 1) / span) if span > 0 else DEFAULT_RATE
    claims = [snap(rate) for rate in (*stated, mean) if LOWEST_RATE <= rate <= HIGHEST_RATE]
    for rate in dict.fromkeys(claims):
        if not _keeps(times, rate):
            continue
        if is_interlaced and rate == 2 * claims[0]:
            # Some recorders store each field by itself: two of them make a picture.
            return _constant(claims[0], (len(times) + 1) // 2)
        return _constant(rate, len(times))
    rate = _usual_rate(times)
    seconds = max(end - times[0], span + float(1 / rate)) if times else 0.0
    return Cadence(rate=rate, is_variable=True, pictures=len(times), seconds=seconds)


def snap(rate: Fraction) -> Fraction:
    """Return the standard rate that a rounded one means, otherwise a manageable fraction."""
    for standard in STANDARD_RATES:
        if abs(rate / standard - 1) < SAME_RATE:
            return standard
    return rate.limit_denominator(FINEST_DENOMINATOR)


def _constant(rate: Fraction, pictures: int) -> Cadence:
    seconds = float(pictures / rate)
    return Cadence(rate=rate, is_variable=False, pictures=pictures, seconds=seconds)


def _keeps(times: "array[float]", rate: Fraction) -> bool:
    """Whether all pictures are shown near N/rate, whatever the first one's offset."""
    frame = float(1 / rate)
    earliest = latest = 0.0
    beginning = times[0] if times else 0.0
    for number, time in enumerate(times):
        straying = time - beginning - number * frame
        earliest, latest = min(earliest, straying), max(latest, straying)
        if latest - earliest > TOLERATED_STRAYING * frame:
            return False
    return True


def _usual_rate(times: "array[float]") -> Fraction:
    """Return the editing rate next to the most frequent distance of two pictures."""
    counts: defaultdict[int, int] = defaultdict(int)
    sums: defaultdict[int, float] = defaultdict(float)
    for before, after in pairwise(times):
        bucket = round((after - before) * BUCKETS_A_SECOND)
        counts[bucket] += 1
        sums[bucket] += after - before
    usual = max((bucket for bucket in counts if bucket > 0), key=counts.__getitem__, default=None)
    if usual is None:
        return DEFAULT_RATE
    rate = counts[usual] / sums[usual]
    return min(EDITING_RATES, key=lambda standard: abs(float(standard) - rate))
