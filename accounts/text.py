"""Text that people type about themselves: one visible line, or an error that can be understood."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Persian, Urdu and the languages of India spell with these two.
JOINERS = {"\u200c", "\u200d"}
INVISIBLE = {"Cf"}
CONTROLS = {"Cc", "Zl", "Zp"}
HALF_CHARACTERS = {"Cs"}
# Whoever writes an address into a name wants our mail to carry it to somebody.
SIGNS_OF_A_LINK = ("://", "www.")


def without_invisible(value: str) -> str:
    """Return the text without marks of direction and zero-width characters.

    Nobody sees them, so nobody could mend them: they come along when text is pasted.
    """
    return "".join(each for each in value if unicodedata.category(each) not in INVISIBLE)


def clean_line(value: str) -> str:
    """Return what somebody is or calls themselves, as one visible line in composed form (NFC).

    Marks of direction and zero-width characters go, except joiners between two letters.

    Raises:
        ValidationError: a line break or another control character, half a surrogate pair, or
            an address of the web.
    """
    text = unicodedata.normalize("NFC", _without_stray_marks(value)).strip()
    categories = {unicodedata.category(each) for each in text}
    if categories & CONTROLS:
        raise ValidationError(_("Write this on one line, without tabs."), code="control_character")
    if categories & HALF_CHARACTERS:
        raise ValidationError(_("This contains a character that cannot be used."), code="character")
    if any(sign in text.lower() for sign in SIGNS_OF_A_LINK):
        raise ValidationError(_("Leave out web addresses."), code="link")
    return " ".join(text.split())


def tidy_line(value: str) -> str:
    """Return the text as one visible line, whatever it holds; what cannot be kept goes.

    For values that no form has looked at. Forms tell people what is wrong (``clean_line``).
    """
    text = unicodedata.normalize("NFC", _without_stray_marks(value))
    unusable = CONTROLS | HALF_CHARACTERS
    kept = (" " if unicodedata.category(each) in unusable else each for each in text)
    return " ".join("".join(kept).split())


def _without_stray_marks(value: str) -> str:
    kept = []
    for position, character in enumerate(value):
        is_joint = character in JOINERS and _stands_between_letters(value, position)
        if is_joint or unicodedata.category(character) not in INVISIBLE:
            kept.append(character)
    return "".join(kept)


def _stands_between_letters(value: str, position: int) -> bool:
    around = value[max(0, position - 1) : position] + value[position + 1 : position + 2]
    return len(around) == len("ab") and all(
        unicodedata.category(each)[0] in "LM" for each in around
    )
