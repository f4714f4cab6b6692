"""Closing and exporting accounts from the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.services.closing import close_account
from tests.factories.accounts import UserFactory
from tests.factories.people import ADDRESS, AT, known_person

pytestmark = pytest.mark.django_db


def run(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


class TestCloseAccount:
    def test_takes_addresses_and_ids(self):
        by_address, by_id = UserFactory(), UserFactory()

        said = run("close_account", by_address.email, str(by_id.uuid))

        assert said.count("closed") == 2
        assert User.objects.filter(closed_at__isnull=False).count() == 2

    def test_does_nothing_when_one_is_unknown(self):
        user = UserFactory()

        with pytest.raises(CommandError, match="no account"):
            run("close_account", user.email, "nobody@example.org")

        assert User.objects.get(pk=user.pk).is_active

    def test_refuses_staff(self):
        with pytest.raises(CommandError, match="works here"):
            run("close_account", UserFactory(editor=True).email)

    def test_lists_what_a_restored_backup_would_bring_back(self):
        early, late = UserFactory(), UserFactory()
        close_account(early, at=AT.replace(year=2025))
        close_account(late, at=AT)

        listed = run("close_account", "--closed-since", "2026-09-14")

        assert listed.split() == [str(late.uuid)]
        assert "was closed already" in run("close_account", *listed.split())


class TestExportAccount:
    def test_prints_what_the_person_would_get(self, rf):
        known_person(rf)

        data = json.loads(run("export_account", ADDRESS))

        assert data["account"]["email"] == ADDRESS

    def test_says_when_nobody_has_the_address(self):
        with pytest.raises(CommandError, match="no account"):
            run("export_account", "nobody@example.org")
