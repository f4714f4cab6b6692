"""Reading a file's packets once, or its index instead: when each picture is shown."""

import heapq
from array import array
from dataclasses import dataclass, field
from itertools import pairwise

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from videos.pipeline.errors import MediaProblem, MediaRefused

# Containers whose index is whole and in the file's head or tail, so that nothing else is read.
INDEXED = frozenset({"mov", "avi"})
# Pictures are stored at most this far from their order of display.
DEEPEST_REORDERING = 32
MOST_PICTURES = 20_000_000
LATEST_ENTRIES = 1000


@dataclass(kw_only=True)
class Passage:
    """What was seen on the way through a file. All times are seconds of the file's own clock.

    Attributes:
        times: when pictures are shown, ascending.
        ends: when the last packet of each stream ends, by the stream's number.
        last_byte: the end of the last sample that the index names, 0 without an index.
    """

    times: "array[float]" = field(default_factory=lambda: array("d"))
    ends: dict[int, float] = field(default_factory=dict)
    last_byte: int = 0


def pass_through(container: InputContainer, stream: VideoStream) -> Passage:
    """Return when the pictures of a film are shown.

    Raises:
        MediaRefused: the file breaks off, or has more pictures than any film.
    """
    names = set(container.format.name.split(","))
    if names & INDEXED and _has_whole_index(stream):
        return _from_index(container, stream)
    return _from_packets(container, stream)


def _has_whole_index(stream: VideoStream) -> bool:
    """Whether every picture is in the index: a fragmented MP4 has its in pieces.

    The header of an AVI counts one picture more where B-frames are delayed.
    """
    return 0 < stream.frames <= len(stream.index_entries) + 1


def _from_index(container: InputContainer, stream: VideoStream) -> Passage:
    passage = Passage()
    tick = float(stream.time_base)
    for entry in stream.index_entries:
        if entry.is_discard:
            continue  # cut away by an edit list
        passage.times.append(entry.timestamp * tick)
        _refuse_flood(passage)
    if any(later < earlier for earlier, later in pairwise(passage.times)):
        passage.times = array("d", sorted(passage.times))
    if passage.times and stream.start_time is not None:
        # The index has the order of storage, which begins earlier where pictures are reordered.
        shift = stream.start_time * tick - passage.times[0]
        passage.times = array("d", (time + shift for time in passage.times))
    for other in container.streams:
        entries = other.index_entries
        latest = entries[max(0, len(entries) - LATEST_ENTRIES) :]
        ends = [entry.pos + entry.size for entry in latest]
        passage.last_byte = max(passage.last_byte, *ends, 0)
        if other.duration is not None:
            start = other.start_time or 0
            passage.ends[other.index] = (start + other.duration) * float(other.time_base)
    return passage


def _from_packets(container: InputContainer, stream: VideoStream) -> Passage:
    passage = Passage()
    waiting: list[float] = []
    try:
        for packet in container.demux():
            moment = packet.pts if packet.pts is not None else packet.dts
            if moment is None or packet.time_base is None or packet.is_discard:
                continue
            tick = float(packet.time_base)
            index = packet.stream_index
            end = (moment + (packet.duration or 0)) * tick
            passage.ends[index] = max(end, passage.ends.get(index, end))
            if index != stream.index:
                continue
            heapq.heappush(waiting, moment * tick)
            if len(waiting) > DEEPEST_REORDERING:
                passage.times.append(heapq.heappop(waiting))
                _refuse_flood(passage)
    except av.FFmpegError as error:
        raise MediaRefused(MediaProblem.TRUNCATED, str(error)) from error
    passage.times.extend(sorted(waiting))
    return passage


def _refuse_flood(passage: Passage) -> None:
    if len(passage.times) > MOST_PICTURES:
        raise MediaRefused(MediaProblem.TOO_HEAVY, f"more than {MOST_PICTURES} pictures")
