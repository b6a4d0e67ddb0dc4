import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from racetrace.accounts.roles import Role
from racetrace.accounts.tokens import Access, Secret, access_token, read_access_token, sha256, signing_key
from racetrace.errors import TokenRefused

NOW_S = 1_800_000_000
KEY = signing_key('a secret of more than thirty-two characters')
ANA = Access(user_id=7, family='f')


def forged(key: OctKey = KEY, alg: str = 'HS256', **changes: Any) -> str:
    """A token like ours but for some claims; None leaves one out."""
    claims = jwt.decode(access_token(KEY, ANA, now_s=NOW_S), KEY, algorithms=['HS256']).claims | changes
    said = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({'alg': alg}, said, key, algorithms=[alg])


def unsigned(alg: str) -> str:
    head, body, _ = forged().split('.')
    head = base64.urlsafe_b64encode(json.dumps({'alg': alg, 'typ': 'JWT'}).encode()).decode().rstrip('=')
    return f'{head}.{body}.'


def test_a_token_says_who_until_its_time_is_over() -> None:
    token = access_token(KEY, ANA, now_s=NOW_S)
    assert read_access_token(KEY, token, now_s=NOW_S) == ANA
    assert read_access_token(KEY, token, now_s=NOW_S + 15 * 60 + 59) == ANA
    with pytest.raises(TokenRefused):
        read_access_token(KEY, token, now_s=NOW_S + 15 * 60 + 60)


def test_an_admin_who_proved_it_again_has_two_hours() -> None:
    admin = Access(user_id=7, family='f', role=Role.ADMIN)
    token = access_token(KEY, admin, now_s=NOW_S, life=timedelta(hours=2))
    assert read_access_token(KEY, token, now_s=NOW_S + 7200) == admin


OTHER = signing_key('another secret of as many characters as that')
LONG = OctKey.import_key(b'k' * 64)
BAD = {
    'no signature': unsigned('none'),
    'no signature, in capitals': unsigned('NONE'),
    'an empty signature': unsigned('HS256'),
    'another key': forged(OTHER),
    'another algorithm': forged(LONG, 'HS512'),
    'another issuer': forged(iss='somebody'),
    'another audience': forged(aud='other-api'),
    'audiences of numbers': forged(aud=[1]),
    'another type': forged(typ='refresh'),
    'from the future': forged(iat=NOW_S + 120),
    'never ends': forged(exp=None),
    'ends as a text': forged(exp='never'),
    'ended': forged(exp=NOW_S - 61),
    'nobody': forged(sub=None),
    'no number': forged(sub='ana'),
    'no id': forged(jti=None),
    'of no family': forged(sid=None),
    'without a role': forged(role=None),
    'of an unknown role': forged(role='root'),
    'no token': 'x.y',
    'empty': '',
    'no text': '\ud800.é.\0',
    'endless': 'x' * 100_000,
}


@pytest.mark.parametrize('token', BAD.values(), ids=BAD.keys())
def test_every_other_token_is_refused(token: str) -> None:
    with pytest.raises(TokenRefused, match='Sign in again'):
        read_access_token(KEY, token, now_s=NOW_S)


def test_a_body_that_was_changed_is_refused() -> None:
    head, _, signature = forged().split('.')
    _, body, _ = forged(sub='1').split('.')
    with pytest.raises(TokenRefused):
        read_access_token(KEY, f'{head}.{body}.{signature}', now_s=NOW_S)


def test_of_a_secret_only_a_hash_is_kept() -> None:
    one, other = Secret.fresh('rt_'), Secret.fresh('rt_')
    assert one.text != other.text
    assert one.text.startswith('rt_')
    assert len(one.text) - 3 == 43  # 256 bits
    assert one.sha256 == sha256(one.text) != one.text
