"""Signing in to the editor, which asks for a second factor that was used."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def enrol(user: User) -> Authenticator:
    """Give the user an authenticator app."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    kind = Authenticator.Type.TOTP
    return Authenticator.objects.get_or_create(user=user, type=kind, defaults={"data": data})[0]


def sign_in_staff(client: Client, user: User) -> User:
    """Sign in as somebody who has used their authenticator app in this session."""
    app = enrol(user)
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "id": app.pk, "at": 0}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return user
