"""A child that reads many damaged files, as the pipeline's child reads one.

Run as ``python -m tests.videos.pipeline.fuzzing FOLDER FIRST COUNT``: for each number it damages
one of the folder's files and prints what became of it. When a decoder brings it down, the number
it was at is the latest that it announced.
"""

import random
import resource
import sys
from pathlib import Path

from videos.pipeline import child
from videos.pipeline.errors import MediaRefused
from videos.pipeline.isolation import Limits

LIMITS = f"{600}:{Limits(wall_seconds=600, cpu_seconds=600).memory_bytes}:{64 * 1024**2}"
MOST_DAMAGE = 40


def damage(whole: bytes, number: int) -> bytes:
    """Return the bytes with the damage of this number: flipped, overwritten, moved, cut."""
    dice = random.Random(number)
    data = bytearray(whole)
    reach = len(data) if number % 3 else min(len(data), 4096)  # headers matter most
    for _ in range(dice.randint(1, MOST_DAMAGE)):
        at = dice.randrange(min(reach, len(data)))
        match dice.randrange(5):
            case 0:
                data[at] ^= 1 << dice.randrange(8)
            case 1:
                data[at : at + 4] = dice.randbytes(4)
            case 2:
                data[at : at + 4] = dice.choice([b"\0" * 4, b"\xff" * 4, b"\x7f\xff\xff\xff"])
            case 3:
                other = dice.randrange(len(data))
                data[at : at + 16] = data[other : other + 16]
            case 4 if number % 7 == 0:
                del data[at + 512 :]
                data += whole[at + 512 : at + 512 + dice.randrange(len(whole))]
    return bytes(data)


def main(folder: Path, first: int, count: int) -> None:
    child.set_limits(LIMITS)
    from videos.pipeline.probe import probe
    from videos.pipeline.quality import measure_quality

    sources = sorted(folder.glob("source*"))
    path = folder / "damaged"
    for number in range(first, first + count):
        child.say({"at": number})
        path.write_bytes(damage(sources[number % len(sources)].read_bytes(), number))
        outcomes = []
        for step in (probe, measure_quality):
            try:
                step(path)
            except MediaRefused as refusal:
                outcomes.append(str(refusal.problem))
            except MemoryError:
                outcomes.append("too_heavy")
            except Exception as error:  # noqa: BLE001 - whatever it is, the test says it
                outcomes.append(f"unexpected {type(error).__name__}: {error}")
            else:
                outcomes.append("read")
        child.say({"number": number, "outcomes": outcomes})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child.say({"peak_kibibytes": peak})


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
