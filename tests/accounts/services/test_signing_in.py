import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from accounts.models import AuthEvent, AuthEventKind
from accounts.services import signing_in
from accounts.services.closing import close_account
from tests.accounts.signed_in import SIGN_IN, add_app, sign_in
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/en/account/sessions/"
APP = "/_allauth/app/v1/auth/sessions"
API = "/api/v1/account/me"


@pytest.fixture
def user(client):
    person = UserFactory(email="ann@example.org")
    sign_in(client, person)
    return person


def token_of(client):
    return client.cookies["sessionid"].value


def open_doors(client):
    """Return which doors the session opens: a page, allauth's API and ours."""
    token = {"x-session-token": token_of(client)}
    return [
        client.get(PAGE).status_code,
        Client().get(APP, headers=token).status_code,
        Client().get(API, headers=token | {"x-client": "app"}).status_code,
    ]


class TestEndingSessions:
    def test_closes_every_door_at_once(self, client, user):
        assert open_doors(client) == [200, 200, 200]

        assert signing_in.end_sessions(user) == 1

        assert open_doors(client) == [302, 410, 401]

    def test_keeps_the_one_that_is_named(self, client, user):
        other = Client()
        sign_in(other, user)

        signing_in.end_sessions(user, keep_session_key=token_of(client))

        assert client.get(PAGE).status_code == 200
        assert other.get(PAGE).status_code == 302

    def test_leaves_second_factors_alone(self, client, user):
        add_app(client)

        signing_in.end_sessions(user)

        assert Authenticator.objects.filter(user=user, type="totp").exists()


class TestRenewing:
    def test_goes_on_here_under_a_new_key_and_ends_the_rest(self, client, user, rf):
        other = Client()
        sign_in(other, user)
        former = token_of(client)
        request = rf.post("/")
        request.session, request.user = client.session, user
        user.set_password("Another-Lantern-4827")
        user.save()

        signing_in.renew_session(request)
        request.session.save()

        client.cookies["sessionid"] = former
        assert client.get(PAGE).status_code == 302
        client.cookies["sessionid"] = request.session.session_key
        assert client.get(PAGE).status_code == 200
        assert other.get(PAGE).status_code == 302
        assert UserSession.objects.count() == 1


class TestSwitchingOff:
    def test_closes_every_door_at_once(self, client, user):
        user.is_active = False
        user.save()

        doors = open_doors(client)

        assert doors[0] == 302
        assert set(doors[1:]) <= {401, 410}

    def test_holds_for_a_closed_account(self, client, user):
        close_account(user, at=timezone.now())

        doors = open_doors(client)

        assert doors[0] == 302
        assert set(doors[1:]) <= {401, 410}
        assert sign_in(Client(), user).status_code == 422

    def test_is_told_to_nobody_at_the_sign_in(self, client, user):
        client.post("/en/account/sign-out/")
        wrong = client.post(SIGN_IN, {"email": user.email, "password": "wrong"})
        user.is_active = False
        user.save()

        off = sign_in(client, user)

        assert off.status_code == wrong.status_code == 422
        assert list(off.context["form"].errors) == list(wrong.context["form"].errors)


class TestSigningInAsSomebodyElse:
    def test_ends_the_session_of_the_first(self, client, user):
        former = token_of(client)
        other = UserFactory()

        body = {"email": other.email, "password": PASSWORD}
        answer = Client().post(
            "/api/v1/account/session",
            body,
            content_type="application/json",
            headers={"x-client": "app", "x-session-token": former},
        )

        assert answer.json()["session_token"] != former
        client.cookies["sessionid"] = former
        assert client.get(PAGE).status_code == 302


class TestRecording:
    def kinds(self):
        return list(AuthEvent.objects.order_by("pk").values_list("kind", "user__email"))

    def test_tells_of_signing_in_and_out(self, client, user):
        client.post("/en/account/sign-out/")

        assert self.kinds() == [
            (AuthEventKind.SIGNED_IN, "ann@example.org"),
            (AuthEventKind.SIGNED_OUT, "ann@example.org"),
        ]

    def test_tells_of_failures_and_of_the_lock(self, client):
        UserFactory(email="ann@example.org")

        for number in range(6):
            client.post(SIGN_IN, {"email": "Ann@example.org", "password": f"wrong {number}"})

        failed = (AuthEventKind.SIGN_IN_FAILED, "ann@example.org")
        assert self.kinds() == [failed] * 5 + [(AuthEventKind.SIGN_IN_BLOCKED, "ann@example.org")]

    def test_names_nobody_for_an_unknown_address(self, client):
        client.post(SIGN_IN, {"email": "nobody@example.org", "password": "wrong"})

        event = AuthEvent.objects.get()
        assert event.user is None
        assert event.email_digest
        assert "nobody" not in str(event.detail)


class TestWhereFrom:
    def address(self, client, sent, **settings):
        sign_in(Client(headers={"x-forwarded-for": sent}, REMOTE_ADDR="10.0.0.1"), UserFactory())
        return UserSession.objects.get().ip

    def test_believes_nobody_without_a_proxy(self, client, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0

        assert self.address(client, "198.51.100.4") == "10.0.0.1"

    def test_believes_the_last_proxy(self, client, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

        assert self.address(client, "6.6.6.6, 198.51.100.4") == "198.51.100.4"

    @pytest.mark.parametrize("sent", ["198.51.100.4", "nonsense", ", ,", "fe80::1%eth0, 10.0.0.2"])
    def test_signs_in_whatever_the_header_says(self, client, settings, sent):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2

        assert self.address(client, sent)
