"""A shotlist is marked beside the player, by keyboard alone."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.functional.shotlist_editor import SLOWLY, Desk, desk
from tests.videos.shotlist.sheets import COUNTS
from videos.shotlist.timing import Timing

__all__ = ["desk"]


def ready(desk: Desk, page: Page) -> None:
    """Open the page and wait until the player can be asked for frames."""
    desk.open(page)
    page.locator("[data-clock]", has_text="10:00:00:00").wait_for(**SLOWLY)
    page.locator("[data-video]").evaluate(
        """video => video.readyState >= 2 ||
          new Promise(resolve => video.addEventListener("loadeddata", resolve, { once: true }))"""
    )
    page.locator("[data-player]").focus()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at(page: Page, timecode: str) -> None:
    """Wait until the clock of the player shows the frame."""
    expect(page.locator("[data-clock]")).to_have_text(timecode, **SLOWLY)


def times(page: Page) -> list[tuple[str, str]]:
    fields = page.locator("#id_shots-FORMS > :not(.deleted)")
    return [
        tuple(
            fields.nth(number).locator(f"[name$={name}]").input_value()
            for name in ("in_frame", "out_frame")
        )
        for number in range(fields.count())
    ]


def status(page: Page, text: str) -> None:
    expect(page.locator("[data-status]")).to_have_text(text, **SLOWLY)


class TestMarking:
    def test_steps_by_frames_and_seconds(self, desk: Desk, page: Page) -> None:
        ready(desk, page)

        press(page, "l")
        at(page, "10:00:01:00")
        press(page, ".")
        at(page, "10:00:01:01")
        press(page, "ArrowRight")
        at(page, "10:00:01:02")
        press(page, ",")
        at(page, "10:00:01:01")
        press(page, "j")
        at(page, "10:00:00:01")

    def test_marks_rows_and_keeps_them(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        press(page, "]")  # the second row
        at(page, "10:00:01:00")

        press(page, "l")
        at(page, "10:00:02:00")
        press(page, "i")  # after the end of the row: another one begins
        status(page, "Row 3 was added from 10:00:02:00.")
        press(page, "l")
        at(page, "10:00:03:00")
        press(page, "o")
        status(page, "Row 3 ends at 10:00:03:01.")
        press(page, "d")
        page.keyboard.type("Cranes at work")
        press(page, "Escape")
        expect(page.locator("[data-player]")).to_be_focused()

        assert times(page)[2] == ("10:00:02:00", "10:00:03:01")
        desk.save(page)
        assert [(row.in_frame, row.out_frame, row.description) for row in desk.rows] == [
            (0, 25, "Tugs at the quay"),
            (25, 50, ""),
            (50, 76, "Cranes at work"),
        ]

    def test_splits_and_merges(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        for _number in range(10):
            press(page, ".")
        at(page, "10:00:00:10")

        press(page, "s")
        status(page, "The row was split at 10:00:00:10.")
        assert sorted(times(page)) == [
            ("10:00:00:00", "10:00:00:10"),
            ("10:00:00:10", "10:00:01:00"),
            ("10:00:01:00", "10:00:02:00"),
        ]
        press(page, "m")  # the second half with the soundbite
        expect(page.locator("#id_shots-FORMS > .deleted")).to_have_count(1)

        desk.save(page)
        merged = desk.rows[1]
        assert (merged.in_frame, merged.out_frame) == (10, 50)
        assert (merged.kind, merged.quote, merged.language) == ("soundbite", "We open.", "en")

    def test_types_letters_in_fields_and_not_into_the_player(self, desk: Desk, page: Page) -> None:
        ready(desk, page)

        press(page, "d")
        page.keyboard.type(" ioslm.,")

        assert page.locator("#id_shots-0-description").input_value().endswith(" ioslm.,")
        assert times(page) == [("10:00:00:00", "10:00:01:00"), ("10:00:01:00", "10:00:02:00")]


class TestWarnings:
    def test_are_said_while_typing_and_do_not_hinder(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        field = page.locator("#id_shots-1-in_frame")
        page.locator("#id_shots-1-kind").select_option("shot")

        field.fill("10:00:00:24")

        expect(page.locator("[data-warnings] li")).to_have_text(
            "Row 2 begins before Row 1 has ended."
        )
        desk.save(page)
        assert desk.rows[1].in_frame == 24
        expect(page.locator("[data-warnings] li")).to_have_count(1)

    def test_of_the_server_name_the_row_and_lose_nothing(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        page.locator("#id_shots-1-out_frame").fill("10:00:09:00")
        page.locator("#id_shots-1-quote").fill("Kept")

        desk.save(page)

        error = page.locator("#inline_child_shots-1 .error-message")
        expect(error.first).to_contain_text("The file ends at 10:00:04:00.")
        expect(page.locator("#id_shots-1-quote")).to_have_value("Kept")
        expect(page.locator("#id_shots-1-out_frame")).to_have_value("10:00:09:00")


class TestAdding:
    def test_from_pasted_text(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        page.locator(".shotlist-import summary").press("Enter")
        page.locator("#shotlist-text").fill(
            "SHOTLIST\n\n"
            "00:02-00:03 SOUNDBITE (French) INES VANDAELE, Harbour master: “Oui”\n"
            "00:03-00:09 Too long"
        )

        page.locator("[data-read]").press("Enter")
        expect(page.locator("[data-add]")).to_be_focused(**SLOWLY)
        expect(page.locator("[data-outcome]")).to_contain_text("1 row can be added")
        expect(page.locator("[data-outcome]")).to_contain_text("Line 4:")
        page.keyboard.press("Enter")

        expect(page.locator("#shotlist-text")).to_have_value("SHOTLIST\n00:03-00:09 Too long")
        desk.save(page)
        added = desk.rows[2]
        assert (added.in_frame, added.out_frame, added.kind) == (50, 75, "soundbite")
        assert (added.speaker.title, added.language, added.quote) == ("Ines Vandaele", "fr", "Oui")

    def test_from_a_file_of_an_old_spreadsheet(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        page.locator(".shotlist-import summary").press("Enter")
        table = "Entrée;Sortie;Plan\n10:00:02:00;10:00:03:00;Été au port".encode("cp1252")

        page.locator("[data-file]").set_input_files(
            {"name": "plans.csv", "mimeType": "text/csv", "buffer": table}
        )

        expect(page.locator("#shotlist-text")).to_have_value(table.decode("cp1252"))
        page.locator("[data-read]").press("Enter")
        expect(page.locator("[data-add]")).to_be_focused(**SLOWLY)
        page.keyboard.press("Enter")
        desk.save(page)
        assert desk.rows[2].description == "Été au port"

    def test_from_suggested_shots_where_there_is_no_row_yet(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        page.locator(".shotlist-import summary").press("Enter")

        page.locator("[data-suggest]").press("Enter")

        expect(page.locator("[data-suggest]")).to_be_disabled()
        expect(page.locator("#id_shots-FORMS > :not(.deleted)")).to_have_count(3)
        assert times(page)[2:] == [("10:00:02:10", "10:00:04:00")]

    def test_keeps_the_text_when_the_newsroom_does_not_answer(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        page.route("**/shotlists/paste/", lambda route: route.abort())
        page.locator(".shotlist-import summary").press("Enter")
        page.locator("#shotlist-text").fill("00:01 Wide")

        page.locator("[data-read]").press("Enter")

        expect(page.locator("[data-outcome]")).to_contain_text("does not answer")
        expect(page.locator("#shotlist-text")).to_have_value("00:01 Wide")


class TestScreen:
    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_is_clean_in_both_directions(self, desk: Desk, page: Page, language: str) -> None:
        ready(desk, page)
        page.evaluate("language => { document.documentElement.lang = language }", language)
        page.evaluate(
            "way => { document.documentElement.dir = way }", "rtl" if language == "ar" else "ltr"
        )
        page.locator(".shotlist-import summary").press("Enter")
        page.locator("#shotlist-text").fill("00:02-00:03 Wide\nx\n\ny")
        page.locator("[data-read]").press("Enter")
        expect(page.locator("[data-add]")).to_be_focused(**SLOWLY)

        results = Axe().run(page, context=[".shotlist-desk"])

        assert results.violations_count == 0, results.generate_report()

    def test_fits_a_telephone(self, desk: Desk, page: Page) -> None:
        page.set_viewport_size({"width": 320, "height": 800})
        ready(desk, page)

        width = page.locator(".shotlist-desk").evaluate("each => each.scrollWidth")
        room = page.locator(".shotlist-desk").evaluate("each => each.clientWidth")

        assert width <= room <= 320

    def test_counts_as_the_server_does(self, desk: Desk, page: Page) -> None:
        ready(desk, page)
        frames = [0, 1, 29, 1798, 1799, 1800, 1801, 17981, 17982, 53945, 89_999]

        for timing in COUNTS.values():
            counted = page.evaluate(COUNT_IN_THE_BROWSER, [_for_script(timing), frames])

            assert [text for text, _frame in counted] == [timing.timecode(at) for at in frames]
            assert [frame for _text, frame in counted] == frames


COUNT_IN_THE_BROWSER = """async ([timing, frames]) => {
  const script = document.querySelector("script[src*='shotlist/editor']").src;
  const { format, parse } = await import(new URL("./timecode.js", script));
  return frames.map((frame) => [format(frame, timing), parse(format(frame, timing), timing)]);
}"""


def _for_script(timing: Timing) -> dict[str, object]:
    return json.loads(
        json.dumps(
            {
                "numerator": timing.rate.numerator,
                "denominator": timing.rate.denominator,
                "start": timing.start_frame,
                "isDropFrame": timing.is_drop_frame,
                "count": timing.frame_count,
            }
        )
    )
