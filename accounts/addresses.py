"""One spelling for an e-mail address."""

import unicodedata


def normalise_address(address: str) -> str:
    """Return the address stripped, in lower case and in Unicode's composed form (NFC).

    Mail servers do not tell upper from lower case, and people type both.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", address).strip().lower())
