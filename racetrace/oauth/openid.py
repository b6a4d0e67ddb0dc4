"""OpenID Connect, as Google speaks it, and whoever else is named in its place.

A sign-in rests on the ID token: who made it, for whom, until when, and that this browser asked for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from racetrace.accounts.identity import Attempt, Identity
from racetrace.errors import ProviderAway, ProviderRefused
from racetrace.oauth.asking import AWAY, asking, bearer, document, led, token
from racetrace.oauth.provider import Client

SCOPE: Final = 'openid email profile'
ALGORITHMS: Final = ['RS256', 'PS256', 'ES256']  # of a key pair: none that a shared secret signs
LEEWAY_S: Final = 60  # by which clocks may differ
MOST_SUBJECT: Final = 255  # characters, by OpenID Connect Core 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenID:
    name: str
    label: str
    url: str  # of the issuer, who describes himself below it
    client: Client

    def lead(self, attempt: Attempt, here: str) -> str:
        with asking() as asker:
            url = self._description(asker)['authorization_endpoint']
        return led(url, self.client, attempt, here, SCOPE, nonce=attempt.nonce)

    def identity(self, attempt: Attempt, code: str, here: str, now_s: float) -> Identity:
        with asking() as asker:
            where = self._description(asker)
            found = token(asker, where['token_endpoint'], self.client, attempt, code, here)
            keys = document(asker.get(where['jwks_uri']))
            claims = self._claims(str(found.get('id_token', '')), keys, attempt, now_s)
            if 'email' not in claims and 'userinfo_endpoint' in where:
                claims = _with(claims, document(asker.get(where['userinfo_endpoint'], headers=bearer(found))))
        return Identity(
            provider=self.name,
            subject=claims['sub'],
            email=claims['email'] if isinstance(claims.get('email'), str) else None,
            email_verified=claims.get('email_verified') is True,
            name=str(claims.get('name', ''))[:80],
        )

    def _description(self, asker: httpx.Client) -> Mapping[str, str]:
        """Return where the issuer does what. It has to be his own, and as safe as he is."""
        found = document(asker.get(f'{self.url}/.well-known/openid-configuration'))
        if not isinstance(found, dict) or found.get('issuer') != self.url:
            raise ProviderAway(AWAY)
        where = {name: str(url) for name, url in found.items() if name.endswith(('_endpoint', '_uri'))}
        wanted = urlsplit(self.url).scheme
        is_whole = {'authorization_endpoint', 'token_endpoint', 'jwks_uri'} <= where.keys()
        if not is_whole or any(urlsplit(url).scheme not in {'https', wanted} for url in where.values()):
            raise ProviderAway(AWAY)
        return where

    def _claims(self, text: str, keys: Any, attempt: Attempt, now_s: float) -> dict[str, Any]:
        """Return what an ID token says, after OpenID Connect Core 3.1.3.7."""
        registry = jwt.JWTClaimsRegistry(
            now=int(now_s),
            leeway=LEEWAY_S,
            iss={'essential': True, 'value': self.url},
            aud={'essential': True, 'value': self.client.id},
            nonce={'essential': True, 'value': attempt.nonce},
            sub={'essential': True},
            exp={'essential': True},
            iat={'essential': True},
        )
        try:
            claims = jwt.decode(text, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
            registry.validate(claims)
            if claims.get('azp', self.client.id) != self.client.id or not _is_subject(claims['sub']):
                raise ValueError(claims.get('azp'))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise ProviderRefused('What the other side says of you cannot be believed.') from error
        return claims


def _is_subject(found: Any) -> bool:
    return isinstance(found, str) and 0 < len(found) <= MOST_SUBJECT


def _with(claims: dict[str, Any], more: Any) -> dict[str, Any]:
    """Add what was asked for besides, if it is of the same person."""
    if not isinstance(more, dict) or more.get('sub') != claims['sub']:
        raise ProviderRefused('What the other side says of you cannot be believed.')
    return more | claims
