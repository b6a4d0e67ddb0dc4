"""The passwords that are tried first: the commonest, a word or two, a name, a walk on the keyboard, a date.

The commonest come from a list. Who guesses goes on with a few digits behind, capitals, `@` for `a`, and words
of the sport: that is what the rules below are for. Their words are this project's own collection.
"""

import re
from collections.abc import Collection
from datetime import date
from importlib.resources import files
from typing import Final

from racetrace.accounts.commonest import commonest

WORDS: Final = frozenset(files(__package__).joinpath('evident_words.txt').read_text('ascii').split())
WALKS: Final = (
    '01234567890',
    'abcdefghijklmnopqrstuvwxyz',
    *('qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn'),
    *('1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik', 'qazwsxedcrfvtgbyhnujmik', '1q2w3e4r5t6y7u8i9o0p', 'qweasdzxc'),
    *(
        '147258369',
        '741852963',
        '123qweasdzxc',
        '789456123',
        'qwer1234',
        'asdf1234',
        'a1b2c3d4e5f6',
        '1a2b3c4d5e6f',
    ),
)
INSTEAD: Final = str.maketrans('@431!05$7', 'aaeiiosst')
MOST_DIGITS: Final = 4  # around a common word, which make it no better
MOST_MARKS: Final = 2


def is_evident(password: str, own_words: Collection[str] = ()) -> bool:
    """Return whether a password is among the first to be guessed; `own_words` are names of the account."""
    typed = password.casefold()
    known = WORDS | {_word(own.casefold()) for own in own_words if len(own) > 2}
    return any(_is_common(text, known) for text in {typed, _letters(typed)})


def _is_common(text: str, known: Collection[str]) -> bool:
    front, word, behind = _parts(text)
    return (
        text in commonest()
        or _is_pattern(text)
        or (_is_padding(front) and _is_padding(behind) and _is_of_words(word, known))
    )


def _letters(text: str) -> str:
    """Undo `p@55w0rd`, but leave the digits behind a word alone."""
    end = len(text.rstrip('0123456789!'))
    return text[:end].translate(INSTEAD) + text[end:]


def _parts(text: str) -> tuple[str, str, str]:
    found = re.fullmatch(r'([\W\d_]*)(.*?)([\W\d_]*)', text, re.DOTALL)
    assert found is not None  # each part may be empty
    front, word, behind = found.groups()
    return front, _word(word), behind


def _word(text: str) -> str:
    return re.sub(r'[\s._-]', '', text)


def _is_padding(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return (digits <= MOST_DIGITS and len(text) - digits <= MOST_MARKS) or _is_pattern(text)


def _is_of_words(word: str, known: Collection[str]) -> bool:
    """Return whether this is one word, two of them, or a pattern."""
    return (
        word in known
        or word in commonest()
        or (bool(word) and _is_pattern(word))
        or any(word[:i] in known and word[i:] in known for i in range(1, len(word)))
    )


def _is_pattern(text: str) -> bool:
    """Return whether this is one thing again and again, a walk on the keyboard, or a date."""
    return _is_repeated(text) or _is_walk(text) or _is_date(text)


def _is_repeated(text: str) -> bool:
    few = len(text) > 2 and len(set(text)) < 3
    again = any(len(text) > size and (text[:size] * len(text)).startswith(text) for size in range(1, 5))
    half = len(text) > 9 and text[: len(text) // 2] * 2 == text
    doubled = len(text) > 5 and text[::2] == text[1::2] and _is_walk(text[::2])
    return few or again or half or doubled


def _is_walk(text: str) -> bool:
    """Return whether one or two walks on the keyboard make this, in either direction."""
    walks = [way for walk in WALKS for way in (walk, walk[::-1])]
    starts = [i for i in range(3, len(text)) if any(text[:i] in walk for walk in walks)]
    return any(any(text[i:] in walk for walk in walks) for i in (0, *starts) if len(text) - i > 2)


def _is_date(text: str) -> bool:
    digits = re.sub(r'[./-]', '', text)
    if not re.fullmatch('[0-9]{8}', digits):
        return False
    orders = ((4, 2, 0), (0, 4, 6), (4, 0, 2))  # where year, month and day begin
    return any(
        _is_day(int(digits[y : y + 4]), int(digits[m : m + 2]), int(digits[d : d + 2])) for y, m, d in orders
    )


def _is_day(year: int, month: int, day: int) -> bool:
    if not 1900 <= year < 2100:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
