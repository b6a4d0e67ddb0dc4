"""Against a real provider where it is honest, and against one that lies."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import ECKey, OctKey

from racetrace.accounts.identity import Attempt
from racetrace.errors import ProviderAway, ProviderRefused
from racetrace.oauth import asking
from racetrace.oauth.openid import OpenID
from racetrace.oauth.provider import Client
from tests.oauth.odd_provider import Answer, OddProvider, answer, odd_provider
from tests.oauth.openid_provider import ID, SECRET, OpenIDProvider, openid_provider

HERE = 'http://127.0.0.1:8000/login/google/callback'
ATTEMPT = Attempt(secret='rto_of a browser')
DESCRIPTION = '/.well-known/openid-configuration'


def google(url: str) -> OpenID:
    return OpenID(name='google', label='Google', url=url, client=Client(id=ID, secret=SECRET))


@pytest.fixture(scope='module', params=['asked for besides', 'in the token'])
def real(request: pytest.FixtureRequest) -> Iterator[OpenIDProvider]:
    with openid_provider([HERE], full=request.param == 'in the token') as provider:
        yield provider


@pytest.fixture
def odd() -> Iterator[OddProvider]:
    with odd_provider() as provider:
        provider.nonce = ATTEMPT.nonce
        yield provider


def code_of(back: str) -> str:
    return parse_qs(urlsplit(back).query)['code'][0]


def found(provider: OddProvider) -> Any:
    return google(provider.url).identity(ATTEMPT, 'a code', HERE, time.time())


def test_who_signs_in_there_comes_back_as_somebody(real: OpenIDProvider) -> None:
    asked = google(real.url)
    back = real.signed_in(asked.lead(ATTEMPT, HERE), 'ana@club.example')
    assert back.startswith(HERE)
    assert parse_qs(urlsplit(back).query)['state'] == [ATTEMPT.state]
    identity = asked.identity(ATTEMPT, code_of(back), HERE, time.time())
    assert (identity.provider, identity.subject) == ('google', 'ana@club.example')
    assert (identity.email, identity.email_verified) == ('ana@club.example', True)


def test_an_address_that_is_not_proved_there_is_told_from_one_that_is(real: OpenIDProvider) -> None:
    asked = google(real.url)
    back = real.signed_in(asked.lead(ATTEMPT, HERE), 'unproven@club.example')
    assert not asked.identity(ATTEMPT, code_of(back), HERE, time.time()).email_verified


@pytest.mark.parametrize('changed', ['code', 'verifier', 'used twice'])
def test_a_code_is_of_one_attempt_and_works_once(real: OpenIDProvider, changed: str) -> None:
    asked = google(real.url)
    code = code_of(real.signed_in(asked.lead(ATTEMPT, HERE), 'ana@club.example'))
    other = Attempt(secret='rto_of another') if changed == 'verifier' else ATTEMPT
    if changed == 'used twice':
        asked.identity(ATTEMPT, code, HERE, time.time())
    with pytest.raises(ProviderRefused):
        asked.identity(other, 'x' + code[1:] if changed == 'code' else code, HERE, time.time())


def test_what_the_odd_one_says_honestly_is_believed(odd: OddProvider) -> None:
    assert found(odd).email == 'ana@club.example'
    odd.claims = {'email': None, 'email_verified': None}
    assert found(odd).email == 'b@club.example'


@pytest.mark.parametrize(
    'claims',
    [
        {'iss': 'https://accounts.evil.example'},
        {'aud': 'somebody-else'},
        {'aud': ['racetrace', 'somebody-else'], 'azp': 'somebody-else'},
        {'nonce': 'of another attempt'},
        {'nonce': None},
        {'exp': 1_700_000_000},
        {'exp': None},
        {'sub': None},
        {'sub': ''},
        {'sub': 17},
        {'sub': 'a' * 256},
    ],
    ids=str,
)
def test_a_token_of_others_for_others_or_of_before_is_refused(
    odd: OddProvider, claims: dict[str, Any]
) -> None:
    odd.claims = claims
    with pytest.raises(ProviderRefused):
        found(odd)


def test_a_token_is_signed_by_the_key_of_the_provider_and_no_other(odd: OddProvider) -> None:
    odd.signs_with = ECKey.generate_key('P-256', {'kid': 'one'})
    with pytest.raises(ProviderRefused):
        found(odd)


def test_a_secret_that_is_shared_signs_nothing(odd: OddProvider) -> None:
    odd.signs_with, odd.header = OctKey.import_key(SECRET * 3), {'alg': 'HS256', 'kid': 'one'}
    with pytest.raises(ProviderRefused):
        found(odd)


@pytest.mark.parametrize('token', ['', 'e30.e30.', 'eyJhbGciOiJub25lIn0.e30.', 'x' * 900_000, 'ü.ü.ü', None])
def test_what_is_no_token_is_refused(odd: OddProvider, token: str | None) -> None:
    odd.instead['/token'] = lambda: answer({'access_token': 'a', 'token_type': 'Bearer', 'id_token': token})
    with pytest.raises(ProviderRefused):
        found(odd)


def test_what_is_asked_besides_has_to_be_of_the_same_person(odd: OddProvider) -> None:
    odd.claims = {'email': None}
    odd.instead['/userinfo'] = lambda: answer({'sub': 'somebody', 'email': 'x@y.z', 'email_verified': True})
    with pytest.raises(ProviderRefused):
        found(odd)


def lead_elsewhere() -> Answer:
    return answer({}, 302, Location='http://127.0.0.1:1/elsewhere')


ODD: dict[str, Callable[[], Answer]] = {
    'down': lambda: answer({}, 503),
    'led elsewhere': lead_elsewhere,
    'no JSON': lambda: (200, {}, b'<html>'),
    'no object': lambda: answer([1]),
    'no text': lambda: (200, {}, b'\xff\xfe\x00'),
    'too deep': lambda: (200, {}, b'[' * 200_000),
    'packed': lambda: (200, {'Content-Encoding': 'gzip'}, gzip.compress(b'{}')),
    'odd header': lambda: (200, {'Content-Length': '1, 2'}, b'{}'),
}


@pytest.mark.parametrize('odd_way', ODD)
@pytest.mark.parametrize('path', [DESCRIPTION, '/token', '/keys'])
def test_one_that_answers_oddly_is_away(odd: OddProvider, path: str, odd_way: str) -> None:
    odd.instead[path] = ODD[odd_way]
    with pytest.raises((ProviderAway, ProviderRefused)) as refusal:
        found(odd)
    assert path != DESCRIPTION or refusal.type is ProviderAway
    assert str(refusal.value).endswith('.')


@pytest.mark.parametrize('path', [DESCRIPTION, '/token', '/keys'])
def test_one_that_has_much_to_say_is_heard_so_far_and_no_further(odd: OddProvider, path: str) -> None:
    for padding, is_heard in ((asking.MOST_BYTES // 2, True), (asking.MOST_BYTES, False)):
        said = json.loads(odd.honest(path)[2]) | {'padding': 'a' * padding}
        odd.instead[path] = lambda said=said: answer(said)  # type: ignore[misc]
        with nullcontext() if is_heard else pytest.raises(ProviderAway):
            found(odd)


def test_one_that_is_not_there_is_away() -> None:
    with pytest.raises(ProviderAway):
        google('http://127.0.0.1:1').lead(ATTEMPT, HERE)


def test_one_that_takes_for_ever_is_not_waited_for(odd: OddProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, 'PATIENCE_S', 0.05)
    was_given_up = threading.Event()

    def slow() -> Answer:
        assert was_given_up.wait(60)
        return answer({})

    odd.instead[DESCRIPTION] = slow
    with pytest.raises(ProviderAway):
        google(odd.url).lead(ATTEMPT, HERE)
    was_given_up.set()


@pytest.mark.parametrize(
    'change',
    [
        {'issuer': 'https://accounts.evil.example'},
        {'token_endpoint': 'ftp://127.0.0.1/token'},
        {'authorization_endpoint': 'javascript:alert(1)'},
        {'jwks_uri': None},
    ],
    ids=str,
)
def test_it_has_to_describe_itself_as_who_it_is(odd: OddProvider, change: dict[str, Any]) -> None:
    described = json.loads(odd.honest(DESCRIPTION)[2]) | change
    kept = {name: value for name, value in described.items() if value is not None}
    odd.instead[DESCRIPTION] = lambda: answer(kept)
    with pytest.raises(ProviderAway):
        google(odd.url).lead(ATTEMPT, HERE)
