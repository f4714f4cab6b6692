"""What the account API answers: one serializer for each shape."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from accounts.models import (
    AccountStatus,
    CodePurpose,
    SubscriptionSource,
    SubscriptionState,
)

LOCALES = list(settings.CONTENT_LOCALES)
NEXT = "Where to go now, as it was sent when this began; empty when nowhere that may be followed."
FACTORS = ("totp", "webauthn", "recovery_codes")


class CredentialsMixin(serializers.Serializer[Any]):
    """What the client needs for its next request."""

    csrf_token = serializers.CharField(
        required=False, help_text="For browsers: the token to send from now on."
    )
    session_token = serializers.CharField(
        required=False,
        allow_null=True,
        help_text="For apps: the token to send from now on; null when there is no session.",
    )


class FlowSerializer(serializers.Serializer[Any]):
    """A flow in which somebody has to type a mailed code.

    It looks the same whether the address is known or not, and so does every step of it.
    """

    flow = serializers.UUIDField()
    purpose = serializers.ChoiceField(choices=CodePurpose.values)
    expires_at = serializers.DateTimeField(help_text="Until when the code works.")
    resend_at = serializers.DateTimeField(help_text="From when on another code may be sent.")
    secret = serializers.CharField(
        allow_null=True,
        help_text="Send it with the code: it proves that this client began the flow. Null "
        "when another code was sent; the first one stays good.",
    )
    next = serializers.CharField(allow_blank=True, help_text=NEXT)


class AccountSummarySerializer(serializers.Serializer[Any]):
    """Who is signed in."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    first_name = serializers.CharField(allow_blank=True)
    last_name = serializers.CharField(allow_blank=True)
    preferred_language = serializers.ChoiceField(choices=["", *LOCALES])


class SessionStateSerializer(CredentialsMixin):
    """Whether somebody is signed in here, and what to send next."""

    authenticated = serializers.BooleanField()
    pending = serializers.ChoiceField(
        choices=["second_factor"], allow_null=True, help_text="What a sign-in waits for."
    )
    methods = serializers.ListField(
        child=serializers.ChoiceField(choices=FACTORS), help_text="What it may be answered with."
    )
    account = AccountSummarySerializer(allow_null=True)


class SignedInSerializer(SessionStateSerializer):
    """The state after signing in."""

    next = serializers.CharField(allow_blank=True, help_text=NEXT)


class VerifiedSerializer(SignedInSerializer):
    """What a right code brought."""

    verified = serializers.BooleanField()
    purpose = serializers.ChoiceField(choices=CodePurpose.values)
    needs_password = serializers.BooleanField(
        help_text="Send a password with the ticket: a reset, or a registration whose code was "
        "typed into another client than it began in."
    )
    ticket = serializers.CharField(
        allow_null=True, help_text="Good for one call of password, for 15 minutes at least."
    )
    newsletter_offer = serializers.BooleanField(
        help_text="The account is new: this is the moment to offer the newsletter."
    )


class PasswordChangedSerializer(SignedInSerializer):
    """The state after a password was set."""

    changed = serializers.BooleanField()


class OpenSessionSerializer(serializers.Serializer[Any]):
    """Where somebody is signed in."""

    id = serializers.CharField()
    is_current = serializers.BooleanField()
    user_agent = serializers.CharField(allow_blank=True)
    ip_address = serializers.CharField()
    signed_in_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()


class DownloadAccessSerializer(serializers.Serializer[Any]):
    """Whether downloads are open, and why not."""

    allowed = serializers.BooleanField()
    reason = serializers.ChoiceField(
        choices=["", "unverified", "pending", "refused", "closed", "terms"]
    )


class TermsStateSerializer(serializers.Serializer[Any]):
    """Which version of the terms applies, and which one was accepted; 0 stands for none."""

    required_version = serializers.IntegerField()
    accepted_version = serializers.IntegerField()
    accepted = serializers.BooleanField(help_text="Whether there is nothing to ask.")


class AccountSerializer(AccountSummarySerializer):
    """An account, as its owner sees it."""

    organisation = serializers.CharField(allow_blank=True)
    position = serializers.CharField(allow_blank=True)
    country_code = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(
        choices=AccountStatus.values, allow_null=True, help_text="Null for staff."
    )
    refusal_reason = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    second_factors = serializers.ListField(child=serializers.ChoiceField(choices=FACTORS))
    download_access = DownloadAccessSerializer()
    terms = TermsStateSerializer()


class TermsSerializer(serializers.Serializer[Any]):
    """The terms of use that apply, and whether the person has to be asked."""

    version = serializers.IntegerField(help_text="0 while there are none.")
    locale = serializers.ChoiceField(
        choices=LOCALES, help_text="The language of the text, which is not always the one asked."
    )
    title = serializers.CharField(allow_blank=True)
    body_html = serializers.CharField(allow_blank=True)
    change_note = serializers.CharField(allow_blank=True)
    published_at = serializers.DateTimeField(allow_null=True)
    consent_text = serializers.CharField(help_text="A sentence to put beside the tick.")
    accepted = serializers.BooleanField(
        allow_null=True, help_text="Whether there is nothing to ask; null when nobody is signed in."
    )


class SubscriptionSerializer(serializers.Serializer[Any]):
    """The newsletter of one language."""

    id = serializers.UUIDField()
    locale = serializers.ChoiceField(choices=LOCALES)
    state = serializers.ChoiceField(choices=SubscriptionState.values)
    source = serializers.ChoiceField(  # type: ignore[assignment] # the member's name is given
        choices=SubscriptionSource.values
    )
    started_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


class NewsletterOfferSerializer(serializers.Serializer[Any]):
    """A newsletter that could be subscribed to."""

    locale = serializers.ChoiceField(choices=LOCALES)
    name = serializers.CharField(help_text="The language in itself.")
    consent_text = serializers.CharField(help_text="A sentence to put beside the button.")


class PasswordRuleSerializer(serializers.Serializer[Any]):
    """One rule of the password policy, for ticks while somebody types."""

    code = serializers.CharField()
    message = serializers.CharField()
    pattern = serializers.CharField(
        allow_blank=True,
        help_text="A JavaScript expression (flags su) that fits what keeps the rule; empty when "
        "only the server can tell.",
    )


def list_of(name: str, item: type[serializers.Serializer[Any]], **more: Any) -> Any:
    """Return the envelope of a list."""
    return inline_serializer(name, {"data": item(many=True), **more})


OpenSessionList = list_of("OpenSessionList", OpenSessionSerializer)
SessionsEnded = inline_serializer("SessionsEnded", {"ended": serializers.IntegerField()})
SubscriptionList = list_of(
    "SubscriptionList", SubscriptionSerializer, offers=NewsletterOfferSerializer(many=True)
)
PasswordRuleList = list_of("PasswordRuleList", PasswordRuleSerializer)
