"""How the way to a mail server is kept from being listened to."""

from enum import StrEnum


class Tls(StrEnum):
    STARTTLS = 'starttls'  # asked for before anything else is said
    TLS = 'tls'  # from the first byte
    NONE = 'none'  # for a server on this computer alone

    @property
    def port(self) -> int:
        """The usual one."""
        return {Tls.STARTTLS: 587, Tls.TLS: 465, Tls.NONE: 25}[self]
