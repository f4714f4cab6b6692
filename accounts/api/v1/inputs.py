"""What the account API takes: one serializer for each body."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from accounts.api.v1.fields import (
    Address,
    ContentLocale,
    Identifier,
    Line,
    NextPage,
    Number,
    Password,
    Shown,
    Text,
    Token,
)
from accounts.countries import country_codes

MAIL_LOCALE = "The language of the mail. Without it, what Accept-Language asks for."


class ProfileSerializer(serializers.Serializer[Any]):
    """What people say of themselves. All of it may be left out or empty."""

    first_name = Line(required=False, allow_blank=True, max_length=150)
    last_name = Line(required=False, allow_blank=True, max_length=150)
    organisation = Line(required=False, allow_blank=True, max_length=200)
    position = Line(
        required=False, allow_blank=True, max_length=200, help_text="What the person does there."
    )
    country_code = Text(
        required=False, allow_blank=True, max_length=2, help_text="Two letters of ISO 3166-1."
    )

    def validate_country_code(self, value: str) -> str:
        """Take codes of countries that exist."""
        code = value.upper()
        if code and code not in country_codes():
            raise serializers.ValidationError("This is no code of ISO 3166-1.", code="invalid")
        return code


class RegistrationSerializer(ProfileSerializer):
    """A new account."""

    email = Address()
    password = Password()
    terms_version = Number(
        required=False,
        min_value=0,
        help_text="The version of the terms of use that the person accepted, as GET terms "
        "answers it. It may be left out while there are none.",
    )
    terms_shown = Shown(required=False)
    next = NextPage()
    locale = ContentLocale(required=False, help_text=MAIL_LOCALE)


class VerificationSerializer(serializers.Serializer[Any]):
    """A code that somebody typed."""

    flow = Identifier()
    code = Text(max_length=64, help_text="Six digits; anything between them is dropped.")
    secret = Token(
        required=False,
        allow_blank=True,
        help_text="What the answer that began the flow told this client.",
    )


class FlowReferenceSerializer(serializers.Serializer[Any]):
    """The flow that another code is wanted for."""

    flow = Identifier()


class ResetRequestSerializer(serializers.Serializer[Any]):
    """Whose password was forgotten."""

    email = Address()
    next = NextPage()
    locale = ContentLocale(required=False, help_text=MAIL_LOCALE)


class NewPasswordSerializer(serializers.Serializer[Any]):
    """A new password: with the ticket of a flow, or by somebody who is signed in."""

    password = Password()
    flow = Identifier(required=False)
    ticket = Token(required=False, help_text="With flow: what verify answered.")
    current_password = Password(required=False, help_text="Without flow: the present password.")
    next = NextPage()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take one of the two sets of fields, whole."""
        is_for_flow = "flow" in attrs or "ticket" in attrs
        expected = ("flow", "ticket") if is_for_flow else ("current_password",)
        if missing := [name for name in expected if name not in attrs]:
            detail = ErrorDetail("This field is required.", "required")
            raise serializers.ValidationError({name: [detail] for name in missing})
        return attrs


class CredentialsSerializer(serializers.Serializer[Any]):
    """Who wants to sign in."""

    email = Address()
    password = Password()
    next = NextPage()


class SecondFactorSerializer(serializers.Serializer[Any]):
    """A code of an authenticator app, or a recovery code."""

    code = Text(max_length=64)


class ProfileChangeSerializer(ProfileSerializer):
    """What is to change; what is left out stays."""

    preferred_language = ContentLocale(
        required=False, allow_blank=True, help_text="For mails and pages."
    )


class ClosingSerializer(serializers.Serializer[Any]):
    """The password, once more."""

    password = Password()


class AddressChangeSerializer(serializers.Serializer[Any]):
    """A new e-mail address, and the password once more."""

    email = Address()
    password = Password()
    next = NextPage()
    locale = ContentLocale(required=False, help_text=MAIL_LOCALE)


class AcceptanceSerializer(serializers.Serializer[Any]):
    """The version of the terms that the person accepts, and what they were shown."""

    version = Number(min_value=1)
    locale = ContentLocale(required=False, help_text="In which language it was shown.")
    shown = Shown(required=False)


class SubscriptionRequestSerializer(serializers.Serializer[Any]):
    """Consent to the newsletter of one language."""

    locale = ContentLocale(help_text="The language of the newsletter.")
    shown = Shown()
