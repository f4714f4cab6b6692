"""Codes: how they are made, and the keyed digests that are kept of codes, secrets and tickets.

Six digits are guessed in a moment by whoever has their plain digest, so the digests are
keyed with ``SECRET_KEY``: a copy of the database alone is worth nothing. Digests made with
a key of ``SECRET_KEY_FALLBACKS`` still fit, so that rotating the key loses no mailed code.
"""

import secrets
import unicodedata

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

CODE_DIGITS = 6
# More than anybody types, spaces included; the rest of a pasted novel is not read.
LONGEST_INPUT = 64
SALT = "accounts.services.code_digests"


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def read_digits(typed: str) -> str:
    """Return the digits somebody typed, as ASCII; spaces, dashes and all else is dropped.

    Keyboards for Arabic type digits of their own, and they mean the same.
    """
    values = (unicodedata.decimal(character, None) for character in typed[:LONGEST_INPUT])
    return "".join(str(value) for value in values if value is not None)


def digest_of(flow_id: object, value: str) -> str:
    """Return the digest to keep; the same value has another digest in another flow."""
    return _digest(flow_id, value, settings.SECRET_KEY)


def fits(digest: str, flow_id: object, value: str) -> bool:
    """Say in constant time whether the digest is the value's, under any known key."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    results = [constant_time_compare(digest, _digest(flow_id, value, key)) for key in keys]
    return any(results)


def _digest(flow_id: object, value: str, key: str | bytes) -> str:
    # JSON may bring half a surrogate pair, which UTF-8 has no bytes for.
    message = f"{flow_id}:{value}".encode(errors="surrogatepass")
    mac = salted_hmac(SALT, message, secret=key, algorithm="sha256")
    return str(mac.hexdigest())
