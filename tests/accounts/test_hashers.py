"""Hashing with the real hasher."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _real_hasher(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["accounts.hashers.NewsroomArgon2PasswordHasher"]


class TestHashing:
    def test_takes_what_owasp_recommends(self) -> None:
        assert make_password("Kettle-Compass-7315").startswith(
            "argon2$argon2id$v=19$m=19456,t=2,p=1$"
        )

    def test_fits_however_a_keyboard_spells_an_accent(self) -> None:
        composed, decomposed = "K\u00e9ttle-Compass-7315", "Ke\u0301ttle-Compass-7315"

        assert check_password(decomposed, make_password(composed))
        assert check_password(composed, make_password(decomposed))

    def test_keeps_apart_what_only_looks_alike(self) -> None:
        assert not check_password("Kettle-Compass-7315", make_password("Kettle-Compass-７315"))

    @pytest.mark.parametrize("typed", ["\ud800", "\0", "x" * 10_000_000, "\u202eKettle", "😀"])
    def test_answers_whatever_is_typed(self, typed: str) -> None:
        encoded = make_password("Kettle-Compass-7315")

        assert not check_password(typed, encoded)
        assert check_password(typed, make_password(typed))
