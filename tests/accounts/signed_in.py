"""Being signed in, and having second factors, in tests of what comes after."""

import json
import re
import time
from html import unescape

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from tests.factories.accounts import PASSWORD

SIGN_IN = "/en/account/sign-in/"
SECOND_FACTOR = "/en/account/sign-in/second-factor/"
REAUTHENTICATE = "/en/account/reauthenticate/"
SET_UP_APP = "/en/account/security/app/"
ADD_PASSKEY = "/en/account/security/passkeys/add/"
PERIOD = 30  # seconds
OPTIONS = re.compile(r'<script id="passkey-options" type="application/json">(.*?)</script>', re.S)
SECRET = re.compile(r"secret=([A-Z2-7]+)")


def sign_in(client, user, **fields):
    return client.post(SIGN_IN, {"email": user.email, "password": PASSWORD, **fields})


def prove_again(client, **fields):
    """Type the password again, as is asked before a change of weight."""
    response = client.post(REAUTHENTICATE, {"password": PASSWORD, **fields})
    assert response.status_code == 302, response.text


def let_proof_age(client, seconds=5 * 60):
    """Let the user have said who they are so much longer ago, in this session."""
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= seconds
    session.save()


def code_for(secret):
    """Return what an app that knows the secret shows now; a code that was used counts anew."""
    cache.clear()
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def add_app(client):
    """Set up an authenticator app and return its secret."""
    prove_again(client)
    secret = SECRET.search(unescape(client.get(SET_UP_APP).text))[1]
    response = client.post(SET_UP_APP, {"code": code_for(secret)})
    assert response.status_code == 302, response.text
    return secret


def add_passkey(client, device, name="Work phone"):
    """Add a passkey of the device."""
    prove_again(client)
    credential = device.make(options_in(client.get(ADD_PASSKEY)))
    return client.post(ADD_PASSKEY, {"name": name, "credential": credential})


def options_in(response):
    """Return what a page gives to the browser's passkey interface."""
    return json.loads(OPTIONS.search(response.text)[1])
