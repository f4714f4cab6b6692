"""Fields that several forms have."""

import pytest
from django.core.exceptions import ValidationError

from accounts.pages.forms.base import NewPasswordMixin, email_field


class TestPasswordStatuses:
    @pytest.mark.parametrize(("profile", "total"), [("requirement", 6), ("nist", 2)])
    def test_hold_a_sentence_for_each_number_of_rules(self, settings, profile, total):
        settings.PASSWORD_PROFILE = profile

        sentences = NewPasswordMixin().password_statuses().split("\n")

        assert len(sentences) == total + 1
        assert sentences[0] == f"0 of {total} rules are met."
        assert sentences[1] == f"1 of {total} rules is met."
        assert sentences[total] == f"{total} of {total} rules are met."


class TestEmailField:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("\u200bAnn+news@Example.org ", "ann+news@example.org"),
            ("ann@xn--bcher-kva.example", "ann@bücher.example"),
        ],
    )
    def test_spells_an_address_as_it_is_kept(self, typed, kept):
        assert email_field().clean(typed) == kept

    @pytest.mark.parametrize("domain", ["ü" * 60 + ".example", "\ud800.example"], ids=ascii)
    def test_refuses_an_address_no_mail_can_be_sent_to(self, domain):
        with pytest.raises(ValidationError) as refusal:
            email_field().clean(f"ann@{domain}")

        assert refusal.value.code == "invalid"

    def test_says_that_a_long_one_is_too_long(self):
        with pytest.raises(ValidationError) as refusal:
            email_field().clean("ann@" + ".".join(["example"] * 35))

        assert [error.code for error in refusal.value.error_list] == ["max_length"]
