"""Words that passwords are commonly made of, and rows of keys."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from accounts.passwords.text import fold, letters_of

FOLDER = Path(__file__).parent / "words"
SHORTEST_WORD = 3  # letters
SHORTEST_RUN = 4  # letters
KEYBOARD_ROWS = (
    "qwertyuiop asdfghjkl zxcvbnm azertyuiop qsdfghjklm wxcvbn qwertzuiop yxcvbnm",
    "йцукенгшщзхї фівапролджє ячсмитьбю йцукенгшщзхъ фывапролджэ",
    "ضصثقفغعهخحجد شسيبلاتنمكط ئءؤرلاىةوزظ",
)
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz абвгґдеєжзиіїйклмнопрстуфхцчшщьюя абвгдежзийклмноп أبتثجحخدذرزسش"
)


@cache
def common_words() -> tuple[str, ...]:
    """Return the folded words of all languages, each once."""
    words: dict[str, None] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                words |= dict.fromkeys(folded(line.split()))
    return tuple(words)


def folded(words: Iterable[str]) -> list[str]:
    """Return the letters of each word as they are compared; too short ones are left out."""
    letters = (letters_of(fold(word)) for word in words)
    return [word for word in letters if len(word) >= SHORTEST_WORD]


def is_run(text: str) -> bool:
    """Return whether the letters are neighbours on a keyboard, in the alphabet, or all the same."""
    if len(text) < SHORTEST_WORD:
        return False
    if text == text[0] * len(text):
        return True
    return len(text) >= SHORTEST_RUN and any(text in row for row in _rows())


@cache
def _rows() -> tuple[str, ...]:
    rows = " ".join((*KEYBOARD_ROWS, ALPHABETS)).split()
    forwards = [letters_of(fold(row)) for row in rows]
    return (*forwards, *(row[::-1] for row in forwards))
