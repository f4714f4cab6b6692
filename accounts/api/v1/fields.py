"""Fields that take what JSON has a type for, and nothing that could be turned into it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from rest_framework import serializers

from accounts.text import clean_line, without_invisible

LONGEST_PASSWORD = 4_096  # the policy says what is too long for a password
LONGEST_TOKEN = 200
LARGEST_NUMBER = 2**31 - 1  # of a database's integer


class Text(serializers.CharField):
    """A string; numbers are not turned into one."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text, with the blanks around it removed unless they matter."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class Line(Text):
    """What people call themselves: one visible line."""

    def to_internal_value(self, data: Any) -> str:
        """Return the text without what nobody can see."""
        text = super().to_internal_value(data)
        try:
            return clean_line(text)
        except ValidationError as error:
            raise serializers.ValidationError(error.messages, code=error.code) from error


class Shown(Text):
    """The sentence that somebody agreed to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=1_000,
            help_text="The sentence beside the tick or button, word for word. It is kept as proof; "
            "consent_text is one to show.",
            **kwargs,
        )


class Address(Text, serializers.EmailField):
    """An e-mail address, without the marks of direction that come along when it is pasted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=254, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Check what is left of the address."""
        return super().run_validation(without_invisible(data) if isinstance(data, str) else data)


class Password(Text):
    """A password: every character counts, blanks at the ends too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_PASSWORD, trim_whitespace=False, **kwargs)


class Token(Text):
    """A secret that the API handed out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TOKEN, **kwargs)


class Number(serializers.IntegerField):
    """A whole number; neither a string of digits nor a boolean."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_value=LARGEST_NUMBER, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class Identifier(serializers.UUIDField):
    """A UUID in its usual form."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the UUID."""
        if not isinstance(data, str):
            self.fail("invalid", value="")
        return super().to_internal_value(data)


class ContentLocale(serializers.ChoiceField):
    """A language of the site."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=list(settings.CONTENT_LOCALES), **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """Return the code."""
        if not isinstance(data, str):
            self.fail("invalid_choice", input=type(data).__name__)
        return super().to_internal_value(data)


class NextPage(Text):
    """Where somebody wants to go afterwards."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            "The page to return to: a path of this site, or an address of a listed frontend. "
            "Anything else is answered as an empty text.",
        )
        super().__init__(required=False, allow_blank=True, max_length=10_000, **kwargs)
