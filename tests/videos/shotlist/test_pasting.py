"""Reading shotlists as people paste them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from videos.shotlist.pasting.reading import MOST_CHARACTERS, TooMuch, read_pasted
from videos.shotlist.pasting.rows import Note, PasteProblem
from videos.shotlist.pasting.times import Basis
from videos.shotlist.timing import Timing

PAL = Timing(Fraction(25), 900_000, frame_count=7500)
NTSC = Timing(Fraction(30000, 1001), 1_078_920, is_drop_frame=True, frame_count=9000)


def pieces(text: str, timing: Timing = PAL, **options: Basis) -> list[tuple[int, int]]:
    pasted = read_pasted(text, timing, **options)
    assert pasted.faults == []
    return [(row.in_frame, row.out_frame) for row in pasted.rows]


def only_row(text: str, timing: Timing = PAL):
    (row,) = read_pasted(text, timing).rows
    return row


def problems(text: str, timing: Timing = PAL) -> list[tuple[int, PasteProblem]]:
    return [(fault.line, fault.problem) for fault in read_pasted(text, timing).faults]


class TestTimes:
    @pytest.mark.parametrize(
        "line",
        [
            "10:00:05:00 - 10:00:09:12 Wide",
            "10:00:05:00-10:00:09:12 Wide",
            "10:00:05:00 – 10:00:09:12: Wide",
            "10:00:05:00 --> 10:00:09:12 Wide",
            "10:00:05:00 to 10:00:09:12 Wide",
            "10:00:05:00 à 10:00:09:12 Wide",
            "10:00:05:00 / 10:00:09:12 Wide",
            "10:00:05:00 10:00:09:12 Wide",
            "10:00:05:00\t10:00:09:12\tWide",
            "3\t10:00:05:00\t10:00:09:12\tWide",
            "[10:00:05:00 - 10:00:09:12] Wide",
            "(10:00:05:00) (10:00:09:12) Wide",
            "12. 10:00:05:00 - 10:00:09:12 Wide",
            "12) 10:00:05:00 - 10:00:09:12 – Wide",
            "10:00:05.00 - 10:00:09.12 Wide",
            "10.00.05.00 - 10.00.09.12 Wide",
            "Wide 10:00:05:00 - 10:00:09:12",
            "Wide (10:00:05:00 - 10:00:09:12)",
            "10:00:05 - 10:00:09,480 Wide",
            "00:05 - 00:09.480 Wide",
            "0'05\" – 0'09\" Wide",
            "١٠:٠٠:٠٥:٠٠ - ١٠:٠٠:٠٩:١٢ Wide",
            "\u206610:00:05:00 – 10:00:09:12\u2069 Wide",
            "\u00a010:00:05:00\u202f-\u00a010:00:09:12 Wide",
        ],
    )
    def test_are_read_in_every_usual_form(self, line: str) -> None:
        row = only_row(line)

        assert (row.in_frame, row.out_frame) == (125, 225 if "0'09" in line else 237)
        assert row.written.description == "Wide"

    def test_count_from_the_file_where_that_fits_better(self) -> None:
        text = "00:00-00:05 Wide\n00:05-00:09 Close"

        assert read_pasted(text, PAL).basis is Basis.ELAPSED
        assert pieces(text) == [(0, 125), (125, 225)]

    def test_count_from_what_the_editor_says(self) -> None:
        early = Timing(Fraction(25), 250, frame_count=7500)
        text = "00:00:20:00-00:00:25:00 Wide"

        assert pieces(text, early) == [(250, 375)]
        assert pieces(text, early, basis=Basis.ELAPSED) == [(500, 625)]

    def test_of_drop_frame_are_exact(self) -> None:
        assert pieces("10:00:59;29 - 10:01:00;02 Cut", NTSC) == [(1799, 1800)]
        assert pieces("10:00:59:29 - 10:01:00:02 Cut", NTSC) == [(1799, 1800)]

    def test_without_frames_begin_with_the_first_number_that_exists(self) -> None:
        assert pieces("10:01:00 - 10:02:00 Cut", NTSC) == [(1800, 3598)]

    def test_that_run_on_have_no_end_of_their_own(self) -> None:
        rows = read_pasted("00:10 Close\n00:00 Wide\n04:50 Last", PAL).rows

        assert [(row.in_frame, row.out_frame) for row in rows] == [
            (250, 7250),
            (0, 250),
            (7250, 7500),
        ]
        assert [row.notes for row in rows] == [
            (Note.END_OF_NEXT,),
            (Note.END_OF_NEXT,),
            (Note.END_OF_FILE,),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "10:00:00:00\tWide\t00:00:11\n10:00:11:00\tClose\t00:00:05",
            "10:00:00 (0:11) Wide\n10:00:11 Close (5 sec)",
            "10:00:00:00 00:00:11:00 Wide\n10:00:11:00 00:00:05:00 Close",
            "in,duration,shot\n10:00:00,0:11,Wide\n10:00:11,5 s,Close",
        ],
    )
    def test_may_be_followed_by_a_length(self, text: str) -> None:
        pasted = read_pasted(text, PAL)

        assert [(row.in_frame, row.out_frame) for row in pasted.rows] == [(0, 275), (275, 400)]
        assert [row.written.description for row in pasted.rows] == ["Wide", "Close"]

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("Wide of the quay", PasteProblem.NO_TIME),
            ("10:00:05:00 - 10:00:02:00 Wide", PasteProblem.BACKWARDS),
            ("10:00:05:00 - 10:00:05:00 Wide", PasteProblem.BACKWARDS),
            ("10:00:05:00 - 10:06:00:00 Wide", PasteProblem.OUTSIDE),
            ("10:00:05:30 - 10:00:09:00 Wide", PasteProblem.BAD_TIME),
            ("10:00:61:00 - 10:00:09:00 Wide", PasteProblem.BAD_TIME),
            ("10:00:05;00 - 10:00:09;00 Wide", PasteProblem.BAD_TIME),
            ("10:00:00:00 - 10:00:09:00 " + "x" * 4001, PasteProblem.TOO_LONG),
        ],
    )
    def test_that_cannot_be_are_named_with_their_line(self, line: str, problem) -> None:
        text = f"10:00:00:00 - 10:00:01:00 Good\n\n{line}"

        assert problems(text) == [(3, problem)]
        assert read_pasted(text, PAL).faults[0].source == line

    def test_of_a_recording_of_unknown_length_need_an_end(self) -> None:
        assert problems("10:00:00:00 Wide", Timing(Fraction(25), 900_000)) == [
            (1, PasteProblem.NO_END)
        ]


class TestSoundbites:
    @pytest.mark.parametrize(
        ("line", "language", "speaker", "role", "quote"),
        [
            (
                'SOUNDBITE (English) JENS STOLTENBERG, NATO SECRETARY GENERAL, SAYING: "We stand."',
                "English",
                "JENS STOLTENBERG",
                "NATO SECRETARY GENERAL",
                "We stand.",
            ),
            (
                "SOUNDBITE 1 - Ines Vandaele, harbour master (French, 12 sec): “C'est ouvert.”",
                "French",
                "Ines Vandaele",
                "harbour master",
                "C'est ouvert.",
            ),
            ("SONORE (français) Ada Roux : « Oui »", "français", "Ada Roux", "", "Oui"),
            ("SOT Ada Roux: Yes", "", "Ada Roux", "", "Yes"),
            ("Soundbite: (Ukrainian) Ada Roux", "Ukrainian", "Ada Roux", "", ""),
            ("مقطع صوتي (الإنجليزية) Ada Roux: “نعم”", "الإنجليزية", "Ada Roux", "", "نعم"),
        ],
    )
    def test_are_taken_apart(self, line, language, speaker, role, quote) -> None:
        written = only_row(f"00:05-00:09 {line}").written

        assert written.kind == "soundbite"
        assert (written.language, written.speaker) == (language, speaker)
        assert (written.role, written.quote) == (role, quote)

    def test_that_only_report_give_no_quote(self) -> None:
        written = only_row(
            "00:05-00:09 SOUNDBITE (in GERMAN) A. Roux saying that all is well"
        ).written

        assert (written.language, written.speaker, written.quote) == ("GERMAN", "A. Roux", "")
        assert written.description == "saying that all is well"

    def test_go_on_over_further_lines(self) -> None:
        written = only_row(
            '00:05-00:09 SOUNDBITE (English) A. Roux:\n"We open.\nAnd we stay."'
        ).written

        assert written.quote == "We open. And we stay."

    def test_are_not_every_word_that_begins_alike(self) -> None:
        assert only_row("00:05-00:09 SOTTEVILLE, wide").written.kind == "shot"


class TestTables:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_are_read_with_every_delimiter(self, delimiter: str) -> None:
        rows = [
            ["TC In", "TC Out", "Description", "Speaker", "Language", "Quote", "Restrictions"],
            ["10:00:00:00", "10:00:01:00", "Wide", "", "", "", "No resale"],
            ["10:00:01:00", "10:00:02:00", "", "Ada Roux", "fr", "Oui", ""],
        ]

        found = read_pasted("\n".join(delimiter.join(row) for row in rows), PAL).rows

        assert [row.written.kind for row in found] == ["shot", "soundbite"]
        assert found[0].written.restriction == "No resale"
        assert (found[1].written.speaker, found[1].written.quote) == ("Ada Roux", "Oui")

    def test_may_have_a_french_head(self) -> None:
        text = "Entrée;Sortie;Plan;Intervenant;Citation;Lieu\n10:00:00:00;10:00:01:00;Large;;;Quai"

        written = only_row(text).written

        assert (written.description, written.place) == ("Large", "Quai")

    def test_keep_cells_over_several_lines_and_number_lines_rightly(self) -> None:
        text = 'sep=;\nin;out;quote\n10:00:00;10:00:01;"One\ntwo"\n10:00:01;nonsense;x'

        pasted = read_pasted(text, PAL)

        assert pasted.rows[0].written.quote == "One\ntwo"
        assert [(fault.line, fault.problem) for fault in pasted.faults] == [
            (5, PasteProblem.BAD_TIME)
        ]

    def test_lose_no_cell_of_a_column_without_a_name(self) -> None:
        text = "in,out,shot,remark\n10:00:00,10:00:01,Wide,Very shaky"

        assert only_row(text).written.description == "Wide – Very shaky"

    def test_with_an_open_quotation_mark_say_so(self) -> None:
        text = "in,out,shot\n10:00:00,10:00:01,Wide\n" + '10:00:01,10:00:02,"' + "x" * 140_000

        pasted = read_pasted(text, PAL)

        assert len(pasted.rows) == 1
        assert pasted.faults[0].problem is PasteProblem.UNREADABLE


class TestHostileText:
    @pytest.mark.parametrize(
        "text",
        [
            "00:05" + " " * 190_000 + "x",
            "00:05 " * 30_000,
            "00:05-" * 30_000,
            '"' * 199_999,
            "SOUNDBITE " + "(" * 190_000,
            "SOUNDBITE saying " * 10_000,
            "0:05 SOUNDBITE" + " \t" * 90_000 + "SAYING",
            "in,out\n" + '"' * 190_000,
            "in,out\n" + "1:00," * 30_000,
            "\t" * 199_000 + "1:00",
            "1" * 199_999,
            "0:01\t" * 20_000,
            "\x00" * 1000 + "00:01-00:02 a\x00b",
            "\u2066" * 100_000,
        ],
    )
    def test_is_read_or_refused_at_once(self, text: str) -> None:
        pasted = read_pasted(text, PAL)

        assert len(pasted.rows) <= 1

    def test_is_refused_when_it_is_too_long(self) -> None:
        with pytest.raises(TooMuch):
            read_pasted("x" * (MOST_CHARACTERS + 1), PAL)
        with pytest.raises(TooMuch):
            read_pasted("0:01 x\n" * 1001, PAL)

    @settings(max_examples=150, deadline=None)
    @given(
        text=st.text(
            st.sampled_from("0123456789:;.,'\"()-–\t\n |/abSOUNDBITEin, «»“”\u2066\x00٣"),
            max_size=200,
        )
    )
    def test_never_yields_a_row_outside_the_file(self, text: str) -> None:
        for row in read_pasted(text, PAL).rows:
            assert PAL.holds(row.in_frame, row.out_frame)

    @settings(max_examples=60, deadline=None)
    @given(
        lines=st.lists(
            st.sampled_from(
                ["00:05-00:09 Wide", "SHOTLIST", "  ", "", "99:99 x", "and more", "1:00"]
            ),
            max_size=12,
        )
    )
    def test_loses_no_line(self, lines: list[str]) -> None:
        pasted = read_pasted("\n".join(lines), PAL)

        kept = [row.written.source for row in pasted.rows] + [
            fault.source for fault in pasted.faults
        ]
        found = sorted(line for source in kept for line in source.split("\n"))
        assert found == sorted(line for line in lines if line.strip())
