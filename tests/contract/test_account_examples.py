"""The examples of the account API are what was really sent and answered, step by step.

They are kept as files beside the API and reviewed as a diff. ``UPDATE_GOLDEN=1`` writes them anew.
"""

import json
import os
import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from accounts.api.v1 import examples
from accounts.models import CodeAllowance, NoticeEdition, User
from tests.accounts.api.v1.clients import BrowserClient, components, document

pytestmark = pytest.mark.django_db

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
# Whatever is a secret, or made at random.
SECRETS = {"secret", "ticket", "csrf_token"}
SESSION_ID = re.compile(r"\b[0-9a-f]{32}\b")
PASSWORD = "Harbour-Lantern-4827"
EMAIL = "ann@broadcaster.example"
# Enough of the export to show what it is like.
EXPORTED = ("exported_at", "account", "media_account")


class Recorder:
    """Sends requests, and keeps the first request and answer of each operation."""

    def __init__(self) -> None:
        self.client = BrowserClient(**{"User-Agent": "Mozilla/5.0"})
        self.kept: dict[str, Any] = {}

    def send(self, operation: str, method: str, path: str, body: Any = None) -> Any:
        arguments = (path, body) if body else (path,)
        response = getattr(self.client, method)(*arguments)
        assert response.status_code < 300, response.content
        content = response.json() if response.content else None
        if body:
            self.kept[f"{operation}.request"] = body
        if content is not None:
            self.kept[operation] = content
        return content


def settle(name: str, value: Any) -> Any:
    """Replace what differs between runs."""
    if isinstance(value, dict):
        return {key: settle(key, item) for key, item in value.items()}
    if isinstance(value, list):
        return [settle(name, item) for item in value]
    return settle_text(name, value) if isinstance(value, str) else value


def settle_text(name: str, value: str) -> str:
    if name in SECRETS:
        return f"{name}-8Zr2vQ"
    if name == "ip_address":
        return "192.0.2.17"
    if name == "code" and value.isdecimal():
        return "734 211"
    value = SESSION_ID.sub("4b1d0f6c2a9e47d8b5c3e1f7a6908d2b", value)
    value = INSTANT.sub("2026-11-22T12:30:00Z", value)
    return UUID.sub("7c9e6679-7425-40de-944b-e07fc1f90ae7", value)


@pytest.fixture
def recorded(code_for, settings):
    settings.MFA_TOTP_PERIOD = 10**9  # no code ends while a test is running
    NoticeEdition.objects.create(
        kind="terms",
        version=2,
        locale="en",
        title="Terms of use",
        body_html="<p>Name the source.</p>",
        change_note="Clips may be shared.",
        published_at=timezone.now(),
    )
    recorder = Recorder()
    register(recorder, code_for)
    look_around(recorder)
    reset(recorder, code_for)
    move_and_leave(recorder, code_for)
    return recorder.kept


def register(recorder, code_for):
    recorder.send("get_session", "get", "session")
    recorder.send("list_password_rules", "get", "password?locale=en")
    recorder.send("get_terms", "get", "terms?locale=en")
    started = recorder.send(
        "register_account",
        "post",
        "register",
        {
            "email": EMAIL,
            "password": PASSWORD,
            "first_name": "Ann",
            "organisation": "Channel 5",
            "country_code": "BE",
            "terms_version": 2,
            "next": "/en/videos/tide/",
            "locale": "en",
        },
    )
    CodeAllowance.objects.all().delete()  # as if a minute had passed
    recorder.send("resend_code", "post", "resend", {"flow": started["flow"]})
    proof = {"flow": started["flow"], "code": code_for(EMAIL), "secret": started["secret"]}
    recorder.send("verify_code", "post", "verify", proof)


def look_around(recorder):
    recorder.send("get_account", "get", "me")
    recorder.send(
        "change_account", "patch", "me", {"position": "Camera", "preferred_language": "fr"}
    )
    recorder.send("accept_terms", "post", "terms", {"version": 2, "locale": "en"})
    offer = recorder.send("list_subscriptions", "get", "subscriptions?locale=en")["offers"][0]
    body = {"locale": "en", "shown": offer["consent_text"]}
    made = recorder.send("subscribe", "post", "subscriptions", body)
    recorder.send("end_subscription", "delete", f"subscriptions/{made['id']}")
    everything = recorder.send("export_account", "post", "export")
    recorder.kept["export_account"] = {name: everything[name] for name in EXPORTED}
    recorder.send("list_sessions", "get", "sessions")
    recorder.send("end_other_sessions", "delete", "sessions")
    recorder.send("sign_out", "delete", "session")
    body = {"email": EMAIL, "password": PASSWORD, "next": "/en/videos/tide/"}
    recorder.send("sign_in", "post", "session", body)


def reset(recorder, code_for):
    started = recorder.send(
        "reset_password", "post", "reset", {"email": EMAIL, "next": "/en/videos/tide/"}
    )
    content = recorder.client.post(
        "verify", {"flow": started["flow"], "code": code_for(EMAIL)}
    ).json()
    body = {"flow": started["flow"], "ticket": content["ticket"], "password": PASSWORD + "1"}
    recorder.send("set_password", "post", "password", body)


def move_and_leave(recorder, code_for):
    user = User.objects.get(email=EMAIL)
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    password = PASSWORD + "1"
    assert (
        recorder.client.post("session", {"email": EMAIL, "password": password}).status_code == 401
    )
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    recorder.send("send_second_factor", "post", "session/second-factor", {"code": code})
    body = {"email": "ann@newsroom.example", "password": password}
    recorder.send("change_address", "post", "email", body)
    recorder.send("close_account", "delete", "me", {"password": password})


def test_are_the_recorded_ones(recorded, settings):
    for name, value in recorded.items():
        file = examples.FOLDER / f"{name}.json"
        text = json.dumps(settle("", value), indent=2, ensure_ascii=False) + "\n"
        text = text.replace(settings.BASE_URL, "https://newsroom.example")
        if os.environ.get("UPDATE_GOLDEN") == "1":
            file.write_text(text, "utf-8")
        assert json.loads(text) == json.loads(file.read_text("utf-8")), name


def described() -> list[tuple[str, dict[str, Any]]]:
    """Return every body of the account API that has examples to have: its name and content."""
    found = []
    for path, methods in document()["paths"].items():
        for operation in methods.values() if "/account/" in path else ():
            name = operation["operationId"]
            if "requestBody" in operation:
                found.append((f"{name}.request", operation["requestBody"]["content"]))
            found += [
                (name, answer["content"])
                for status, answer in operation["responses"].items()
                if status.startswith("2") and "content" in answer
            ]
    return found


@pytest.mark.parametrize(("name", "content"), described(), ids=lambda value: str(value)[:40])
def test_each_body_has_one_that_fits(name, content):
    (example,) = content["application/json"]["examples"].values()
    schema = {**content["application/json"]["schema"], "components": components()}

    faults = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(
        example["value"]
    )

    assert [fault.message for fault in faults] == []
