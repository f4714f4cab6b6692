"""One spelling for an e-mail address."""

import pytest

from accounts.addresses import normalise_address


class TestNormaliseAddress:
    @pytest.mark.parametrize(
        ("typed", "spelling"),
        [
            ("  Ann@Example.ORG ", "ann@example.org"),
            ("ann+news@example.org", "ann+news@example.org"),
            ("ann@BÜCHER.example", "ann@bücher.example"),
            ("ann@bu\u0308cher.example", "ann@bücher.example"),
            ("ann@XN--bcher-kva.example", "ann@bücher.example"),
            ("ann@ｅxample。org", "ann@example.org"),
            ("ann@مثال.إختبار", "ann@مثال.إختبار"),
        ],
    )
    def test_is_the_same_however_it_was_typed(self, typed, spelling):
        assert normalise_address(typed) == spelling

    def test_names_the_domain_that_the_mail_goes_to(self):
        assert normalise_address("ann@straße.example") == "ann@strasse.example"
        assert normalise_address("ann@xn--strae-oqa.example") == "ann@xn--strae-oqa.example"

    @pytest.mark.parametrize(
        "typed", ["", "ann", "@", "ann@..ü", "ann@" + "ü" * 70, "a@" + "ü." * 5_000, "\ud800@ü"]
    )
    def test_leaves_to_others_to_refuse_what_is_none(self, typed):
        assert normalise_address(normalise_address(typed)) == normalise_address(typed)
