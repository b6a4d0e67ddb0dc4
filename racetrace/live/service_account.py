"""The account of a program at Google: a file with its key, which is exchanged for a token of an hour."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from racetrace.errors import ConnectionEnded, CredentialsRefused, FeedAddressRefused
from racetrace.live.address import Address, address
from racetrace.live.web import Web

GRANT: Final = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
LIFE_S: Final = 600
MOST_BYTES: Final = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAccount:
    project: str
    email: str
    key: RSAKey = field(repr=False)
    token_url: Address

    async def token(self, web: Web, scope: str) -> str:
        """Return a token for this. Raises ConnectionEnded."""
        form = {'grant_type': GRANT, 'assertion': self._assertion(scope)}
        try:
            told = json.loads(await web.text(self.token_url, data=form))
            token = told['access_token']
        except (ValueError, LookupError, TypeError, RecursionError):
            token = None
        if not (isinstance(token, str) and token.isascii() and token.isprintable()):
            raise ConnectionEnded(f'{self.token_url.origin} gives no token to {self.email}.')
        return token

    def _assertion(self, scope: str) -> str:
        now_s = int(time.time())
        claims = {'iss': self.email, 'scope': scope, 'aud': str(self.token_url)}
        return jwt.encode({'alg': 'RS256'}, claims | {'iat': now_s, 'exp': now_s + LIFE_S}, self.key)


def project_of(path: Path) -> str:
    """Return the project of the file that Google hands out; '' where there is none."""
    return service_account(path).project if path.exists() else ''


def service_account(path: Path) -> ServiceAccount:
    """Read the file that Google hands out. Raises CredentialsRefused, which quotes nothing of it."""
    try:
        with path.open('rb') as file:
            said = json.loads(file.read(MOST_BYTES))
        project, email, key = (str(said[name]) for name in ('project_id', 'client_email', 'private_key'))
        where = address(str(said['token_uri']), ('https', 'http'))
        is_safe = where.is_secure or where.host in {'127.0.0.1', 'localhost'}
        imported = RSAKey.import_key(key)
    except OSError as error:
        raise CredentialsRefused(f'{path} cannot be read: {error.strerror}.') from error
    except (ValueError, LookupError, TypeError, JoseError, RecursionError, FeedAddressRefused):
        is_safe = False
    if not is_safe:
        raise CredentialsRefused(
            f'{path} is no key of a service account: take the JSON file that the Firebase console makes.'
        ) from None
    return ServiceAccount(project=project, email=email, key=imported, token_url=where)
