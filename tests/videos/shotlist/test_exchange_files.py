"""EDL, OpenTimelineIO and chapters, read back by the programs they are for."""

from typing import Any

import opentimelineio
import pytest
from opentimelineio.opentime import to_timecode

from tests.videos.shotlist.sheets import COUNTS, sheet
from tests.website import documents
from videos.pipeline.timecode import parse_timecode
from videos.shotlist.files import FILES
from videos.shotlist.timing import Timing

HOSTILE = "A\r\n999  AX B C 00:00:00:00 00:00:00:01 00:00:00:00 00:00:00:01\n* \x00 --> B\u2028C"


def times(clip: Any) -> tuple[int, int]:
    """Return first frame and length of a clip as whole numbers of the source."""
    span = clip.source_range
    assert span.start_time.value == int(span.start_time.value)
    assert span.duration.value == int(span.duration.value)
    return int(span.start_time.value), int(span.duration.value)


def wanted(document: dict[str, Any], timing: Timing) -> list[tuple[int, int]]:
    return [
        (timing.start_frame + row["in_frame"], row["out_frame"] - row["in_frame"])
        for row in document["shotlist"]
    ]


def read_edl(text: str, timing: Timing) -> list[Any]:
    timeline = opentimelineio.adapters.read_from_string(text, "cmx_3600", rate=float(timing.rate))
    return list(timeline.video_tracks()[0])


@pytest.mark.parametrize("count", COUNTS)
class TestReadBack:
    def test_edl_has_the_same_rows(self, count: str) -> None:
        document, timing = sheet(count=count, rows=12), COUNTS[count]

        clips = read_edl(FILES["edl"].content(document).decode(), timing)

        assert [times(clip) for clip in clips] == wanted(document, timing)
        assert clips[0].name == "1. Wide of the quay, cranes & tugs <at work> (3 shots)"
        assert clips[0].metadata["cmx_3600"]["reel"] == document["asset"]["id"][:8]

    def test_timeline_has_the_same_rows(self, count: str) -> None:
        document, timing = sheet("ar", count=count), COUNTS[count]

        timeline = opentimelineio.adapters.read_from_string(
            FILES["otio"].content(document).decode(), "otio_json"
        )

        track = timeline.video_tracks()[0]
        assert [times(clip) for clip in track] == wanted(document, timing)
        assert timeline.name == document["title"]
        rate = track[0].source_range.start_time.rate
        assert rate == float(timing.rate)
        for clip, row in zip(track, document["shotlist"], strict=True):
            assert dict(clip.metadata["newsroom"])["id"] == row["id"]
            begin = clip.source_range.start_time
            shown = to_timecode(begin, rate, timing.is_drop_frame)
            assert shown == row["in_timecode"]
        media = track[0].media_reference
        assert media.available_range.duration.value == timing.frame_count


class TestEdl:
    @pytest.mark.parametrize(
        ("count", "words"),
        [("29.97 DF", "DROP FRAME"), ("59.94 DF", "DROP FRAME"), ("29.97 NDF", "NON-DROP FRAME")],
    )
    def test_says_how_it_counts(self, count: str, words: str) -> None:
        lines = FILES["edl"].content(sheet(count=count)).decode().split("\r\n")

        assert lines[1] == f"FCM: {words}"

    def test_puts_rows_one_after_the_other_on_the_record_side(self) -> None:
        document = sheet(count="29.97 DF", rows=12)
        rate = COUNTS["29.97 DF"].rate
        text = FILES["edl"].content(document).decode()
        events = [line.split() for line in text.split("\r\n") if line[:3].isdigit()]

        records = [[parse_timecode(time, rate) for time in event[6:8]] for event in events]

        assert events[0][6] == "01:00:00;00"
        assert [end for _begin, end in records[:-1]] == [begin for begin, _end in records[1:]]

    def test_tells_what_is_said_and_what_is_not_allowed(self) -> None:
        text = FILES["edl"].content(sheet("fr")).decode()

        assert "* QUOTE: Le quai est ouvert, et douze navires" in text
        assert "* RESTRICTION: Pas de publicité." in text

    def test_cannot_be_given_further_lines_by_a_text(self) -> None:
        rows = [documents.shot(1, description=HOSTILE, place=HOSTILE)]
        document = {**sheet(), "title": HOSTILE, "shotlist": rows}

        text = FILES["edl"].content(document).decode()

        events = [line for line in text.splitlines() if line[:3].isdigit()]
        assert len(events) == 1
        assert len(read_edl(text, COUNTS["25"])) == 1


class TestChapters:
    def test_are_a_cue_for_each_row(self) -> None:
        document = sheet(rows=3)

        text = FILES["vtt"].content(document).decode()

        header, *cues = text.rstrip("\n").split("\n\n")
        assert header == "WEBVTT"
        assert [cue.split("\n")[0] for cue in cues] == [row["id"] for row in document["shotlist"]]
        assert cues[0].split("\n")[1:] == [
            "00:00:00.000 --> 00:00:15.880",
            "1. Wide of the quay, cranes &amp; tugs &lt;at work&gt; (3 shots)",
        ]

    def test_do_not_overlap(self) -> None:
        rows = [
            documents.shot(1, in_seconds=0.0, out_seconds=10.0),
            documents.soundbite(2, in_seconds=4.0, out_seconds=6.0),
            documents.shot(3, in_seconds=4.0, out_seconds=4.5),
        ]

        text = FILES["vtt"].content({**sheet(), "shotlist": rows}).decode()

        assert [line for line in text.splitlines() if "-->" in line] == [
            "00:00:00.000 --> 00:00:04.000",
            "00:00:04.000 --> 00:00:04.500",
        ]

    def test_cannot_be_given_further_cues_by_a_text(self) -> None:
        rows = [documents.shot(1, description=HOSTILE)]

        text = FILES["vtt"].content({**sheet(), "shotlist": rows}).decode()

        assert text.count(" --> ") == 1
        assert text.count("\n\n") == 1

    def test_have_short_titles(self) -> None:
        rows = [documents.shot(1, description="word " * 900)]

        text = FILES["vtt"].content({**sheet(), "shotlist": rows}).decode()

        assert len(text.splitlines()[-1]) < 130
