"""The three ways to run."""

from enum import StrEnum


class Mode(StrEnum):
    LOCAL = 'local'  # one laptop: nobody signs in, and one user owns everything
    LAN = 'lan'  # the paddock: accounts, in the same one file
    SERVER = 'server'  # a club: accounts

    @property
    def has_accounts(self) -> bool:
        return self is not Mode.LOCAL
