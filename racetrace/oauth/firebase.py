"""Firebase, whose users an app knows already: it hands in the ID token that Google signed for them.

The rules are those that Firebase states for who checks such a token without its own libraries.
"""

from dataclasses import dataclass
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from racetrace.accounts.identity import Identity
from racetrace.errors import EmailUnproven, ProviderRefused
from racetrace.oauth.keys import Keys
from racetrace.oauth.provider import Vouched

NAME: Final = 'firebase'  # kept with each identity
ISSUERS: Final = 'https://securetoken.google.com/'
ALGORITHMS: Final = ['RS256']  # no other, whatever a token says of itself
LEEWAY_S: Final = 60  # by which clocks may differ
MOST_LIFE_S: Final = 86_400  # Google's live for an hour; each is remembered for as long as it lives
MOST_SUBJECT: Final = 128  # characters
MOST_CHARACTERS: Final = 8000  # of a token: with all that an app may add it has about 3,000
REFUSED: Final = 'This ID token of Firebase cannot be believed, or no longer. Ask Firebase for another.'
ANONYMOUS: Final = (
    'Who is anonymous in the app has no account here. Sign in to the app with an e-mail address first.'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firebase:
    project: str
    keys: Keys

    def vouched(self, text: str, now_s: float) -> Vouched:
        claims = self._claims(text, now_s)
        if claims['firebase'].get('sign_in_provider') == 'anonymous':
            raise EmailUnproven(ANONYMOUS)
        identity = Identity(
            provider=NAME,
            subject=claims['sub'],
            email=claims['email'] if isinstance(claims.get('email'), str) else None,
            email_verified=claims.get('email_verified') is True,
            name=str(claims.get('name', ''))[:80],
        )
        return Vouched(identity=identity, left_s=claims['exp'] + LEEWAY_S - now_s)

    def _claims(self, text: str, now_s: float) -> dict[str, Any]:
        try:
            claims = jwt.decode(text, self._key(text, now_s), algorithms=ALGORITHMS).claims
            self._registry(now_s).validate(claims)
            self._insist(claims, now_s)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ProviderRefused(REFUSED) from error
        return claims

    def _key(self, text: str, now_s: float) -> RSAKey:
        """Nothing is asked on the network for what is no token of this kind."""
        if len(text) > MOST_CHARACTERS:
            raise ValueError('It is too long.')
        header = jws.extract_compact(text.encode()).headers()
        if header['alg'] not in ALGORITHMS or not isinstance(header['kid'], str):
            raise ValueError('It is signed in another way.')
        key = self.keys.find(header['kid'], now_s)
        if key is None:
            raise ValueError('Nobody knows the key.')
        return key

    def _registry(self, now_s: float) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(now_s),
            leeway=LEEWAY_S,
            iss={'essential': True, 'value': ISSUERS + self.project},
            aud={'essential': True, 'value': self.project},
            sub={'essential': True},
            exp={'essential': True},
            iat={'essential': True},
            auth_time={'essential': True},
            firebase={'essential': True},
        )

    def _insist(self, claims: dict[str, Any], now_s: float) -> None:
        """What the registry leaves open. Raises ValueError, and for other types what comes of them."""
        signed_in_s, subject, said = claims['auth_time'], claims['sub'], claims['firebase']
        is_timely = signed_in_s <= now_s + LEEWAY_S and claims['exp'] <= now_s + MOST_LIFE_S
        is_somebody = len(subject) <= MOST_SUBJECT and subject.isprintable()
        # Subjects of a tenant are its own: another tenant of the same project may have the same.
        is_of_project = claims['aud'] == self.project and isinstance(said, dict) and 'tenant' not in said
        if not (is_timely and is_somebody and is_of_project) or isinstance(signed_in_s, bool):
            raise ValueError('It breaks a rule.')
