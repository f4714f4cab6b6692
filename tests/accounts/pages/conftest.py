"""Walking through the account screens as a browser without script does."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.core.mail.sealing import unseal_mapping
from cms.core.models import OutboxMessage

PASSWORD = "Harbour-Lantern-4827"
EMAIL = "ann@broadcaster.example"


@pytest.fixture
def parse() -> Callable[[Any], BeautifulSoup]:
    return lambda response: BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def mailed_code() -> Callable[..., str]:
    """Return the code mailed last to an address."""

    def read(address: str = EMAIL) -> str:
        rows = OutboxMessage.objects.filter(to=address).order_by("created_at", "pk")
        codes = [unseal_mapping(row.sealed).get("code") for row in rows]
        return [code for code in codes if code][-1]

    return read


@pytest.fixture
def wrong_code(mailed_code) -> Callable[..., str]:
    """Return six digits that the code mailed last is not."""
    return lambda address=EMAIL: f"{(int(mailed_code(address)) + 1) % 10**6:06}"


@pytest.fixture
def register(client: Client) -> Callable[..., Any]:
    """Send the registration form."""

    def send(*, locale: str = "en", using: Client | None = None, **fields: Any) -> Any:
        values = {"email": EMAIL, "password": PASSWORD} | fields
        return (using or client).post(f"/{locale}/account/register/", values)

    return send


@pytest.fixture
def start_reset(client: Client) -> Callable[..., Any]:
    """Send the form of a forgotten password."""

    def send(email: str, *, locale: str = "en", using: Client | None = None, **fields: Any) -> Any:
        values = {"email": email} | fields
        return (using or client).post(f"/{locale}/account/reset/", values)

    return send
