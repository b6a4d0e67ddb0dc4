"""The passwords that were most often among those stolen elsewhere, as zxcvbn counts them."""

from functools import cache


@cache
def commonest() -> frozenset[str]:
    """Return 30,000 of them in small letters; more than 11,000 are as long as a password has to be.

    Read when the first password is chosen, for it takes 40 ms and 14 MB: without accounts nobody pays them.
    """
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS['passwords'])
