import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import AuthEvent, AuthEventKind
from accounts.services import second_factor, signing_in
from tests.accounts.signed_in import (
    REAUTHENTICATE,
    SECOND_FACTOR,
    SIGN_IN,
    add_app,
    add_passkey,
    code_for,
    options_in,
    prove_again,
    sign_in,
)
from tests.accounts.software_authenticator import SoftwareAuthenticator
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

OFFER = "/en/account/sign-in/passkey/offer/"
WITH_PASSKEY = "/en/account/sign-in/passkey/"


def sign_out(client):
    client.post("/en/account/sign-out/")


@pytest.fixture
def user(client):
    person = UserFactory(email="ann@example.org")
    sign_in(client, person)
    return person


@pytest.fixture
def secret(client, user):
    """Return the secret of somebody's app, after they have signed out."""
    made = add_app(client)
    sign_out(client)
    return made


@pytest.fixture
def device(client, user, settings):
    """Return the device of somebody's passkey, after they have signed out."""
    settings.BASE_URL = "http://localhost"
    client.defaults["HTTP_HOST"] = "localhost"
    made = SoftwareAuthenticator()
    add_passkey(client, made)
    sign_out(client)
    return made


class TestCode:
    def test_is_asked_for_after_the_password(self, client, user, secret):
        response = sign_in(client, user, next="/en/videos/1/")

        assert response.headers["Location"] == f"{SECOND_FACTOR}?next=%2Fen%2Fvideos%2F1%2F"
        assert "_auth_user_id" not in client.session

    def test_leads_back_to_the_page_somebody_was_on(self, client, user, secret):
        sign_in(client, user, next="/en/videos/1/")
        client.post(SECOND_FACTOR, {"code": "000000", "next": "/en/videos/1/"})

        response = client.post(SECOND_FACTOR, {"code": code_for(secret)})

        assert response.headers["Location"] == "/en/videos/1/"
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_gives_the_session_a_new_key(self, client, user, secret):
        sign_in(client, user)
        before = client.cookies["sessionid"].value

        client.post(SECOND_FACTOR, {"code": code_for(secret)})

        assert client.cookies["sessionid"].value != before

    def test_is_tolerated_with_a_space(self, client, user, secret):
        sign_in(client, user)
        code = code_for(secret)

        response = client.post(SECOND_FACTOR, {"code": f" {code[:3]} {code[3:]}"})

        assert response.status_code == 302

    def test_works_once(self, client, user, secret):
        code = code_for(secret)
        sign_in(client, user)
        client.post(SECOND_FACTOR, {"code": code})
        sign_out(client)
        sign_in(client, user)

        assert client.post(SECOND_FACTOR, {"code": code}).status_code == 422

    def test_may_be_a_recovery_code_which_works_once(self, client, user):
        add_app(client)
        code = client.get("/en/account/security/recovery-codes/").context["codes"][0]
        sign_out(client)

        answers = []
        for _time in range(2):
            sign_in(client, user)
            answers.append(client.post(SECOND_FACTOR, {"code": code}).status_code)
            sign_out(client)

        assert answers == [302, 422]

    def test_is_locked_after_five_wrong_ones(self, client, user, secret):
        sign_in(client, user)

        answers = [client.post(SECOND_FACTOR, {"code": f"{n:06}"}) for n in range(7)]

        assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert "Try again in" in answers[-1].text

    def test_is_recorded_when_it_is_wrong(self, client, user, secret):
        sign_in(client, user)

        client.post(SECOND_FACTOR, {"code": "000000"})

        assert AuthEvent.objects.latest("pk").kind == AuthEventKind.SECOND_FACTOR_FAILED

    def test_is_asked_for_by_a_page_that_begins_at_the_sign_in(self, client):
        response = client.get(f"{SECOND_FACTOR}?next=/en/videos/1/")

        assert response.headers["Location"] == f"{SIGN_IN}?next=%2Fen%2Fvideos%2F1%2F"

    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_page_helps_to_type_it(self, client, user, secret, locale, direction):
        sign_in(client, user)

        page = client.get(f"/{locale}/account/sign-in/second-factor/").text

        assert f'dir="{direction}"' in page
        assert 'autocomplete="one-time-code"' in page
        assert 'inputmode="numeric"' in page

    def test_cannot_be_read_without_the_key_that_sealed_it(self, client, user, secret, settings):
        sign_in(client, user)
        Authenticator.objects.filter(type="totp").update(data={"secret": "sealed elsewhere"})

        assert client.post(SECOND_FACTOR, {"code": "123456"}).status_code == 422


class TestAnotherPasswordMeanwhile:
    @pytest.fixture
    def waiting(self, client, user, secret):
        sign_in(client, user)
        user.set_password("Another-Lantern-4827")
        user.save()
        return secret

    def test_ends_the_sign_in_that_waits(self, client, waiting):
        response = client.post(SECOND_FACTOR, {"code": code_for(waiting)})

        assert response.headers["Location"].startswith(SIGN_IN)
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("route", ["2fa", "webauthn"])
    def test_ends_it_at_the_library_too(self, client, waiting, route):
        address = f"/_allauth/browser/v1/auth/{route}/authenticate"
        sent = {"code": code_for(waiting)}

        answer = client.post(address, sent, content_type="application/json")

        assert answer.status_code == 401
        assert "account_login" not in client.session

    def test_ends_it_for_programs_too(self, client, waiting):
        sent = {"code": code_for(waiting)}
        headers = {"x-client": "app", "x-session-token": client.session.session_key}

        answer = Client().post(
            "/api/v1/account/session/second-factor",
            sent,
            content_type="application/json",
            headers=headers,
        )

        assert answer.status_code == 409

    def test_is_seen_at_the_last_moment(self, client, user, secret, rf):
        sign_in(client, user)
        request = rf.post("/")
        request.session, request.user = client.session, AnonymousUser()
        stage = signing_in._stage(request)
        stage.login.user.set_password("Another-Lantern-4827")

        stage.exit()

        assert not request.user.is_authenticated


class TestSwitchedOffMeanwhile:
    def test_is_not_signed_in(self, client, user, secret):
        sign_in(client, user)
        type(user).objects.update(is_active=False)

        client.post(SECOND_FACTOR, {"code": code_for(secret)})

        assert client.get("/en/account/security/").status_code == 302


class TestPasskey:
    def test_signs_in_by_itself(self, client, user, device):
        options = client.post(OFFER).json()

        sent = {"credential": device.use(options), "next": "/en/videos/1/"}
        response = client.post(WITH_PASSKEY, sent)

        assert response.headers["Location"] == "/en/videos/1/"
        assert client.session["_auth_user_id"] == str(user.pk)

    def test_is_the_second_factor_after_a_password(self, client, user, device):
        sign_in(client, user, next="/en/videos/1/")
        options = options_in(client.get(SECOND_FACTOR))

        response = client.post(SECOND_FACTOR, {"credential": device.use(options)})

        assert response.headers["Location"] == "/en/videos/1/"

    @pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost.evil.example"])
    def test_is_refused_when_used_at_another_origin(self, client, user, device, origin):
        device.origin = origin

        response = client.post(WITH_PASSKEY, {"credential": device.use(client.post(OFFER).json())})

        assert response.status_code == 422
        assert "_auth_user_id" not in client.session

    def test_answers_one_challenge_once(self, client, user, device):
        credential = device.use(client.post(OFFER).json())
        client.post(WITH_PASSKEY, {"credential": credential})
        sign_out(client)

        assert client.post(WITH_PASSKEY, {"credential": credential}).status_code == 422

    def test_of_an_account_that_is_off_looks_like_a_wrong_one(self, client, user, device):
        type(user).objects.update(is_active=False)
        off = client.post(WITH_PASSKEY, {"credential": device.use(client.post(OFFER).json())})
        device.key = SoftwareAuthenticator().key
        wrong = client.post(WITH_PASSKEY, {"credential": device.use(client.post(OFFER).json())})

        assert off.status_code == wrong.status_code == 422
        assert "The passkey was not accepted." in off.text
        assert "The passkey was not accepted." in wrong.text

    @pytest.mark.parametrize(
        "credential",
        [
            *("", "{}", "[]", "x", "null", "[" * 100_000, '{"response":' * 9_000),
            *('{"response": {"userHandle": "MQ"}}', '{"response": 1}'),
        ],
    )
    def test_that_no_browser_sends_is_refused(self, client, credential):
        client.post(OFFER)

        response = client.post(WITH_PASSKEY, {"credential": credential})

        assert response.status_code == 422


class TestSayingWhoOneIs:
    def test_takes_the_password(self, client, user):
        response = client.post(REAUTHENTICATE, {"password": PASSWORD, "next": "/en/account/x/"})

        assert response.headers["Location"] == "/en/account/x/"

    def test_refuses_another_password_and_keeps_the_way_back(self, client, user):
        response = client.post(REAUTHENTICATE, {"password": "wrong", "next": "/en/account/x/"})

        assert response.status_code == 422
        assert 'name="next" value="/en/account/x/"' in response.text
        assert 'aria-describedby="id_password_error"' in response.text

    def test_counts_with_failed_sign_ins(self, client, user):
        answers = [client.post(REAUTHENTICATE, {"password": f"wrong {n}"}) for n in range(6)]

        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        sign_out(client)
        assert sign_in(client, user).status_code == 429

    def test_takes_a_code(self, client, user):
        secret = add_app(client)

        assert client.post(REAUTHENTICATE, {"code": code_for(secret)}).status_code == 302

    def test_takes_a_passkey(self, client, user, device):
        sign_in(client, user)
        client.post(
            SECOND_FACTOR, {"credential": device.use(options_in(client.get(SECOND_FACTOR)))}
        )
        options = options_in(client.get(REAUTHENTICATE))

        response = client.post(REAUTHENTICATE, {"credential": device.use(options)})

        assert response.status_code == 302


class TestWhatTheGateAsks:
    """has_second_factor and used_second_factor read what allauth keeps."""

    def test_setting_up_an_app_is_using_it(self, client, user, rf):
        before = second_factor.has_second_factor(user)
        add_app(client)

        assert not before
        assert second_factor.has_second_factor(user)
        assert self.has_used(client, user, rf)

    def test_a_password_alone_is_not(self, client, user, rf):
        prove_again(client)

        assert not self.has_used(client, user, rf)

    def test_a_passkey_alone_is(self, client, user, device, rf):
        client.post(WITH_PASSKEY, {"credential": device.use(client.post(OFFER).json())})

        assert self.has_used(client, user, rf)

    def test_a_factor_of_another_sign_in_is_not(self, client, user, secret, rf):
        client.force_login(user)

        assert not self.has_used(client, user, rf)

    def has_used(self, client, user, rf):
        request = rf.get("/")
        request.session, request.user = client.session, user
        return second_factor.used_second_factor(request)
