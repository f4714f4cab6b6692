"""Somebody about whom everything is known that accounts may know."""

from datetime import UTC, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import (
    AuthEventKind,
    CodeChallenge,
    CodePurpose,
    ConsentSource,
    MediaAccount,
    SubscriptionSource,
    User,
)
from accounts.services import auth_log, consents, subscriptions
from cms.core import mail
from cms.core.models import OutboxMessage
from cms.core.models.leased import LeaseState
from tests.factories.accounts import UserFactory
from tests.factories.notices import NoticeEditionFactory

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
ADDRESS = "zdravka.quill@lanternpress.example"
WANTED_ADDRESS = "zdravka.new@lanternpress.example"
IP_ADDRESS = "203.0.113.77"
BROWSER = "QuillBrowser/7"
SECRET = "TOTP-SECRET-JBSWY3DP"
# Whatever of it can be found anywhere leads to the person.
TRACES = ("zdravka", "Quillfeather", "Lantern Press", "lanternpress", IP_ADDRESS, BROWSER, SECRET)


def known_person(rf) -> User:
    """Return a media user with a row in every table that may hold something about one."""
    user = UserFactory(email=ADDRESS, first_name="Zdravka", last_name="Quillfeather")
    MediaAccount.objects.create(
        user=user, organisation="Lantern Press", position="Reporter", country_code="BE"
    )
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": SECRET})
    _agree(user)
    _sign_in(user, rf)
    _write_mail(user)
    _start_flow(user)
    return user


def _agree(user: User) -> None:
    NoticeEditionFactory()
    consents.accept_terms(
        user,
        version=1,
        locale="en",
        shown="I accept.",
        source=ConsentSource.REGISTRATION,
        at=AT,
    )
    subscriptions.subscribe(
        user, locale="fr", source=SubscriptionSource.PREFERENCES, shown="Envoyez.", at=AT
    )


def _sign_in(user: User, rf) -> None:
    session = SessionStore()
    session.update({"_auth_user_id": str(user.pk), "email": user.email})
    session.create()
    UserSession.objects.create(
        user=user, ip=IP_ADDRESS, user_agent=BROWSER, session_key=session.session_key
    )
    request = rf.get("/", REMOTE_ADDR=IP_ADDRESS, HTTP_USER_AGENT=BROWSER)
    auth_log.record(AuthEventKind.SIGNED_IN, user=user, request=request, at=AT)
    auth_log.record(
        AuthEventKind.SIGN_IN_FAILED,
        email=user.email,
        request=request,
        detail={"organisation": "Lantern Press"},
        at=AT,
    )


def _write_mail(user: User) -> None:
    sent = mail.queue(template="accounts/password_changed", to=user.email, locale="en")
    told = mail.queue(
        template="accounts/password_changed",
        to="officer@estuaries.example",
        locale="en",
        context={"email": user.email, "name": "Zdravka Quillfeather"},
    )
    waits = mail.queue(
        template="accounts/account_waits",
        to="officer@estuaries.example",
        locale="en",
        context={"organisation": "Lantern Press"},
    )
    OutboxMessage.objects.filter(pk__in=[sent.pk, told.pk, waits.pk]).update(
        state=LeaseState.DONE, finished_at=AT, last_error=f"550 {user.email} is full"
    )


def _start_flow(user: User) -> None:
    for purpose, email in ((CodePurpose.RESET, ADDRESS), (CodePurpose.CHANGE, WANTED_ADDRESS)):
        CodeChallenge.objects.create(
            purpose=purpose,
            email=email,
            user=user,
            is_real=True,
            locale="en",
            created_at=AT,
            sent_at=AT,
            expires_at=AT,
            pending_profile={"last_name": "Quillfeather"},
        )
