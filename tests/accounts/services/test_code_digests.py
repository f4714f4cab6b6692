"""Making codes and keeping digests of them."""

import uuid

import pytest

from accounts.services.code_digests import digest_of, fits, new_code, read_digits


class TestNewCode:
    def test_is_six_digits_every_time(self):
        codes = {new_code() for _ in range(500)}

        assert all(len(code) == 6 and code.isascii() and code.isdigit() for code in codes)
        assert len(codes) > 490

    def test_comes_from_the_systems_source_of_randomness(self, monkeypatch):
        monkeypatch.setattr("secrets.randbelow", lambda bound: 42 if bound == 10**6 else 0)

        assert new_code() == "000042"


class TestReadDigits:
    @pytest.mark.parametrize(
        "typed",
        [
            "123456",
            " 123 456 ",
            "123-456",
            "123\u00a0456",
            "12\u200b3456",
            "Code: 123456.",
            "١٢٣٤٥٦",
            "۱۲۳۴۵۶",
            "१२३४५६",
            "１２３４５６",
        ],
    )
    def test_reads_the_digits_in_whatever_script(self, typed):
        assert read_digits(typed) == "123456"

    @pytest.mark.parametrize("typed", ["", "abc", "¹²³⁴⁵⁶", "①②③", "½"])
    def test_reads_nothing_where_no_decimal_digit_stands(self, typed):
        assert read_digits(typed) == ""

    def test_stops_reading_a_pasted_novel(self):
        assert read_digits("x" * 10_000_000 + "123456") == ""


class TestFits:
    def test_says_yes_to_the_value_in_its_flow(self):
        flow = uuid.uuid4()

        assert fits(digest_of(flow, "123456"), flow, "123456")

    def test_says_no_in_another_flow(self):
        assert not fits(digest_of(uuid.uuid4(), "123456"), uuid.uuid4(), "123456")

    def test_says_no_to_another_value(self):
        flow = uuid.uuid4()

        assert not fits(digest_of(flow, "123456"), flow, "123457")

    def test_depends_on_the_secret_key(self, settings):
        flow = uuid.uuid4()
        digest = digest_of(flow, "123456")

        settings.SECRET_KEY = "another-key-" + "y" * 48

        assert not fits(digest, flow, "123456")

    def test_honours_keys_that_were_rotated_out(self, settings):
        flow = uuid.uuid4()
        digest = digest_of(flow, "123456")

        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another-key-" + "y" * 48

        assert fits(digest, flow, "123456")

    def test_says_no_to_what_no_encoding_knows(self):
        flow = uuid.uuid4()

        assert not fits(digest_of(flow, "123456"), flow, "\ud800")
