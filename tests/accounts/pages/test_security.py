import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.factor_checks import is_first_use
from accounts.models import AuthEvent, AuthEventKind
from cms.core.models import OutboxMessage
from tests.accounts.signed_in import (
    ADD_PASSKEY,
    REAUTHENTICATE,
    SECOND_FACTOR,
    SET_UP_APP,
    add_app,
    add_passkey,
    code_for,
    let_proof_age,
    options_in,
    prove_again,
    sign_in,
)
from tests.accounts.software_authenticator import SoftwareAuthenticator
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SECURITY = "/en/account/security/"
CODES = "/en/account/security/recovery-codes/"
REMOVE_APP = "/en/account/security/app/remove/"


@pytest.fixture
def user(client):
    person = UserFactory(email="ann@example.org")
    sign_in(client, person)
    return person


@pytest.fixture
def device(settings, client):
    settings.BASE_URL = "http://localhost"
    client.defaults["HTTP_HOST"] = "localhost"
    return SoftwareAuthenticator()


def passkeys():
    return Authenticator.objects.filter(type="webauthn")


def kinds():
    return list(AuthEvent.objects.order_by("pk").values_list("kind", flat=True))


def notices():
    rows = OutboxMessage.objects.filter(template="accounts/security_notice").order_by("created_at")
    return [row.context["change"] for row in rows]


class TestSettingUpAnApp:
    def test_shows_the_secret_as_a_picture_and_as_text(self, client, user):
        prove_again(client)

        page = client.get(SET_UP_APP).text

        assert 'src="data:image/svg+xml;base64,' in page
        assert "otpauth://totp/" in page
        assert 'autocomplete="one-time-code"' in page

    def test_shows_the_same_secret_after_a_wrong_code(self, client, user):
        prove_again(client)
        before = client.get(SET_UP_APP).context["secret"]

        answer = client.post(SET_UP_APP, {"code": "000000"})

        assert answer.status_code == 422
        assert answer.context["secret"] == before
        assert client.get(SET_UP_APP).context["secret"] == before

    def test_hands_out_recovery_codes_and_then_goes_on(self, client, user):
        prove_again(client)
        secret = "".join(client.get(SET_UP_APP).context["secret"])

        sent = {"code": code_for(secret), "next": "/cms/"}
        response = client.post(SET_UP_APP, sent, follow=True)

        assert response.redirect_chain[0][0] == f"{CODES}?next=%2Fcms%2F"
        assert len(response.context["codes"]) == 10
        assert 'href="/cms/"' in response.text

    def test_takes_the_code_of_the_setting_up_for_nothing_else(self, client, user):
        prove_again(client)
        code = code_for("".join(client.get(SET_UP_APP).context["secret"]))

        client.post(SET_UP_APP, {"code": code})

        assert not is_first_use(user, code)

    def test_keeps_no_readable_secret(self, client, user):
        secret = add_app(client)

        stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
        assert secret not in stored

    def test_is_told_to_its_owner(
        self, client, user, read_mail, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            add_app(client)

        (message,) = read_mail()
        assert message["To"] == "ann@example.org"
        plain = message.get_body(("plain",)).get_content()
        assert "An authenticator app was added to your account." in plain
        assert "IP address: 127.0.0.1" in plain

    def test_is_recorded(self, client, user, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            add_app(client)

        assert AuthEventKind.FACTOR_ADDED in kinds()
        assert AuthEventKind.RECOVERY_CODES_MADE in kinds()

    def test_stops_after_five_wrong_codes(self, client, user):
        prove_again(client)
        client.get(SET_UP_APP)

        answers = [client.post(SET_UP_APP, {"code": f"{n:06}"}) for n in range(6)]

        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 0


class TestRemovingAnApp:
    def test_takes_the_recovery_codes_along(self, client, user):
        add_app(client)

        client.post(REMOVE_APP)

        assert not Authenticator.objects.exists()
        assert notices()[-1] == "app_removed"
        assert kinds()[-2:] == [AuthEventKind.FACTOR_REMOVED] * 2

    def test_takes_more_than_a_link(self, client, user):
        add_app(client)

        client.get(REMOVE_APP)

        assert Authenticator.objects.exists()


class TestRecoveryCodes:
    def test_are_downloaded_as_text(self, client, user):
        add_app(client)

        response = client.get(CODES + "download/")

        assert response.headers["Content-Type"].startswith("text/plain")
        assert "attachment" in response.headers["Content-Disposition"]
        assert "no-store" in response.headers["Cache-Control"]
        assert len(response.text.split()) == 10

    def test_are_replaced_as_a_whole(self, client, user):
        add_app(client)
        before = set(client.get(CODES).context["codes"])

        page = client.post(CODES + "new/", follow=True)

        assert not before & set(page.context["codes"])

    def test_are_none_without_another_factor(self, client, user):
        prove_again(client)

        assert client.post(CODES + "new/").headers["Location"] == SECURITY
        assert client.get(CODES).context["codes"] == []
        assert client.get(CODES + "download/").status_code == 404


class TestPasskeys:
    def test_are_added_with_a_name(self, client, user, device):
        response = add_passkey(client, device, "Work phone")

        assert response.headers["Location"] == CODES
        assert "Work phone" in client.get(SECURITY).text

    def test_get_a_name_when_nobody_gives_one(self, client, user, device):
        add_passkey(client, device, "")

        assert passkeys().get().wrap().name == "Passkey 1"

    def test_are_told_to_their_owner(self, client, user, device):
        add_passkey(client, device)

        assert notices() == ["passkey_added"]

    def test_belong_to_the_address_of_the_installation(self, client, user, settings):
        settings.BASE_URL = "https://press.example.org"
        prove_again(client)

        options = options_in(client.get(ADD_PASSKEY))

        assert options["publicKey"]["rp"]["id"] == "press.example.org"
        assert options["publicKey"]["authenticatorSelection"]["userVerification"] == "required"

    @pytest.mark.parametrize(
        ("origin", "status"),
        [
            ("https://press.example.org", 302),
            ("https://old.press.example.org", 422),
            ("http://press.example.org", 422),
            ("https://press.example.org.evil.example", 422),
            ("http://localhost", 422),
        ],
    )
    def test_are_made_on_our_pages_alone(self, client, user, settings, origin, status):
        settings.BASE_URL = "https://press.example.org"

        response = add_passkey(client, SoftwareAuthenticator(origin))

        assert response.status_code == status

    @pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:8000"])
    def test_of_another_origin_are_refused(self, client, user, device, origin):
        device.origin = origin

        response = add_passkey(client, device)

        assert response.status_code == 422
        assert not passkeys().exists()

    @pytest.mark.parametrize("credential", ["", "{}", "[]", "no json", '{"id": 1}', '"x"', "null"])
    def test_that_no_browser_makes_are_refused(self, client, user, device, credential):
        prove_again(client)
        client.get(ADD_PASSKEY)

        response = client.post(ADD_PASSKEY, {"name": "x", "credential": credential})

        assert response.status_code == 422

    def test_are_renamed(self, client, user, device):
        add_passkey(client, device)
        address = f"{SECURITY}passkeys/{passkeys().get().pk}/"

        page = client.post(address, {"name": "Laptop <b>"}, follow=True)

        assert "Laptop &lt;b&gt;" in page.text

    def test_are_removed(self, client, user, device):
        add_passkey(client, device)

        client.post(f"{SECURITY}passkeys/{passkeys().get().pk}/remove/")

        assert not Authenticator.objects.exists()
        assert notices()[-1] == "passkey_removed"

    def test_of_others_are_not_there(self, client, user, device):
        add_passkey(client, device)
        address = f"{SECURITY}passkeys/{passkeys().get().pk}/"
        sign_in(client, user)
        client.post("/en/account/sign-out/")
        sign_in(client, UserFactory())
        prove_again(client)

        assert client.post(address, {"name": "Mine"}).status_code == 404
        assert client.post(address + "remove/").status_code == 404


CHANGES = [
    SET_UP_APP,
    REMOVE_APP,
    ADD_PASSKEY,
    SECURITY + "passkeys/1/",
    SECURITY + "passkeys/1/remove/",
    CODES,
    CODES + "download/",
    CODES + "new/",
]


class TestEveryChange:
    @pytest.mark.parametrize("address", CHANGES)
    def test_asks_who_it_is_again(self, client, user, address):
        let_proof_age(client)

        for answer in (client.get(address), client.post(address, {"code": "123456"})):
            assert answer.status_code in {302, 405}
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith(f"{REAUTHENTICATE}?next=")

    @pytest.mark.parametrize("address", [*CHANGES, SECURITY])
    def test_is_for_people_who_are_signed_in(self, client, address):
        response = client.get(address)

        assert response.headers["Location"].startswith("/en/account/sign-in/?next=")
        assert "no-store" in response.headers["Cache-Control"]

    @pytest.mark.parametrize("address", [SET_UP_APP, ADD_PASSKEY])
    def test_takes_the_sign_in_for_it_before_the_first_factor(self, client, user, address):
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize("address", [ADD_PASSKEY, REMOVE_APP, CODES])
    def test_does_not_take_the_sign_in_of_whoever_has_a_factor(self, client, user, address):
        secret = add_app(client)
        here = Client()
        sign_in(here, user)
        here.post(SECOND_FACTOR, {"code": code_for(secret)})
        assert here.get(SECURITY).status_code == 200

        assert here.get(address).headers["Location"].startswith(f"{REAUTHENTICATE}?next=")

    def test_asks_once_more_after_five_minutes(self, client, user, settings):
        prove_again(client)
        assert client.get(SET_UP_APP).status_code == 200

        settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0

        assert client.get(SET_UP_APP).status_code == 302


class TestSessionFromBeforeTheFactor:
    """It knows the password, and whoever holds it may know no more."""

    @pytest.fixture
    def older(self, user):
        other = Client()
        sign_in(other, user)
        return other

    @pytest.fixture
    def secret(self, client, older):
        return add_app(client)

    @pytest.mark.parametrize(
        "address", [SECURITY, CODES, CODES + "download/", ADD_PASSKEY, REMOVE_APP]
    )
    def test_learns_and_changes_nothing_with_the_password(self, older, secret, address):
        typed = older.post(REAUTHENTICATE, {"password": PASSWORD})

        assert typed.status_code == 200
        assert 'name="password"' not in typed.text
        assert older.get(address).headers["Location"].startswith(f"{REAUTHENTICATE}?next=")

    @pytest.mark.parametrize("route", ["", "/totp", "/recovery-codes", "/webauthn"])
    def test_learns_and_changes_nothing_through_the_library_either(self, older, secret, route):
        base, sent = "/_allauth/browser/v1/", {"content_type": "application/json"}
        older.post(f"{base}auth/reauthenticate", {"password": PASSWORD}, **sent)

        answers = [
            older.get(f"{base}account/authenticators{route}"),
            older.post(f"{base}account/authenticators{route}", {}, **sent),
        ]

        assert [answer.status_code for answer in answers] == [401, 401]

    def test_goes_on_with_a_code(self, older, secret):
        older.post(REAUTHENTICATE, {"code": code_for(secret)})

        assert older.get(CODES).status_code == 200

    def test_ends_with_the_first_factor(
        self, client, older, user, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            add_app(client)

        assert older.get(SECURITY).status_code == 302
        assert client.get(SECURITY).status_code == 200

    def test_outlasts_a_further_factor(self, client, user, device):
        add_passkey(client, device)
        older = Client(headers={"host": "localhost"})
        sign_in(older, user)
        credential = device.use(options_in(older.get(SECOND_FACTOR)))
        older.post(SECOND_FACTOR, {"credential": credential})

        add_passkey(client, SoftwareAuthenticator())

        assert older.get(SECURITY).status_code == 200


class TestOverview:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_reads_in_the_direction_of_its_language(self, client, user, locale, direction):
        page = client.get(f"/{locale}/account/security/").text

        assert f'lang="{locale}" dir="{direction}"' in page

    def test_offers_no_passkeys_where_browsers_refuse_them(self, client, user, settings):
        settings.BASE_URL = "https://press.example.org"

        assert "Passkeys can only be added" in client.get(SECURITY).text
