"""A copy of the database or of the log is worth nothing to a thief."""

import logging
import re

import pytest
from django.apps import apps
from django.db import connection

from accounts.services.verification import verify
from tests.accounts.services.conftest import NOON, PASSWORD
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADDRESSES = ["ann@example.org", "bob@example.org", "cem@example.org"]


def dump():
    """Return every value of every table as text."""
    lines = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                lines += [repr([_readable(value) for value in row]) for row in cursor.fetchall()]
    return "\n".join(lines)


def _readable(value):
    return bytes(value) if isinstance(value, memoryview) else value


def is_leaked(codes, text):
    """Say whether every code stands in the text; a timestamp may look like one of them."""
    return all(re.search(rf"(?<![0-9a-zA-Z]){code}(?![0-9a-zA-Z])", text) for code in codes)


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


class TestTheCode:
    def test_stands_nowhere_while_the_mail_waits(self, start_registration, code_for, log):
        flows = [start_registration(address) for address in ADDRESSES]
        codes = [code_for(address) for address in ADDRESSES]

        assert not is_leaked(codes, dump())
        assert not is_leaked(codes, log.text + repr(flows))

    def test_stands_nowhere_when_the_mail_has_gone(
        self, start_reset, read_mail, log, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            for address in ADDRESSES:
                start_reset(UserFactory(email=address).email)
        texts = [mail.get_body(["plain"]).get_content() for mail in read_mail()]
        codes = [re.search(r"^    (\d{6})\r?$", text, re.MULTILINE)[1] for text in texts]

        assert len(codes) == 3
        assert not is_leaked(codes, dump())
        assert not is_leaked(codes, log.text)

    def test_stands_nowhere_after_it_was_typed(self, start_registration, code_for, log):
        codes, brought = [], []
        for address in ADDRESSES:
            flow = start_registration(address)
            codes.append(code_for(address))
            brought.append(verify(flow_id=flow.id, code=codes[-1], secret=flow.secret, at=NOON))

        assert not is_leaked(codes, dump())
        assert not is_leaked(codes, log.text + repr(brought))

    def test_would_be_found_by_this_search(self, start_registration, code_for):
        start_registration(ADDRESSES[0], next_page="/en/")
        code = code_for(ADDRESSES[0])
        UserFactory(first_name=code)

        assert is_leaked([code], dump())


class TestTheOtherSecrets:
    def test_stand_nowhere(self, start_registration, start_reset, code_for, log):
        flow = start_registration("ann@example.org")
        UserFactory(email="bob@example.org")
        reset = start_reset("bob@example.org")
        verified = verify(
            flow_id=reset.id, code=code_for("bob@example.org"), secret=reset.secret, at=NOON
        )

        everything = dump() + log.text + repr((flow, reset, verified))

        for secret in (flow.secret, reset.secret, verified.ticket, PASSWORD):
            assert secret
            assert secret not in everything
