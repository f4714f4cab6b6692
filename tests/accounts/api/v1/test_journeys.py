"""What people do, from one end to the other, with the codes read from the mail files."""

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import AccountStatus, MediaAccount, User
from tests.accounts.api.v1.conftest import STRONG_PASSWORD
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.must_hold]

VIDEO = "/fr/videos/maree/"


@pytest.fixture
def mailed_code(read_mail):
    """Return the code in the latest message to an address, as its reader finds it."""

    def read(address):
        message = [mail for mail in read_mail() if mail["To"] == address][-1]
        text = message.get_body(("plain",)).get_content()
        return re.sub(r"\D", "", re.search(r"\b\d{3} ?\d{3}\b", text)[0])

    return read


@pytest.fixture
def wait(monkeypatch):
    """Let minutes pass."""
    passed = [timedelta()]
    real_now = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real_now() + passed[0])

    def later(minutes):
        passed[0] += timedelta(minutes=minutes)

    return later


def begin(api, registration, **more):
    response = api.post("register", registration | {"next": VIDEO} | more)
    assert response.status_code == 202
    return response.json()


def verify(api, started, code):
    body = {"flow": started["flow"], "code": code}
    if started.get("secret"):
        body["secret"] = started["secret"]
    return api.post("verify", body)


class TestRegistration:
    def test_leads_from_a_video_back_to_it_signed_in(
        self, api, registration, mailed_code, read_mail
    ):
        started = begin(api, registration, locale="fr", organisation="Channel 5")
        code = mailed_code("new@example.org")
        assert read_mail()[-1]["Content-Language"] == "fr"

        content = verify(api, started, f"{code[:3]} {code[3:]}").json()

        assert content["authenticated"]
        assert content["next"] == VIDEO
        assert content["newsletter_offer"]
        offer = api.get("subscriptions?locale=fr").json()["offers"][1]
        api.post("subscriptions", {"locale": "fr", "shown": offer["consent_text"]})
        assert api.get("me").json()["organisation"] == "Channel 5"
        api.delete("session")
        api.sign_in(User.objects.get(), STRONG_PASSWORD)

    def test_goes_on_with_a_new_code_when_the_first_is_late(
        self, api, registration, mailed_code, wait
    ):
        started = begin(api, registration)
        first = mailed_code("new@example.org")
        wait(31)
        late = verify(api, started, first)
        assert (late.status_code, late.json()["errors"][0]["code"]) == (409, "expired")

        again = api.post("resend", {"flow": started["flow"]}).json()
        wait(29)

        assert datetime.fromisoformat(again["expires_at"]) > timezone.now()
        assert again["secret"] is None
        assert verify(api, started, first).status_code == 422
        assert verify(api, started, mailed_code("new@example.org")).json()["next"] == VIDEO

    def test_goes_on_with_a_new_code_after_five_wrong_ones(
        self, api, registration, mailed_code, wait
    ):
        started = begin(api, registration)
        code = mailed_code("new@example.org")
        wrong = f"{(int(code) + 1) % 10**6:06}"
        assert [verify(api, started, wrong).status_code for _time in range(5)] == [422] * 5
        assert verify(api, started, code).json()["errors"][0]["code"] == "exhausted"
        wait(2)

        assert api.post("resend", {"flow": started["flow"]}).status_code == 202

        assert verify(api, started, mailed_code("new@example.org")).json()["authenticated"]

    def test_of_a_known_address_writes_to_its_owner(self, api, registration, read_mail):
        owner = UserFactory(email="new@example.org")

        begin(api, registration)

        (message,) = read_mail()
        assert message["To"] == owner.email
        assert not re.search(r"\b\d{3} ?\d{3}\b", message.get_body(("plain",)).get_content())
        owner.refresh_from_db()
        assert owner.check_password(PASSWORD)

    def test_waits_for_a_decision_where_one_is_needed(
        self, api, registration, mailed_code, settings
    ):
        settings.ACCOUNTS_APPROVAL = "manual"
        started = begin(api, registration)

        verify(api, started, mailed_code("new@example.org"))

        content = api.get("me").json()
        assert content["status"] == AccountStatus.PENDING
        assert content["download_access"] == {"allowed": False, "reason": "pending"}


class TestReset:
    def test_is_finished_on_another_device(self, new_client, user, mailed_code):
        office, telephone = new_client(), new_client()
        office.sign_in(user, PASSWORD)
        started = office.post("reset", {"email": user.email, "next": VIDEO}).json()

        content = telephone.post(
            "verify", {"flow": started["flow"], "code": mailed_code(user.email)}
        ).json()
        done = telephone.post(
            "password",
            {
                "flow": started["flow"],
                "ticket": content["ticket"],
                "password": STRONG_PASSWORD,
            },
        ).json()

        assert content["next"] == done["next"] == VIDEO
        assert not telephone.is_signed_in()
        assert not office.is_signed_in()
        body = {"email": user.email, "password": STRONG_PASSWORD, "next": done["next"]}
        assert telephone.post("session", body).json()["next"] == VIDEO


class TestSwitchedOff:
    def test_is_out_at_once_and_cannot_come_back(self, api, user, mailed_code):
        MediaAccount.objects.create(user=user)
        api.sign_in(user, PASSWORD)
        flow = api.post("reset", {"email": user.email}).json()["flow"]
        code = mailed_code(user.email)
        User.objects.update(is_active=False)

        assert not api.is_signed_in()
        assert api.get("me").status_code == 401
        api.learn({"session_token": None})
        ticket = api.post("verify", {"flow": flow, "code": code}).json().get("ticket")
        body = {"flow": flow, "ticket": ticket or "x", "password": STRONG_PASSWORD}
        assert api.post("password", body).status_code == 409
        body = {"email": user.email, "password": PASSWORD}
        assert api.post("session", body).status_code == 401
