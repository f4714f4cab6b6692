"""Whether somebody would guess a password: from words, from who its owner is, by pattern."""

from collections.abc import Collection, Iterable, Iterator

from zxcvbn_rs_py import zxcvbn

from accounts.passwords.text import fold, letters_of, rest_of
from accounts.passwords.words import common_words, folded, is_run

LOWEST_SCORE = 3  # of 0 to 4
# What stands around a word must take so many powers of ten of guesses to save it.
SAVING_REST = 6
LONGEST_CORE = 80  # letters; two words are never longer
LONGEST_TAIL = 6  # digits and symbols at the end that may be letters in disguise
TELLING_PART = 5  # letters of a name that a password must not contain
SHORT_PART = 3
FEWEST_OTHER_LETTERS = 4

# Digits and symbols that stand for letters; one that stands for several has several tables.
DISGUISES = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "@": "a"}
DISGUISES |= {"$": "s", "€": "e", "+": "t", "(": "c", "|": "l", "£": "l"}
SEPARATORS = str.maketrans("", "", " -_.,:;/+&'")
TABLES = tuple(str.maketrans(DISGUISES | {"1": one, "!": one}) for one in "il")


def is_common(password: str, *, site_words: Iterable[str] = ()) -> bool:
    """Return whether it is one or two well-known words with little around them."""
    known = frozenset((*common_words(), *folded(site_words)))
    readings = dict.fromkeys(_readings(fold(password)))
    return any(_is_known(core, known) and _is_little(rest) for core, rest in readings)


def resembles(password: str, context: Iterable[str]) -> bool:
    """Return whether it is made from what is known about its owner."""
    parts = sorted(_parts_of(context), key=len, reverse=True)
    text = fold(password)
    variants = {letters_of(text), *(letters_of(text.translate(table)) for table in TABLES)}
    return any(_is_made_from(variant, parts) for variant in variants)


def is_easy(password: str, *, words: Iterable[str] = ()) -> bool:
    """Return whether zxcvbn finds it easy to guess.

    Args:
        password: at most 128 characters; the cost grows with the square of the length.
        words: further words that an attacker would try first.
    """
    tried_first = [*dict.fromkeys([*folded(words), *common_words()])]
    return any(
        int(zxcvbn(text, tried_first).score) < LOWEST_SCORE for text in {password, fold(password)}
    )


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield what the letters may spell, with what stands around and between them."""
    yield letters_of(text), rest_of(text)
    places = [index for index, character in enumerate(text) if character.isalpha()]
    if not places:
        return
    first, after = places[0], places[-1] + 1
    for end in range(after, min(len(text), after + LONGEST_TAIL) + 1):
        for start in {0, first}:
            for table in TABLES:
                middle = text[start:end].translate(table)
                yield letters_of(middle), text[:start] + rest_of(middle) + text[end:]


def _is_known(core: str, known: Collection[str]) -> bool:
    ends = (core, core[1:], core[2:], core[:-1], core[:-2])  # "Aa" for the rules' sake
    return any(_is_one_or_two_words(text, known) for text in ends if text)


def _is_one_or_two_words(core: str, known: Collection[str]) -> bool:
    unit = core[: (core + core).find(core, 1)]  # "parisparis" is "paris"
    if _is_word(unit, known) or _is_word(core, known):
        return True
    if len(unit) > LONGEST_CORE:
        return False
    cuts = range(1, len(unit))
    return any(_is_word(unit[:cut], known) and _is_word(unit[cut:], known) for cut in cuts)


def _is_word(text: str, known: Collection[str]) -> bool:
    return text in known or is_run(text)


def _is_little(rest: str) -> bool:
    return zxcvbn(rest.translate(SEPARATORS)).guesses_log10 < SAVING_REST


def _parts_of(context: Iterable[str]) -> set[str]:
    parts: set[str] = set()
    for value in context:
        name, _, domain = value.partition("@")
        labels = domain.split(".")[:-1]
        for text in (name, *labels):
            words = "".join(c if c.isalpha() else " " for c in fold(text)).split()
            parts |= {word for word in (*words, "".join(words)) if len(word) >= SHORT_PART}
    return parts | {part[::-1] for part in parts}


def _is_made_from(letters: str, parts: Iterable[str]) -> bool:
    left = letters
    for part in parts:
        if len(part) >= TELLING_PART and part in letters:
            return True
        left = left.replace(part, "")
    return len(left) < min(FEWEST_OTHER_LETTERS, len(letters))
