import pytest

from cms.core.mail.sealing import unseal_mapping
from cms.core.models import OutboxMessage
from tests.accounts.api.v1.clients import AppClient, BrowserClient
from tests.factories.accounts import PASSWORD, UserFactory

CLIENTS = {"browser": BrowserClient, "app": AppClient}
STRONG_PASSWORD = "Harbour-Lantern-4827"


@pytest.fixture(params=CLIENTS)
def new_client(request):
    """Return the maker of one kind of client; each is a device of its own."""
    return CLIENTS[request.param]


@pytest.fixture
def api(new_client):
    """Return a client of one kind; tests that use it run for both."""
    return new_client()


@pytest.fixture
def user(db):
    return UserFactory(email="ann@example.org")


@pytest.fixture
def signed_in(api, user):
    """Return the client with the user signed in."""
    api.sign_in(user, PASSWORD)
    return api


@pytest.fixture
def code_for():
    """Return the code mailed last to an address."""

    def read(address):
        mails = OutboxMessage.objects.filter(to=address).order_by("created_at")
        codes = [unseal_mapping(mail.sealed).get("code") for mail in mails]
        return [code for code in codes if code][-1]

    return read


@pytest.fixture
def registration():
    return {"email": "new@example.org", "password": STRONG_PASSWORD, "next": "/en/videos/tide/"}
