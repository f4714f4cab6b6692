"""The password policy as everybody else sees it."""

from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils import translation
from pytest_django import Settings

from accounts.models import MediaAccount
from accounts.passwords import breaches
from accounts.services.passwords import (
    PasswordRefusedError,
    check_password_policy,
    context_of,
    rules_for_display,
)
from cms.core.models import SiteProfile
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

GOOD = "Harbour-Lantern-4827"
WEAK = [
    "Motdepasse123!",
    "Password1234!",
    "Azerty123456!",
    "Bruxelles2026!",
    "Qwerty123456!",
    "Newsroom2026!",
    "P@ssw0rd1234",
    "Aaaaaaaaaaa1!",
    "Abcdefghij1!",
    "Welcome2026!!",
    "Juventus2026!",
    "Été2026!Été2026!",
    "M0td3p@ss3!!2026",
    "Soleil-Marseille2026!",
    "ParisParis2026!",
    "Janvier-2026-01!",
    "Пароль2026!Пароль",
    "Йцукен123456!",
    "كلمةالسر-Aa2026!",
    "2026!!Bruxelles",
]
STRONG = [
    GOOD,
    "Tr0ub4dor&Seine!",
    "k9#Vw2$Lq8!Zt4",
    "Xa7)" + "gT4-vB8+pQ1" * 11 + "y?M",
    "Schiefer.Kragen8Wolle",
    "Мандрівник-Ліхтар-73",
    "Ab1👩‍🚀🦊🌵🎻🧭🪁🛰️🧵",
]


def broken_by(password: str, *context: str) -> list[str]:
    """Return the codes of the rules that the password breaks."""
    try:
        check_password_policy(password, context=context)
    except PasswordRefusedError as refusal:
        return [rule.code for rule in refusal.rules]
    return []


class TestCheckPasswordPolicy:
    @pytest.mark.parametrize("password", WEAK)
    def test_refuses_well_known_ones(self, password: str) -> None:
        assert set(broken_by(password)) & {"too_common", "too_easy"}

    @pytest.mark.parametrize("password", STRONG)
    def test_accepts_strong_ones(self, password: str) -> None:
        assert broken_by(password) == []

    @pytest.mark.parametrize(
        ("password", "code"),
        [
            ("Hb-Lantern7", "too_short"),
            ("harbour-lantern-4827", "no_upper_case"),
            ("HARBOUR-LANTERN-4827", "no_lower_case"),
            ("Harbour-Lantern-Kiosk", "no_digit"),
            ("HarbourLantern4827x", "no_symbol"),
            ("Harbour Lantern-4827", "white_space"),
        ],
    )
    def test_names_the_one_rule_that_is_broken(self, password: str, code: str) -> None:
        assert broken_by(password) == [code]

    def test_names_all_broken_rules_at_once(self) -> None:
        codes = broken_by("mot de passe")

        assert codes == ["white_space", "no_upper_case", "no_digit", "no_symbol", "too_common"]

    def test_says_each_broken_rule_in_the_language_of_the_reader(self) -> None:
        with pytest.raises(PasswordRefusedError) as caught, translation.override("en"):
            check_password_policy("harbour lantern")

        messages = {rule.code: str(rule.message) for rule in caught.value.rules}
        assert messages["no_digit"] == "Add a digit."
        assert len(set(messages.values())) == len(messages) == 4

    @pytest.mark.parametrize(
        "space",
        [" ", "\t", "\n", "\r", "\x0b", "\x85", "\xa0", "\u2009", "\u3000", "\u2028", "\u2029"]
        + ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202e", "\u2060", "\ufeff", "\0"],
    )
    def test_takes_every_unicode_space_and_invisible_character_for_a_space(
        self, space: str
    ) -> None:
        assert broken_by(f"Harbour{space}Lantern-4827") == ["white_space"]
        assert broken_by(f"{space}Harbour-Lantern-4827") == ["white_space"]
        assert broken_by(f"Harbour-Lantern-4827{space}") == ["white_space"]

    def test_counts_emoji_as_symbols_and_lets_them_be_joined(self) -> None:
        assert broken_by("Harbour👩‍🚀Lantern👩🏽‍🚒4827") == []
        assert broken_by("HarbourLantern4827❤️‍🔥") == []

    def test_counts_letters_and_digits_of_every_script(self) -> None:
        assert broken_by("Ліхтар-Мандрівник-٤٨٢٧") == []

    def test_counts_an_accent_with_its_letter(self) -> None:
        assert "too_short" in broken_by("Ke\u0301tt-L\u00e94827")

    def test_accepts_128_characters_and_no_more(self) -> None:
        longest = ("Kettle-93vX?" * 11)[:100] + "gT4-vB8+pQ1zR6=wN2;hJ5~mD7!"
        longest += "z" * (128 - len(longest))

        assert broken_by(longest) == []
        assert broken_by(longest + "x") == ["too_long"]

    def test_refuses_ten_megabytes_for_their_length_alone(self) -> None:
        endless = "aA1!" * (10 * 1024 * 1024 // 4)

        assert broken_by(endless) == ["too_long"]

    @pytest.mark.parametrize("unreadable", ["\ud800Harbour", "Harbour-Lantern-4827\udc80"])
    def test_says_that_half_a_surrogate_pair_cannot_be_read(self, unreadable: str) -> None:
        assert broken_by(unreadable) == ["unreadable"]

    @pytest.mark.parametrize("empty", ["", "\u0301", "😀", "123456", "!!!"])
    def test_has_an_answer_for_a_text_without_letters(self, empty: str) -> None:
        assert "too_short" in broken_by(empty)


class TestContext:
    @pytest.mark.parametrize(
        ("password", "known"),
        [
            ("Ada.Lovelace-1815!", "ada.lovelace@example.org"),
            ("Kettle-Lovelace-4827", "Lovelace"),
            ("L0vel4ce-Kettle-827", "Lovelace"),
            ("Ecalevol-Kettle-82!", "Lovelace"),
            ("Broadcasting-Kiosk-9!", "Seine Broadcasting Union"),
            ("Anna-2026-Anna!!x", "Anna"),
            ("Müller-Kettle-4827", "MULLER"),
            ("Kettle-Hafenradio-48", "info@hafenradio.example"),
            ("Шевченко-Kettle-48", "Шевченко"),
        ],
    )
    def test_is_refused_in_the_password(self, password: str, known: str) -> None:
        assert "too_similar" in broken_by(password, known)

    @pytest.mark.parametrize("known", ["", "@", "Ada", "x@y.org", "Li", "org@example.org", "🦊"])
    def test_of_few_letters_forbids_nothing_strong(self, known: str) -> None:
        assert broken_by(GOOD, known) == []

    def test_may_be_endless(self) -> None:
        assert broken_by(GOOD, "x" * 10_000_000) == []

    def test_is_read_from_the_user(self) -> None:
        user = UserFactory(email="ada@example.org", first_name="Ada", last_name="Lovelace")
        MediaAccount.objects.create(user=user, organisation="Seine Radio")

        assert context_of(user) == ["ada@example.org", "Ada", "Lovelace", "Seine Radio"]
        assert context_of(None) == []


class TestSiteWords:
    def test_are_common_where_the_site_bears_that_name(self, settings: Settings) -> None:
        assert broken_by("Halcyonette-2026!") == []

        settings.WAGTAIL_SITE_NAME = "Halcyonette"

        assert broken_by("Halcyonette-2026!") == ["too_common"]

    def test_include_the_organisation_in_every_language(self, settings: Settings) -> None:
        SiteProfile.objects.update(organisation="Halcyonette Union")

        assert broken_by("Halcyonette-2026!") == ["too_common"]


class TestBreachedPasswords:
    def test_are_refused(self, settings: Settings, tmp_path: Path) -> None:
        settings.DATA_DIR = tmp_path
        breaches.list_path().write_bytes(breaches.prefix_of(GOOD))

        assert broken_by(GOOD) == ["breached"]

    def test_are_not_looked_for_without_a_list(self, settings: Settings, tmp_path: Path) -> None:
        settings.DATA_DIR = tmp_path

        assert broken_by(GOOD) == []


class TestNistProfile:
    @pytest.fixture(autouse=True)
    def _nist(self, settings: Settings) -> None:
        settings.PASSWORD_PROFILE = "nist"

    def test_asks_for_length_and_no_kinds_of_characters(self) -> None:
        assert broken_by("kettle harbour lantern") == []
        assert broken_by("kettle harbour") == ["too_short"]

    @pytest.mark.parametrize("invisible", ["\t", "\n", "\0", "\u200b", "\u2028", "\u202e"])
    def test_refuses_invisible_characters_but_no_spaces(self, invisible: str) -> None:
        assert broken_by("kettle\u00a0harbour\u2009lantern") == []
        assert broken_by(f"kettle{invisible}harbour lantern") == ["invisible"]

    @pytest.mark.parametrize("password", ["motdepasse motdepasse", "aaaaaaaaaaaaaaaaaaaa"])
    def test_refuses_what_is_easy_to_guess(self, password: str) -> None:
        assert broken_by(password) == ["too_common"]


class TestRulesForDisplay:
    @pytest.mark.parametrize(
        ("profile", "codes"),
        [
            (
                "requirement",
                "too_short white_space no_upper_case no_lower_case no_digit no_symbol guessable",
            ),
            ("nist", "too_short invisible guessable"),
        ],
    )
    def test_lists_each_rule_of_the_profile(
        self, settings: Settings, profile: str, codes: str
    ) -> None:
        settings.PASSWORD_PROFILE = profile

        assert [rule.code for rule in rules_for_display()] == codes.split()


class TestDjangosValidators:
    def test_give_each_broken_rule_its_code(self) -> None:
        with pytest.raises(ValidationError) as caught:
            validate_password("motdepasse", UserFactory.build())

        codes = {error.code for error in caught.value.error_list}
        assert codes == {"too_short", "no_upper_case", "no_digit", "no_symbol", "too_common"}

    def test_know_the_user(self) -> None:
        with pytest.raises(ValidationError, match="Leave out your name"):
            validate_password("Kettle-Lovelace-48", UserFactory.build(last_name="Lovelace"))

    def test_hold_the_library_that_signs_people_in_to_the_policy(self) -> None:
        with pytest.raises(ValidationError) as caught:
            get_adapter().clean_password("Motdepasse123!")

        assert [error.code for error in caught.value.error_list] == ["too_common"]

    def test_explain_the_rules(self) -> None:
        assert "Use at least 12 characters." in password_validators_help_texts()[0]
