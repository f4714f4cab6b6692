"""Flows with mailed codes, and reading the codes as their recipients do."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.services.password_reset import request_reset
from accounts.services.registration import Profile, register
from cms.core.mail.sealing import unseal_mapping
from cms.core.models import OutboxMessage

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSWORD = "Harbour-Lantern-4827"


@pytest.fixture
def noon():
    return NOON


@pytest.fixture
def later():
    """Return the instant so many minutes and seconds after noon."""
    return lambda minutes=0, seconds=0: NOON + timedelta(minutes=minutes, seconds=seconds)


@pytest.fixture
def start_registration():
    def start(email="ann@example.org", *, password=PASSWORD, at=NOON, **options):
        values = {
            "profile": Profile(),
            "next_page": "",
            "locale": "en",
            "terms_version": 0,
        } | options
        return register(email=email, password=password, at=at, **values)

    return start


@pytest.fixture
def start_reset():
    def start(email, *, at=NOON, next_page="", locale="en"):
        return request_reset(email=email, next_page=next_page, locale=locale, at=at)

    return start


@pytest.fixture
def mails_to():
    """Return what was queued for an address, oldest first."""
    return lambda address: list(OutboxMessage.objects.filter(to=address).order_by("created_at"))


@pytest.fixture
def code_for(mails_to):
    """Return the code mailed last to an address."""

    def read(address):
        codes = [unseal_mapping(mail.sealed).get("code") for mail in mails_to(address)]
        return [code for code in codes if code][-1]

    return read


@pytest.fixture
def wrong_code_for(code_for):
    """Return six digits that the code mailed last is not."""
    return lambda address: f"{(int(code_for(address)) + 1) % 10**6:06}"
