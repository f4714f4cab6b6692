"""What a person reads when the newsroom is up."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from cms.settings.second_factor import NAME, OPTIONAL


def welcome_lines(*, first_administrator_link: str = "") -> Iterator[str]:
    """Yield the addresses, who may sign in with what, and how to stop."""
    yield ""
    yield "The newsroom is ready."
    yield ""
    for name, path in (
        ("Site", f"/{settings.LANGUAGE_CODE}/"),
        ("Editor", "/cms/"),
        ("API", "/api/v1/"),
        ("API documentation", "/api/docs/"),
    ):
        yield f"  {name:<18} {settings.BASE_URL}{path}"
    yield ""
    yield from _accounts(settings.DATA_DIR / "demo-accounts.json")
    yield from _second_factor()
    if first_administrator_link:
        yield "  Make the first administrator with this link, which works once, on this machine:"
        yield f"  {first_administrator_link}"
        yield ""
    yield "Ctrl-C stops it."
    yield ""


def _second_factor() -> Iterator[str]:
    if settings.STAFF_SECOND_FACTOR == OPTIONAL:
        yield "  The second factor of staff is switched off. This is for a demo only."
    else:
        yield "  Staff set up a second factor at their first sign-in, with any authenticator app."
        if settings.DEMO:
            yield f"  To try the demo without one:  {NAME}={OPTIONAL} make run"
    yield ""


def _accounts(path: Path) -> Iterator[str]:
    try:
        accounts = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    rows = [("Sign in as", "E-mail", "Password")]
    rows += [
        (role.replace("_", " "), account["email"], account["password"])
        for role, account in accounts.items()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for role, email, password in rows:
        yield f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {password}"
    yield ""
