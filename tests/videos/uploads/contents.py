"""Videos of any size: a real clip, and behind it a box that players skip."""

import random
import struct

from tests.factories.videos import clip_bytes

LARGE_BOX_HEADER = 16


def padding_header(size: int) -> bytes:
    """Return the beginning of a box of so many bytes; its length takes eight of them."""
    return struct.pack(">I4sQ", 1, b"free", size)


def video_of(size: int, *, seed: int = 4) -> bytes:
    """Return a video of exactly so many bytes."""
    clip = clip_bytes()
    rest = size - len(clip)
    filling = random.Random(seed).randbytes(rest - LARGE_BOX_HEADER)
    return clip + padding_header(rest) + filling
