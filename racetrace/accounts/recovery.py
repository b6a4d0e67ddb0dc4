"""Codes for who has lost the phone: each is good for once, in place of a code of the app."""

import base64
import re
from typing import Final

COUNT: Final = 10
BYTES: Final = 10  # 80 random bits: nobody guesses them, so that a plain hash of them may be kept
FORM: Final = re.compile('[A-Z2-7]{16}')


def shown(random_bytes: bytes) -> str:
    """Return a code as it is written down: MZXW-6YTB-OIFA-2DQP."""
    if len(random_bytes) != BYTES:
        raise ValueError(f'{len(random_bytes)} bytes are not {BYTES}.')
    text = base64.b32encode(random_bytes).decode()
    return '-'.join(text[start : start + 4] for start in range(0, len(text), 4))


def typed(text: str) -> str | None:
    """Return a code as it was shown, however it was typed; None for what is none."""
    plain = re.sub(r'[\s-]', '', text.upper())
    if not FORM.fullmatch(plain):
        return None
    return '-'.join(plain[start : start + 4] for start in range(0, len(plain), 4))
