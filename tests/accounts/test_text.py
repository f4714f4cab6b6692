"""Names and organisations as people paste them."""

import pytest
from django.core.exceptions import ValidationError

from accounts.text import clean_line, tidy_line, without_invisible


class TestCleanLine:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  Ada   Lovelace ", "Ada Lovelace"),
            ("Jose\u0301", "José"),
            ("مها\u200f العلي", "مها العلي"),
            ("\u202eadA\u202c", "adA"),
            ("A\u200bd\u2060a\ufeff", "Ada"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("Ada\u200c", "Ada"),
            ("Zoë \U0001f600", "Zoë \U0001f600"),
            ("Léa\u00a0Martin", "Léa Martin"),
        ],
    )
    def test_keeps_what_can_be_seen(self, typed, kept):
        assert clean_line(typed) == kept

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("Ada\r\nBcc: everybody@example.org", "control_character"),
            ("Ada\u2028Lovelace", "control_character"),
            ("Ada\tLovelace", "control_character"),
            ("Ada\x00", "control_character"),
            ("Ada\x1b[31m", "control_character"),
            ("Ada\ud800", "character"),
            ("Win at https://evil.example/", "link"),
            ("WWW.evil.example", "link"),
        ],
    )
    def test_refuses_the_rest_with_a_code(self, typed, code):
        with pytest.raises(ValidationError) as refusal:
            clean_line(typed)

        assert refusal.value.code == code


class TestWithoutInvisible:
    def test_an_address_loses_what_was_pasted_along(self):
        assert without_invisible("\u200fada@exam\u200bple.org\u202c") == "ada@example.org"


class TestTidyLine:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Ann\r\nBcc: bob@example.org", "Ann Bcc: bob@example.org"),
            ("\u202eAnn\u200b\x00 \t Lee", "Ann Lee"),
            ("\ud800", ""),
            ("می\u200cخواهم", "می\u200cخواهم"),
        ],
    )
    def test_keeps_one_visible_line_of_anything(self, typed, kept):
        assert tidy_line(typed) == kept
