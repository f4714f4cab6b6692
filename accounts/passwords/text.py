"""Passwords as text: the one spelling that is hashed, and the folded one that is compared."""

import unicodedata

# Longer ones are refused before anything is done with them, and match no stored hash.
LONGEST_RAW = 1_024  # code points
TATWEEL = "\u0640"  # stretches an Arabic word


def normalise(password: str) -> str:
    """Return the one spelling of a password, so that "é" is "é" on every keyboard.

    Unicode's form C: it joins letters and accents, and changes nothing else. Setting, checking
    and hashing all go through here.
    """
    return unicodedata.normalize("NFC", password) if len(password) <= LONGEST_RAW else password


def is_readable(password: str) -> bool:
    """Return whether the text can be encoded at all; half a surrogate pair cannot."""
    return not any(unicodedata.category(character) == "Cs" for character in password)


def fold(text: str) -> str:
    """Return the text without case, accents and ornament, for comparing."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = (c for c in decomposed if unicodedata.category(c) != "Mn" and c != TATWEEL)
    return "".join(kept)


def letters_of(text: str) -> str:
    """Return the letters alone."""
    return "".join(character for character in text if character.isalpha())


def rest_of(text: str) -> str:
    """Return everything but the letters."""
    return "".join(character for character in text if not character.isalpha())
