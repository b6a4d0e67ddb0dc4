"""ID tokens that are of Firebase, and all those that are not, before keys on a real socket."""

import base64
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from racetrace.errors import EmailUnproven, ProviderAway, ProviderRefused
from racetrace.oauth.firebase import MOST_CHARACTERS, Firebase
from racetrace.oauth.keys import Keys
from racetrace.oauth.provider import Vouched
from tests.oauth.firebase_double import PROJECT, FirebaseDouble, claims, firebase_double, signing_key, token

NOW = 1_790_000_000
TIMES = {'auth_time': NOW - 5, 'iat': NOW - 5, 'exp': NOW + 3595}


@pytest.fixture
def double() -> Iterator[FirebaseDouble]:
    with firebase_double() as found:
        yield found


@pytest.fixture
def firebase(double: FirebaseDouble) -> Firebase:
    return Firebase(project=PROJECT, keys=Keys(double.url))


def said(**changes: Any) -> dict[str, Any]:
    return claims(**TIMES | changes)


def found(firebase: Firebase, text: str) -> Vouched:
    return firebase.vouched(text, NOW)


def unsigned(header: dict[str, Any], body: dict[str, Any]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b'=') for part in (header, body))
    return b'.'.join(parts).decode() + '.'


def test_a_token_of_the_project_says_who_somebody_is(firebase: Firebase) -> None:
    vouched = found(firebase, token(said()))
    identity = vouched.identity
    assert (identity.provider, identity.subject, identity.name) == ('firebase', 'Xb7kQ2ana', 'Ana Alvarez')
    assert (identity.email, identity.email_verified) == ('ana@club.example', True)
    assert vouched.left_s == 3655
    assert found(firebase, token(said(sub='b' * 128), 'two')).identity.subject == 'b' * 128


@pytest.mark.parametrize('is_verified', [False, None, 'true', 1])
def test_an_address_that_is_not_proved_there_is_told_from_one_that_is(
    firebase: Firebase, is_verified: Any
) -> None:
    assert not found(firebase, token(said(email_verified=is_verified))).identity.email_verified


def test_who_has_no_address_there_has_none_here(firebase: Firebase) -> None:
    for email in (None, ['ana@club.example'], 7):
        assert found(firebase, token(said(email=email))).identity.email is None


def test_who_is_anonymous_there_is_nobody_here(firebase: Firebase) -> None:
    text = token(said(email=None, firebase={'identities': {}, 'sign_in_provider': 'anonymous'}))
    with pytest.raises(EmailUnproven, match=r'Sign in to the app with an e-mail address first\.'):
        found(firebase, text)


@pytest.mark.parametrize(
    'changes',
    [
        {'iss': 'https://securetoken.google.com/another-project'},
        {'iss': f'https://accounts.evil.example/{PROJECT}'},
        {'iss': f'https://securetoken.google.com/{PROJECT}/'},
        {'iss': 'https://securetoken.google.com/another-project', 'aud': 'another-project'},
        {'aud': 'another-project'},
        {'aud': [PROJECT, 'another-project']},
        {'aud': [PROJECT]},
        {'sub': ''},
        {'sub': 17},
        {'sub': 'a' * 129},
        {'sub': 'a\0b'},
        {'exp': NOW - 60},
        {'exp': NOW + 86_401},
        {'exp': 'soon'},
        {'exp': 10**400},
        {'iat': NOW + 61},
        {'auth_time': NOW + 61},
        {'auth_time': 'now'},
        {'auth_time': True},
        {'nbf': NOW + 61},
        {'firebase': {'sign_in_provider': 'password', 'tenant': 'club-b'}},
        {'firebase': 'password'},
        {'firebase': ['password']},
        *({name: None} for name in ('iss', 'aud', 'sub', 'exp', 'iat', 'auth_time', 'firebase')),
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_a_token_of_others_for_others_of_before_or_of_later_is_refused(
    firebase: Firebase, changes: dict[str, Any]
) -> None:
    with pytest.raises(ProviderRefused, match=r'Ask Firebase for another\.'):
        found(firebase, token(said(**changes)))


def test_clocks_may_differ_by_a_minute(firebase: Firebase) -> None:
    for changes in ({'exp': NOW - 59}, {'iat': NOW + 60}, {'auth_time': NOW + 60}):
        assert found(firebase, token(said(**changes))).identity.subject == 'Xb7kQ2ana'


def signed_with_the_public_key() -> str:
    """What takes it for a secret would believe this."""
    text = unsigned({'alg': 'HS256', 'kid': 'one'}, said()).rstrip('.')
    digest = hmac.digest(signing_key('one').as_pem(private=False), text.encode(), 'sha256')
    return f'{text}.{base64.urlsafe_b64encode(digest).rstrip(b"=").decode()}'


def is_believed(firebase: Firebase, text: str) -> bool:
    try:
        return bool(found(firebase, text))
    except ProviderRefused:
        return False


def test_a_token_that_another_key_or_another_way_has_signed_is_refused(firebase: Firebase) -> None:
    good = token(said())
    head, body, signature = good.split('.')
    bad = {
        'no algorithm': unsigned({'alg': 'none', 'kid': 'one'}, said()),
        'no algorithm, signed': unsigned({'alg': 'none', 'kid': 'one'}, said()) + signature,
        'no signature': f'{head}.{body}.',
        'another signature': f'{head}.{body}.{token(said(sub="b")).rpartition(".")[2]}',
        'the public key as a secret': signed_with_the_public_key(),
        'a curve': token(said(), key=ECKey.generate_key('P-256', {'kid': 'one'}), alg='ES256'),
        'padded otherwise': token(said(), key=RSAKey.import_key(signing_key('one').raw_value), alg='PS256'),
        'another key': token(said(), 'one', key=RSAKey.generate_key(2048)),
        'the other of the two keys': token(
            said(), 'one', key=RSAKey.import_key(signing_key('two').raw_value)
        ),
        'no key id': token(said(), kid=None),
        'a key id that nobody has': token(said(), 'three'),
        'a key of its own': token(said(), 'three', jwk=signing_key('three').as_dict(private=False)),
        'a space at the end': good + ' ',
    }
    assert [way for way, text in bad.items() if is_believed(firebase, text)] == []
    assert is_believed(firebase, good)


@pytest.mark.parametrize(
    'text',
    [
        '',
        'x',
        '..',
        'e30.e30.',
        'ü.ü.ü',
        '\ud800',
        'x' * (MOST_CHARACTERS + 1),
        unsigned({'alg': 'RS256', 'kid': 'one'}, {}).replace('.', '.' * 9),
        unsigned({'alg': 'RS256', 'kid': ['one']}, {}),
        unsigned({'alg': ['RS256'], 'kid': 'one'}, {}),
        base64.urlsafe_b64encode(b'["alg"]').rstrip(b'=').decode() + '.e30.',
        base64.urlsafe_b64encode(b'[' * 300).decode() + '.e30.',
    ],
    ids=lambda text: repr(text)[:30],
)
def test_for_what_is_no_token_nothing_is_asked(firebase: Firebase, double: FirebaseDouble, text: str) -> None:
    with pytest.raises(ProviderRefused):
        found(firebase, text)
    assert double.asked == 0


def test_a_huge_token_is_refused_though_google_had_signed_it(
    firebase: Firebase, double: FirebaseDouble
) -> None:
    with pytest.raises(ProviderRefused):
        found(firebase, token(said(more='a' * MOST_CHARACTERS)))
    assert double.asked == 0
    assert found(firebase, token(said(more='a' * 2000))).identity.subject == 'Xb7kQ2ana'


def test_what_is_signed_and_nests_for_ever_is_refused(firebase: Firebase) -> None:
    header = {'alg': 'RS256', 'kid': 'one'}
    text = jws.serialize_compact(header, b'{"sub":' + b'[' * 5000, signing_key('one'), algorithms=['RS256'])
    with pytest.raises(ProviderRefused):
        found(firebase, text)


def test_without_the_keys_nobody_is_believed() -> None:
    firebase = Firebase(project=PROJECT, keys=Keys('http://127.0.0.1:1/keys'))
    with pytest.raises(ProviderAway, match='does not answer as it should'):
        found(firebase, token(said()))
