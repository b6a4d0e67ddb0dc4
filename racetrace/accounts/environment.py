"""The three environments of a server, and what each of them changes. Without one it is as in production."""

from enum import StrEnum

from racetrace.errors import SettingRefused


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

    def insist_safe(self, token_minutes: int, *, is_debug: bool) -> None:
        """What makes work easier for who works on RaceTrace is for nobody else. Raises SettingRefused."""
        where = f'in {self} (which it is, unless RACETRACE_ENVIRONMENT says otherwise)'
        if is_debug and self is Environment.PRODUCTION:
            raise SettingRefused('RACETRACE_DEBUG', '1', f'0 {where}')
        if token_minutes > self.token_minutes:
            wanted = f'{self.token_minutes} or less {where}'
            raise SettingRefused('RACETRACE_TOKEN_MINUTES', str(token_minutes), wanted)
