"""Hashing in the thread of a web process."""

import os
import sys
import threading

import pytest
from django.contrib.auth.hashers import make_password
from pytest_django import Settings

from accounts import hashing
from accounts.hashing import behind_readers
from tests.factories.accounts import PASSWORD, UserFactory


@pytest.fixture
def _in_a_web_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_threads", [])
    hashing.step_back()


@pytest.mark.usefixtures("_in_a_web_process")
class TestBehindReaders:
    def test_returns_what_the_work_returns(self) -> None:
        assert behind_readers(lambda: 7) == 7

    def test_raises_what_the_work_raises(self) -> None:
        with pytest.raises(KeyError):
            behind_readers(lambda: {}["missing"])

    def test_works_in_one_thread_that_takes_less_time(self) -> None:
        number = behind_readers(threading.get_native_id)

        assert behind_readers(threading.get_native_id) == number
        assert number != threading.get_native_id()
        if sys.platform == "linux":
            own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
            assert os.getpriority(os.PRIO_PROCESS, number) == min(
                own + hashing.NICENESS, hashing.NICEST
            )

    def test_hashes_as_elsewhere(self, settings: Settings) -> None:
        settings.PASSWORD_HASHERS = ["accounts.hashers.NewsroomArgon2PasswordHasher"]
        user = UserFactory.build(password=make_password(PASSWORD))

        assert user.check_password(PASSWORD)
        assert not user.check_password(PASSWORD + "x")


class TestElsewhere:
    def test_works_where_it_is(self) -> None:
        assert behind_readers(threading.get_native_id) == threading.get_native_id()
