"""Random texts that open something to whoever has them, and what is kept of them."""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """Return a random text nobody can guess, fit for an address or a header."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Return what to keep of a token; it is too long for anybody to find it by its plain hash."""
    return hashlib.sha256(token.encode()).hexdigest()
