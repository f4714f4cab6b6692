"""What another team does first: make a client of the description, and use it over HTTP."""

import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from cms.api import description

EMAIL = "ann@broadcaster.example"
PASSWORD = "Harbour-Lantern-4827"
VIDEO = "/fr/videos/maree/"
PACKAGE = "newsroom_client"
GENERATOR = Path(sys.executable).with_name("openapi-python-client")

Load = Callable[[str], Any]


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    """Generate the client in a folder of its own, and return how to import a module of it."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "config.yaml").write_text("post_hooks: []\n")
    subprocess.run(
        [
            *(GENERATOR, "generate", "--meta", "none"),
            *("--path", description.FILE, "--config", folder / "config.yaml"),
            *("--output-path", folder / PACKAGE),
        ],
        check=True,
    )
    sys.path.insert(0, str(folder))
    yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def newsroom(live_server: Any, settings: Any, tmp_path: Path) -> str:
    settings.BASE_URL = live_server.url
    settings.MAIL_DIR = tmp_path / "mail"
    return live_server.url


@pytest.fixture
def mailed_code(newsroom: str, settings: Any) -> Callable[[], str]:
    """Return the code in the newest mail file."""

    def read() -> str:
        newest = max(settings.MAIL_DIR.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        message = message_from_bytes(newest.read_bytes(), policy=policy.default)
        return re.search(r"\b\d{6}\b", message.get_body(("plain",)).get_content()).group()

    return read


@pytest.fixture
def registration(load: Load) -> Any:
    model = load("models.registration").Registration
    return model.from_dict({"email": EMAIL, "password": PASSWORD, "next": VIDEO, "locale": "fr"})


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def account(load: Load, operation: str) -> Any:
    """Return one operation on accounts."""
    return load(f"api.account.{operation}").sync


def verification(load: Load, flow: Any, code: str) -> Any:
    return load("models.verification").Verification(flow=flow.flow, code=code, secret=flow.secret)


def test_an_app_registers_verifies_and_signs_in(
    load: Load, newsroom: str, mailed_code: Callable[[], str], registration: Any
) -> None:
    app = load("client").Client(base_url=newsroom, headers={"X-Client": "app"})
    flow = account(load, "register_account")(client=app, body=registration)
    verify, code = account(load, "verify_code"), mailed_code()

    refused = verify(client=app, body=verification(load, flow, wrong(code)))
    verified = verify(client=app, body=verification(load, flow, code))

    assert (refused.status, refused.attempts_left) == (422, 4)
    assert (verified.next_, verified.account.email) == (VIDEO, EMAIL)
    member = load("client").AuthenticatedClient(
        base_url=newsroom,
        token=verified.session_token,
        prefix="",
        auth_header_name="X-Session-Token",
        headers={"X-Client": "app"},
    )
    assert account(load, "get_account")(client=member).preferred_language == "fr"
    account(load, "sign_out")(client=member)
    assert account(load, "get_account")(client=member).status == 401

    credentials = load("models.credentials").Credentials(email=EMAIL, password=PASSWORD)
    assert account(load, "sign_in")(client=app, body=credentials).account.email == EMAIL


def test_a_browser_registers_and_verifies(
    load: Load, newsroom: str, mailed_code: Callable[[], str], registration: Any
) -> None:
    with load("client").Client(base_url=newsroom) as browser:
        session = account(load, "get_session")(client=browser)
        browser.get_httpx_client().headers["X-CSRFToken"] = session.csrf_token
        flow = account(load, "register_account")(client=browser, body=registration)

        verified = account(load, "verify_code")(
            client=browser, body=verification(load, flow, mailed_code())
        )

        assert verified.authenticated
        assert account(load, "get_session")(client=browser).account.email == EMAIL
    assert User.objects.get().email == EMAIL


def test_broken_rules_of_a_password_come_one_by_one(
    load: Load, newsroom: str, registration: Any
) -> None:
    app = load("client").Client(base_url=newsroom, headers={"X-Client": "app"})
    registration.password = "short"

    problem = account(load, "register_account")(client=app, body=registration)

    assert problem.status == 400
    assert {fault.pointer for fault in problem.errors} == {"/password"}
    assert {"too_short", "no_digit"} <= {fault.code for fault in problem.errors}
