"""What a person is to this instance and to a team, and whom a session is shown to."""

from enum import StrEnum


class Role(StrEnum):
    USER = 'user'
    ADMIN = 'admin'


class TeamRole(StrEnum):
    MEMBER = 'member'
    COACH = 'coach'
    MANAGER = 'manager'


class Visibility(StrEnum):
    """Of a session; its laps inherit it."""

    PRIVATE = 'private'
    TEAM = 'team'
    LINK = 'link'
    PUBLIC = 'public'


class LinkScope(StrEnum):
    """What a link opens."""

    VIEW = 'view'
    FILE = 'file'  # and the file as it was handed in


class Scope(StrEnum):
    """What a program may do with a personal token."""

    READ = 'read'
    WRITE = 'write'  # and read
