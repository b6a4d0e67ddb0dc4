"""GitHub, which is no OpenID provider: it is asked who the token is of, and for the addresses besides."""

from dataclasses import dataclass
from typing import Any, Final

from racetrace.accounts.identity import Attempt, Identity
from racetrace.errors import ProviderAway
from racetrace.oauth.asking import AWAY, asking, bearer, document, led, token
from racetrace.oauth.provider import Client

PUBLIC: Final = 'https://github.com'
SCOPE: Final = 'read:user user:email'


@dataclass(frozen=True, slots=True, kw_only=True)
class GitHub:
    name: str
    label: str
    url: str
    client: Client

    @property
    def api(self) -> str:
        """An enterprise's own GitHub has its API below its address."""
        return 'https://api.github.com' if self.url == PUBLIC else f'{self.url}/api/v3'

    def lead(self, attempt: Attempt, here: str) -> str:
        return led(f'{self.url}/login/oauth/authorize', self.client, attempt, here, SCOPE)

    def identity(self, attempt: Attempt, code: str, here: str, now_s: float) -> Identity:  # noqa: ARG002
        with asking() as asker:
            url = f'{self.url}/login/oauth/access_token'
            found = token(asker, url, self.client, attempt, code, here)
            user = document(asker.get(f'{self.api}/user', headers=bearer(found)))
            addresses = document(asker.get(f'{self.api}/user/emails', headers=bearer(found)))
        if not isinstance(user, dict) or not isinstance(user.get('id'), int) or user['id'] is True:
            raise ProviderAway(AWAY)
        email = _primary(addresses)
        return Identity(
            provider=self.name,
            subject=str(user['id']),  # a name may be given up, and another take it
            email=email,
            email_verified=email is not None,
            name=str(user.get('login', ''))[:80],
        )


def _primary(addresses: Any) -> str | None:
    """Return the one address that is somebody's first, and was proved."""
    if not isinstance(addresses, list):
        raise ProviderAway(AWAY)
    found = (
        one['email']
        for one in addresses
        if isinstance(one, dict)
        and one.get('primary') is True
        and one.get('verified') is True
        and isinstance(one.get('email'), str)
    )
    return next(found, None)
