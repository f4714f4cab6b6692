"""Known and unknown addresses cannot be told apart: step by step the same answers."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests.accounts.api.v1.conftest import STRONG_PASSWORD
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.must_hold]

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")
OF_EACH_REQUEST = {"X-Request-Id", "Retry-After"}
FOLLOWED = ["/en/", f"{settings.BASE_URL}/en/videos/"]
NOT_FOLLOWED = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]


@pytest.fixture
def clock(monkeypatch):
    start = timezone.now()
    clock = [start]
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
    return clock


def shape_of(response):
    """Return what anybody could compare: without ids, secrets and instants."""
    content = response.json()
    for name in ("secret", "request_id", "csrf_token", "session_token"):
        if content.get(name):
            content[name] = "…"
    text = INSTANT.sub("instant", UUID.sub("id", json.dumps(content)))
    headers = {
        name: value for name, value in response.headers.items() if name not in OF_EACH_REQUEST
    }
    return response.status_code, headers, text, "Retry-After" in response


def walk(api, clock, begin):
    """Take every step that somebody can take who never sees the mail."""
    first = api.post(*begin)
    flow = first.json()["flow"]
    answers = [first, api.post(*begin), api.post("resend", {"flow": flow})]
    for _time in range(7):
        answers.append(api.post("verify", {"flow": flow, "code": "000000", "secret": "x"}))
    answers.append(api.post("password", {"flow": flow, "ticket": "x", "password": STRONG_PASSWORD}))
    clock[0] += timedelta(minutes=2)
    answers.append(api.post("resend", {"flow": flow}))
    answers.append(api.post("verify", {"flow": flow, "code": "000000"}))
    clock[0] += timedelta(minutes=31)
    answers.append(api.post("verify", {"flow": flow, "code": "000000"}))
    answers.append(api.post("resend", {"flow": flow}))
    return [shape_of(response) for response in answers]


@pytest.mark.parametrize("path", ["register", "reset"])
def test_every_step_is_alike(new_client, clock, path):
    UserFactory(email="known@example.org")
    UserFactory(email="closed@example.org", is_active=False)
    body = {"password": STRONG_PASSWORD} if path == "register" else {}
    started = clock[0]

    walks = []
    for name in ("known", "other", "closed"):
        clock[0] = started
        email = f"{name}@example.org"
        walks.append(walk(new_client(), clock, (path, {"email": email, "next": "/en/"} | body)))

    assert walks[0] == walks[1] == walks[2]
    assert all(status < 500 for status, *_rest in walks[0])
    assert {status for status, *_rest in walks[0]} == {202, 409, 422, 429}


@pytest.mark.parametrize("path", ["register", "reset"])
def test_a_pause_of_all_codes_is_alike(new_client, settings, path):
    settings.CODE_MAILS_PER_HOUR = 1
    UserFactory(email="known@example.org")
    body = {"password": STRONG_PASSWORD} if path == "register" else {}
    new_client().post("reset", {"email": "first@example.org"})

    answers = [
        new_client().post(path, {"email": f"{name}@example.org"} | body)
        for name in ("known", "other")
    ]

    assert shape_of(answers[0]) == shape_of(answers[1])
    assert answers[0].status_code == 503
    assert answers[0].json()["type"].endswith("/codes-paused/")
    assert 0 < int(answers[0]["Retry-After"]) <= 3_600


def test_failed_sign_ins_are_alike(new_client):
    UserFactory(email="known@example.org")

    answers = [
        [
            shape_of(client.post("session", {"email": f"{name}@example.org", "password": "x"}))
            for _time in range(7)
        ]
        for name, client in (("known", new_client()), ("other", new_client()))
    ]

    assert answers[0] == answers[1]
    assert {status for status, *_rest in answers[0]} == {401, 429}


class TestNext:
    @pytest.mark.parametrize("target", FOLLOWED + NOT_FOLLOWED)
    def test_survives_every_hop_if_it_may_be_followed(self, api, user, code_for, clock, target):
        expected = target if target in FOLLOWED else ""
        body = {"email": "new@example.org", "password": STRONG_PASSWORD, "next": target}
        hops = [api.post("register", body)]
        started = hops[0].json()
        clock[0] += timedelta(minutes=2)
        hops.append(api.post("resend", {"flow": started["flow"]}))
        code = code_for("new@example.org")
        proof = {"flow": started["flow"], "secret": started["secret"], "code": code}
        hops.append(api.post("verify", proof))
        hops.append(api.post("session", body))
        moved = {"email": "moved@example.org", "password": STRONG_PASSWORD, "next": target}
        hops.append(api.post("email", moved))
        proof = {name: hops[-1].json()[name] for name in ("flow", "secret")}
        hops.append(api.post("verify", proof | {"code": code_for("moved@example.org")}))
        hops.append(api.post("reset", {"email": user.email, "next": target}))
        flow = hops[-1].json()["flow"]
        hops.append(api.post("verify", {"flow": flow, "code": code_for(user.email)}))
        ticket = hops[-1].json()["ticket"]
        new_password = {"flow": flow, "ticket": ticket, "password": "Quiet-Meadow-9153"}
        hops.append(api.post("password", new_password))

        assert [hop.status_code for hop in hops] == [202, 202, 200, 200, 202, 200, 202, 200, 200]
        assert [hop.json()["next"] for hop in hops] == [expected] * 9
