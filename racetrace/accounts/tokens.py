"""What proves who asks: short-lived signed access tokens, and secrets of which only a hash is kept.

The one place of this package that draws random numbers.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Self

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from racetrace.accounts.roles import Role
from racetrace.errors import TokenRefused

ACCESS_LIFE: Final = timedelta(minutes=15)
STEPPED_UP_LIFE: Final = timedelta(hours=2)  # of an admin's access token
LEEWAY_S: Final = 60  # by which clocks may differ
ALGORITHMS: Final = ['HS256']  # no other, whatever a token says of itself
ISSUER: Final = 'racetrace'
AUDIENCE: Final = 'racetrace-api'
TYPE: Final = 'access'
MOST_CHARACTERS: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """256 random bits: `text` is for its holder alone, `sha256` is what is kept."""

    text: str
    sha256: str

    @classmethod
    def fresh(cls, prefix: str = '') -> Self:
        """The prefix says what it opens, to who finds it where it should not be."""
        text = prefix + secrets.token_urlsafe(32)
        return cls(text=text, sha256=sha256(text))


def sha256(secret: str) -> str:
    """What is kept of a secret. It needs no salt and no slow hash: nobody guesses 256 bits."""
    return hashlib.sha256(secret.encode(errors='replace')).hexdigest()


def random_bytes(count: int) -> bytes:
    return secrets.token_bytes(count)


def signing_key(instance_secret: str) -> OctKey:
    """Derive the key of access tokens, so that the instance's secret itself never signs anything."""
    key = hmac.new(instance_secret.encode(), b'racetrace access tokens', 'sha256').digest()
    return OctKey.import_key(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What an access token says."""

    user_id: int
    family: str  # of the refresh tokens it came with: it ends with them
    role: Role = Role.USER  # ADMIN: proved again, for STEPPED_UP_LIFE


def access_token(key: OctKey, access: Access, *, now_s: int, life: timedelta = ACCESS_LIFE) -> str:
    claims: dict[str, Any] = {
        'iss': ISSUER,
        'aud': AUDIENCE,
        'sub': str(access.user_id),
        'typ': TYPE,
        'iat': now_s,
        'exp': now_s + int(life.total_seconds()),
        'jti': secrets.token_urlsafe(16),
        'sid': access.family,
        'role': access.role.value,
    }
    return jwt.encode({'alg': ALGORITHMS[0]}, claims, key, algorithms=ALGORITHMS)


def read_access_token(key: OctKey, text: str, *, now_s: int) -> Access:
    """Raises TokenRefused for every token that is not one of ours and in force."""
    registry = jwt.JWTClaimsRegistry(
        now=now_s,
        leeway=LEEWAY_S,
        iss={'essential': True, 'value': ISSUER},
        aud={'essential': True, 'value': AUDIENCE},
        typ={'essential': True, 'value': TYPE},
        role={'essential': True, 'values': [role.value for role in Role]},
        sub={'essential': True},
        exp={'essential': True},
        iat={'essential': True},
        jti={'essential': True},
        sid={'essential': True},
    )
    try:
        if len(text) > MOST_CHARACTERS:
            raise ValueError(len(text))
        claims = jwt.decode(text, key, algorithms=ALGORITHMS).claims
        registry.validate(claims)
        return Access(user_id=int(claims['sub']), family=str(claims['sid']), role=Role(claims['role']))
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefused('This access token is not valid, or no longer. Sign in again.') from error
