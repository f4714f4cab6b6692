"""Where django-allauth asks this project: who may sign in, where to go next, mail and secrets."""

import logging
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.addresses import normalise_address
from accounts.factor_checks import passkey_host
from accounts.models import AuthEventKind, User
from accounts.services import auth_log, security_notices
from accounts.services.next_page import safe_next
from cms.core.mail import sealing
from cms.core.organisation import organisation_name

logger = logging.getLogger(__name__)

# What stands for the address of a client that cannot be told, behind a Unix socket for example.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - no address is bound


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The email address or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "too_many_login_attempts": _("Too many failed attempts. Wait a while, then try again."),
        "rate_limited": _("Too many attempts. Wait a while, then try again."),
    }

    def get_login_stages(self) -> list[str]:
        """Ask for the second factor and for nothing else.

        Addresses are verified before there is an account, by codes of our own.
        """
        return ["accounts.login_stages.SecondFactorStage"]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return who the credentials belong to; an account that is off is like none.

        allauth would tell its owner that it is off, and not count the attempt.
        """
        credentials["email"] = normalise_address(credentials.get("email") or "")
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if user is None:
            self.authentication_failed(request, **credentials)
        else:
            self._rollback_login_failed_rl_usage()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, and refuse it when there were too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            self._record(AuthEventKind.SIGN_IN_BLOCKED, request, credentials["email"])
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record an attempt that failed, whether or not there is such an account."""
        self._record(AuthEventKind.SIGN_IN_FAILED, request, credentials["email"])

    def _record(self, kind: AuthEventKind, request: HttpRequest, email: str) -> None:
        user = User.objects.filter(email=email).first()
        auth_log.record(kind, user=user, email=email, request=request, at=timezone.now())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count by the address alone.

        allauth adds the host that the client named, so that each spelling of it would allow
        as many attempts again.
        """
        return credentials["email"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address; a broken header must not stop a sign-in."""
        try:
            address = super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return NO_ADDRESS
        return address.partition("%")[0]

    def is_safe_url(self, url: str) -> bool:
        """Follow what may be followed anywhere on this site."""
        return bool(safe_next(url))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where somebody goes who was on no page in particular."""
        return home_of(cast(User, request.user))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return to the sign-in page."""
        return reverse("account_login")

    def get_reauthentication_methods(
        self, user: AbstractBaseUser | AnonymousUser
    ) -> list[dict[str, Any]]:
        """Name the one screen that offers every way."""
        return [
            {"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}
        ]

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Send somebody whose account was switched off a moment ago to a page that says no more."""
        return HttpResponseRedirect(reverse("account_inactive"))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell people of a change to what protects their account."""
        change = security_notices.CHANGES.get(template_prefix)
        if change:
            security_notices.send(cast(User, user), change, request=self.request, at=timezone.now())

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the screens speak for themselves, and the editor would show it later."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: every mail of this project is one of our own."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
        "unverified_email": _("Confirm your email address first."),
    }

    def encrypt(self, text: str) -> str:
        """Keep the secrets of second factors unreadable in the database."""
        return sealing.seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; without the key that sealed it no code is right."""
        try:
            return sealing.unseal(encrypted_text.encode()).decode()
        except sealing.UnsealError as error:
            logger.exception("A second factor cannot be read", extra={"event": "factor_unreadable"})
            raise self.validation_error("incorrect_code") from error

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return what to call a passkey whose owner has not named it."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def get_totp_issuer(self) -> str:
        """Return the name that an authenticator app lists the account under."""
        return organisation_name(get_language() or "")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the address of this installation, whatever host a request names."""
        return {"id": passkey_host(), "name": organisation_name(get_language() or "")}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Name the person as they are known here."""
        entity = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": str(user)}


def home_of(user: User) -> str:
    """Return where somebody begins after signing in."""
    return reverse("wagtailadmin_home") if user.is_staff else reverse("accounts_profile")
