"""Codes of an authenticator app (RFC 6238): six digits, each for 30 seconds, each good for once."""

import base64
from typing import Final

import pyotp
from pyotp.exceptions import OTPVerificationError

SECRET_BYTES: Final = 20  # as RFC 4226 recommends
STEPS_OF_LEEWAY: Final = 1  # to either side: clocks differ, and people type slowly
DIGITS: Final = 6


def secret(random_bytes: bytes) -> str:
    """Return a secret as apps take it."""
    if len(random_bytes) != SECRET_BYTES:
        raise ValueError(f'{len(random_bytes)} bytes are not {SECRET_BYTES}.')
    return base64.b32encode(random_bytes).decode()


def address(secret: str, name: str, issuer: str) -> str:
    """Return what a QR code tells an app."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step(secret: str, code: str, *, now_s: float, after: int | None = None) -> int | None:
    """Return the 30 s step of a right code; None for a wrong one, and for a step not beyond `after`.

    Keep the step, and pass it as `after` next time: who looks over a shoulder may not use a code again.
    """
    plain = code.replace(' ', '')
    if len(plain) != DIGITS or not (plain.isascii() and plain.isdigit()):
        return None
    try:
        found = pyotp.TOTP(secret).verify_and_get_timecode(
            plain, for_time=now_s, valid_window=STEPS_OF_LEEWAY
        )
    except OTPVerificationError:
        return None
    return found if after is None or found > after else None
