"""A strict reader of fragmented MP4 (ISO/IEC 14496-12), which shares nothing with FFmpeg.

It refuses what a player of byte ranges could stumble over: boxes that do not fill their parent,
fragments whose samples are not exactly the bytes of their ``mdat``, times with holes, a fragment
that does not begin with a sync sample.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack, unpack_from

CONTAINERS = {"moov", "trak", "mdia", "minf", "stbl", "mvex", "moof", "traf"}
HAS_DATA_OFFSET, HAS_FIRST_FLAGS = 0x1, 0x4
HAS_DURATION, HAS_SIZE, HAS_FLAGS, HAS_OFFSET = 0x100, 0x200, 0x400, 0x800
DEFAULT_BASE_IS_MOOF = 0x20000
IS_NOT_SYNC = 0x10000


@dataclass(frozen=True)
class Box:
    kind: str
    start: int
    content: bytes
    children: tuple["Box", ...]

    def every(self, kind: str) -> list["Box"]:
        return [child for child in self.children if child.kind == kind]

    def one(self, path: str) -> "Box":
        box = self
        for kind in path.split("/"):
            (box,) = box.every(kind)
        return box


@dataclass(frozen=True)
class Fragment:
    """One ``moof`` with its ``mdat``: times are in units of the track's timescale."""

    start: int
    end: int
    decode_time: int
    duration: int
    samples: int
    begins_with_sync: bool


@dataclass(frozen=True)
class Track:
    """A whole file of one track."""

    timescale: int
    initial_bytes: int
    fragments: tuple[Fragment, ...]


def read_track(content: bytes) -> Track:
    """Read a file that holds nothing but one fragmented track."""
    top = list(_boxes(content, 0, len(content)))
    kinds = [box.kind for box in top]
    assert kinds[:2] == ["ftyp", "moov"]
    assert set(kinds[2:]) <= {"sidx", "moof", "mdat", "styp"}
    moov = top[1]
    (track,) = moov.every("trak")
    media_header = track.one("mdia/mdhd").content
    (timescale,) = unpack_from(">I", media_header, 20 if media_header[0] else 12)
    for table in ("stts", "stsc", "stco"):
        assert unpack_from(">I", track.one(f"mdia/minf/stbl/{table}").content, 4) == (0,), table
    defaults = unpack(">IIIII", moov.one("mvex/trex").content[4:24])
    fragments: list[Fragment] = []
    pairs = [box for box in top[2:] if box.kind in {"moof", "mdat"}]
    assert [box.kind for box in pairs] == ["moof", "mdat"] * (len(pairs) // 2)
    for moof, mdat in zip(pairs[::2], pairs[1::2], strict=True):
        before = fragments[-1] if fragments else None
        fragment = _fragment(moof, mdat, defaults)
        expected = before.decode_time + before.duration if before else 0
        assert fragment.decode_time == expected, "a hole in time"
        assert unpack_from(">I", moof.one("mfhd").content, 4) == (len(fragments) + 1,)
        fragments.append(fragment)
    return Track(timescale, top[2].start, tuple(fragments))


def _boxes(content: bytes, start: int, end: int) -> Iterator[Box]:
    at = start
    while at < end:
        size, kind = unpack_from(">I4s", content, at)
        assert 8 <= size <= end - at, f"{kind!r} at {at} does not fit its parent"
        name = kind.decode("ascii")
        inner = tuple(_boxes(content, at + 8, at + size)) if name in CONTAINERS else ()
        yield Box(name, at, content[at + 8 : at + size], inner)
        at += size


def _fragment(moof: Box, mdat: Box, defaults: tuple[int, ...]) -> Fragment:
    traf = moof.one("traf")
    header = traf.one("tfhd").content
    (flags,) = unpack_from(">I", header)
    assert flags & DEFAULT_BASE_IS_MOOF, "offsets do not count from the fragment"
    duration, size, sample_flags = _fragment_defaults(header, flags, defaults[2:])
    time = traf.one("tfdt").content
    (decode_time,) = unpack_from(">Q" if time[0] else ">I", time, 4)
    lengths, sizes, syncs = [], [], []
    for run in traf.every("trun"):
        (run_flags, count), at = unpack_from(">II", run.content), 8
        assert run_flags & HAS_DATA_OFFSET
        (offset,) = unpack_from(">i", run.content, at)
        assert moof.start + offset == mdat.start + 8 + sum(sizes)
        at += 4
        first_flags = None
        if run_flags & HAS_FIRST_FLAGS:
            (first_flags,) = unpack_from(">I", run.content, at)
            at += 4
        for number in range(count):
            values = [duration, size, sample_flags, 0]
            fields = (HAS_DURATION, HAS_SIZE, HAS_FLAGS, HAS_OFFSET)
            for place, bit in enumerate(fields):
                if run_flags & bit:
                    (values[place],) = unpack_from(">I", run.content, at)
                    at += 4
            if number == 0 and first_flags is not None:
                values[2] = first_flags
            assert values[3] == 0, "a sample is shown at another time than it is decoded"
            lengths.append(values[0])
            sizes.append(values[1])
            syncs.append(not values[2] & IS_NOT_SYNC)
        assert at == len(run.content)
    assert sum(sizes) == len(mdat.content), "the samples are not the data"
    return Fragment(
        start=moof.start,
        end=mdat.start + 8 + len(mdat.content),
        decode_time=decode_time,
        duration=sum(lengths),
        samples=len(sizes),
        begins_with_sync=syncs[0],
    )


def _fragment_defaults(header: bytes, flags: int, track: tuple[int, ...]) -> tuple[int, int, int]:
    at, found = 8, list(track)
    at += 8 * bool(flags & 0x1) + 4 * bool(flags & 0x2)
    for place, bit in enumerate((0x8, 0x10, 0x20)):
        if flags & bit:
            (found[place],) = unpack_from(">I", header, at)
            at += 4
    return found[0], found[1], found[2]
