"""The three environments of a server, and what each of them changes. Without one it is as in production."""

from enum import StrEnum


class Environment(StrEnum):
    DEVELOPMENT = 'development'
    TESTING = 'testing'
    PRODUCTION = 'production'

    @property
    def token_minutes(self) -> int:
        """How long an access token of a program works, unless somebody says so himself."""
        return {Environment.DEVELOPMENT: 24 * 60, Environment.TESTING: 60}.get(self, 15)

    @property
    def is_debug(self) -> bool:
        return self is Environment.DEVELOPMENT
