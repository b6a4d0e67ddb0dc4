"""Whose timing feeds may be on a computer of the inner network: it answers us, and may answer nobody else."""

from enum import StrEnum

from racetrace.accounts.mode import Mode


class InnerFeeds(StrEnum):
    NOBODY = 'nobody'
    ADMINS = 'admins'
    EVERYBODY = 'everybody'

    @classmethod
    def usual(cls, mode: Mode) -> 'InnerFeeds':
        """Return what holds unless somebody says so himself.

        At the track the timekeepers' computer is beside us, but so are those of all others in the paddock.
        """
        return {Mode.LOCAL: cls.EVERYBODY, Mode.LAN: cls.ADMINS}.get(mode, cls.NOBODY)
