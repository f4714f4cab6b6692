"""The mail that tells people that what protects their account was changed."""

from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest
from django.utils import translation

from accounts.dates import in_words
from accounts.devices import device_name
from accounts.models import User
from accounts.services import auth_log
from accounts.services.languages import language_of
from cms.core import mail


class Change(StrEnum):
    """What was changed; the template has a sentence for each."""

    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"


# By the names of the mails that django-allauth would send.
CHANGES = {
    "mfa/email/totp_activated": Change.APP_ADDED,
    "mfa/email/totp_deactivated": Change.APP_REMOVED,
    "mfa/email/webauthn_added": Change.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": Change.PASSKEY_REMOVED,
    "mfa/email/recovery_codes_generated": Change.RECOVERY_CODES_MADE,
}


def send(user: User, change: Change, *, request: HttpRequest, at: datetime) -> None:
    """Queue the mail in the caller's transaction."""
    locale = language_of(user, otherwise=translation.get_language() or "")
    with translation.override(locale):
        device = device_name(auth_log.client_name(request))
    mail.queue(
        template="accounts/security_notice",
        to=user.email,
        locale=locale,
        context={
            "change": str(change),
            "changed_at": in_words(at, locale),
            "device": device,
            "ip_address": auth_log.client_address(request) or "",
        },
    )
