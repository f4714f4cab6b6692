"""What a machine that only works must share with the others."""

import sys

import pytest
from django.core.management.base import OutputWrapper
from django.db import connection
from pytest_django import Settings

from cms.delivery.fingerprint import refresh_if_changed
from cms.website.startup import joining, programs
from cms.website.startup.errors import StartRefusedError
from cms.website.startup.steps import run_steps

pytestmark = pytest.mark.django_db


def say(line: str) -> None:
    """Keep it."""


class TestServices:
    def test_that_are_not_shared_are_named(self) -> None:
        with pytest.raises(StartRefusedError, match="TASKS_URL, S3_BUCKET must be set") as refusal:
            joining.check_services(say)

        assert ("DATABASE_URL" in str(refusal.value)) == (connection.vendor == "sqlite")


class TestTheNewsroom:
    def test_of_the_same_version_and_key_takes_the_machine(self) -> None:
        refresh_if_changed()

        assert joining.check_newsroom(say) == ""

    def test_that_never_started_does_not(self) -> None:
        with pytest.raises(StartRefusedError, match="SECRET_KEY"):
            joining.check_newsroom(say)

    def test_with_another_key_does_not(self, settings: Settings) -> None:
        refresh_if_changed()
        settings.SECRET_KEY = "of-another-machine-" + "y" * 48

        with pytest.raises(StartRefusedError, match="another SECRET_KEY"):
            joining.check_newsroom(say)


class TestWork:
    def test_is_media_work_by_as_many_as_wanted(self) -> None:
        names = [program.name for program in programs.build_media_workers(3)]

        assert names == ["worker media", "worker media 2", "worker media 3"]

    def test_may_be_left_to_other_machines(self, settings: Settings) -> None:
        settings.MEDIA_WORKERS = 0

        names = [program.name for program in programs.build_programs()]

        assert names == ["web", "files", "worker default", "scheduler"]

    def test_ends_with_the_first_step_that_refuses(self, capsys: pytest.CaptureFixture) -> None:
        with pytest.raises(StartRefusedError):
            run_steps(joining.STEPS[1:], OutputWrapper(sys.stdout))

        assert capsys.readouterr().out == "[1/5] Looking for the services that are shared"
