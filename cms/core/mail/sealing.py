"""Encryption of what must not be readable in the database."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

PURPOSE = b"cms.core.mail outbox 1"
KEY_BYTES = 32


class UnsealError(Exception):
    """The bytes were sealed with a secret key that is no longer known."""


def seal(content: bytes) -> bytes:
    """Return the content encrypted with a key derived from ``SECRET_KEY``."""
    return _cipher().encrypt(content)


def unseal(sealed: bytes | memoryview) -> bytes:
    """Return the content; keys in ``SECRET_KEY_FALLBACKS`` are honoured.

    Raises:
        UnsealError: no known key fits.
    """
    try:
        return _cipher().decrypt(bytes(sealed))
    except InvalidToken as error:
        raise UnsealError("Sealed with an unknown secret key.") from error


def seal_mapping(values: Mapping[str, Any]) -> bytes:
    """Seal a mapping as JSON; an empty one stays empty."""
    return seal(json.dumps(dict(values), cls=DjangoJSONEncoder).encode()) if values else b""


def unseal_mapping(sealed: bytes | memoryview) -> dict[str, Any]:
    """Return the sealed mapping."""
    return json.loads(unseal(sealed)) if sealed else {}


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(secret_key: str | bytes) -> bytes:
    material = secret_key.encode() if isinstance(secret_key, str) else secret_key
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(material)
    return base64.urlsafe_b64encode(derived)
