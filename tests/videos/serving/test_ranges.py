"""The parts of a file that requests ask for."""

import pytest

from videos.serving.ranges import RangeRefused, Span, is_unchanged, requested_span

SIZE = 1_000_003
ETAG = '"abc"'


def _span(header: str, *, if_range: str = "", size: int = SIZE) -> Span | None:
    return requested_span(header, if_range, size=size, etag=ETAG)


@pytest.mark.parametrize(
    ("header", "start", "length"),
    [
        ("bytes=0-9", 0, 10),
        ("BYTES=0-1", 0, 2),
        ("bytes=0-", 0, SIZE),
        ("bytes=-10", SIZE - 10, 10),
        ("bytes=-99999999", 0, SIZE),
        ("bytes=999999-99999999", 999_999, 4),
        ("bytes=1000002-", SIZE - 1, 1),
    ],
)
def test_answers_a_part(header: str, start: int, length: int) -> None:
    assert _span(header) == Span(start, length)


@pytest.mark.parametrize("header", ["bytes=2000000-", "bytes=1000003-", "bytes=-0", "bytes=5-2"])
def test_refuses_what_lies_outside(header: str) -> None:
    with pytest.raises(RangeRefused):
        _span(header)


@pytest.mark.parametrize(
    "header",
    ["", "bytes=0-1,5-6", "bytes=x", "bytes=-", "lines=0-1", "bytes 0-1", "bytes=1.5-2",
     "bytes=" + "9" * 400 + "-"],
)  # fmt: skip
def test_gives_the_whole_file_for_what_it_does_not_understand(header: str) -> None:
    assert _span(header) is None


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=0-0", "bytes=-1"])
def test_refuses_every_part_of_an_empty_file(header: str) -> None:
    with pytest.raises(RangeRefused):
        _span(header, size=0)


def test_gives_the_part_while_the_version_is_the_same() -> None:
    assert _span("bytes=0-9", if_range=ETAG) == Span(0, 10)


@pytest.mark.parametrize("if_range", ['"old"', 'W/"abc"', "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_gives_the_whole_file_when_the_version_may_be_another(if_range: str) -> None:
    assert _span("bytes=0-9", if_range=if_range) is None


@pytest.mark.parametrize(
    ("known", "unchanged"),
    [('"abc"', True), ('W/"abc"', True), ('"x", "abc"', True), ("*", True), ('"x"', False)],
)
def test_knows_what_the_reader_has(known: str, unchanged: bool) -> None:
    assert is_unchanged(known, ETAG) is unchanged
