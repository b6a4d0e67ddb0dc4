"""Numbers as a driver reads them; the minus sign is as wide as the plus."""

from collections.abc import Sequence

NONE = '–'


def lap_time(seconds: float | None) -> str:
    """1:32.118; an hour and more as 1:02:03.456."""
    if seconds is None:
        return NONE
    minutes, milliseconds = divmod(round(seconds * 1000), 60_000)
    hours, minutes = divmod(minutes, 60)
    rest = f'{milliseconds / 1000:06.3f}'
    return f'{hours}:{minutes:02d}:{rest}' if hours else f'{minutes}:{rest}'


def signed(value: float, digits: int = 3) -> str:
    """+0.342, −0.120, ±0.000."""
    value = round(value, digits)
    return f'{"+" if value > 0 else "−" if value < 0 else "±"}{abs(value):.{digits}f}'


def listed(words: Sequence[str]) -> str:
    """T6, T3 and T8; of one word or more."""
    return words[0] if len(words) == 1 else f'{", ".join(words[:-1])} and {words[-1]}'


def plural(number: int, noun: str) -> str:
    return f'{number} {noun}' if number == 1 else f'{number} {noun}s'
