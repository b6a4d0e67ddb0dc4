"""Names and addresses as they are kept, so that one person cannot pass for another by a capital."""

import re
import unicodedata
from typing import Final

from racetrace.errors import AccountRefused

NAME: Final = re.compile(r'[\w.-]{2,40}')
EMAIL: Final = re.compile(r'[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+')
MOST_EMAIL: Final = 254  # characters, by RFC 5321
MOST_SHOWN: Final = 80


def folded(text: str) -> str:
    """Return what is compared: no case, no width, no spaces around, and nothing that no store could hold."""
    text = text.replace('\0', '\ufffd').encode(errors='replace').decode()
    return unicodedata.normalize('NFKC', unicodedata.normalize('NFKC', text).casefold()).strip()


def insist_name(name: str) -> str:
    """Return the name as it is kept. Raises AccountRefused."""
    kept = folded(name)
    if not NAME.fullmatch(kept) or not re.search('[^_.-]', kept):
        raise AccountRefused('A name has 2 to 40 letters, digits, dots, dashes and underscores.')
    return kept


def suggested(*texts: str) -> str:
    """Return a name made of the first of these that one can be made of."""
    for text in texts:
        made = re.sub(r'[^\w.-]+', '.', folded(text)).strip('._-')[:32].rstrip('._-')
        if NAME.fullmatch(made):
            return made
    return 'driver'


def insist_email(email: str) -> str:
    """Return the address as it is kept. Raises AccountRefused. Only a mail to it tells whose it is."""
    kept = folded(email)
    if len(kept) > MOST_EMAIL or not EMAIL.fullmatch(kept) or not kept.isprintable():
        raise AccountRefused('This is no e-mail address.')
    return kept


def insist_shown(text: str, most: int = MOST_SHOWN) -> str:
    """Return a line for others to read. Raises AccountRefused for what cannot be seen, or is too long."""
    kept = ' '.join(text.split())
    if len(kept) > most or not all(c.isprintable() for c in kept):
        raise AccountRefused(f'This is longer than {most} characters, or has some that cannot be seen.')
    return kept
