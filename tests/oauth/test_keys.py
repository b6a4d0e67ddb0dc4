"""Keys on a real socket: kept for as long as is said, asked for seldom, and by one at a time."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from joserfc.jwk import ECKey, OctKey

from racetrace.errors import ProviderAway
from racetrace.oauth import asking
from racetrace.oauth.keys import Keys
from tests.oauth.firebase_double import FirebaseDouble, firebase_double, signing_key
from tests.oauth.odd_provider import Answer, answer

NOW = 1_790_000_000.0
OF_ONE = signing_key('one').as_dict(private=False)


@pytest.fixture
def double() -> Iterator[FirebaseDouble]:
    with firebase_double() as found:
        yield found


@pytest.fixture
def keys(double: FirebaseDouble) -> Keys:
    return Keys(double.url)


@pytest.mark.parametrize(
    ('said', 'life_s'),
    [
        ('public, max-age=3600, must-revalidate', 3600),
        ('Max-Age="3600"', 3600),
        ('max-age=0', 60),
        ('max-age=999999999999', 86_400),
        ('s-maxage=7200', 60),
        ('max-age=-5', 60),
        ('no-store', 60),
        ('', 60),
    ],
)
def test_they_are_kept_for_as_long_as_is_said_between_a_minute_and_a_day(
    double: FirebaseDouble, keys: Keys, said: str, life_s: float
) -> None:
    double.cache_control = said
    for after_s in (0, 1, life_s - 1):
        assert keys.find('one', NOW + after_s) is not None
        assert keys.find('two', NOW + after_s) is not None
    assert double.asked == 1
    keys.find('one', NOW + life_s)
    assert double.asked == 2


def test_a_new_key_is_found_at_once_and_the_one_before_is_worth_nothing(
    double: FirebaseDouble, keys: Keys
) -> None:
    keys.find('one', NOW)
    double.key_ids = ['two', 'three']
    assert keys.find('three', NOW + 61) is not None
    assert keys.find('one', NOW + 61) is None
    assert double.asked == 2


def test_for_an_id_that_nobody_has_they_are_asked_once_a_minute(double: FirebaseDouble, keys: Keys) -> None:
    for after_s in range(120):
        assert keys.find(f'made up {after_s}', NOW + after_s) is None
    assert double.asked == 2


def test_who_is_away_is_asked_once_a_minute_and_nobody_waits_meanwhile(
    double: FirebaseDouble, keys: Keys
) -> None:
    double.instead = lambda: answer({}, 503)
    for after_s in range(120):
        with pytest.raises(ProviderAway):
            keys.find('one', NOW + after_s)
    assert double.asked == 2
    double.instead = None
    assert keys.find('one', NOW + 120) is not None


def test_an_unknown_id_while_he_is_away_spoils_nothing_for_the_others(
    double: FirebaseDouble, keys: Keys
) -> None:
    keys.find('one', NOW)
    double.instead = lambda: answer({}, 503)
    with pytest.raises(ProviderAway):
        keys.find('made up', NOW + 61)
    assert keys.find('one', NOW + 61) is not None
    assert keys.find('made up', NOW + 62) is None


def test_what_is_over_is_not_believed_longer_because_he_is_away(double: FirebaseDouble, keys: Keys) -> None:
    keys.find('one', NOW)
    double.instead = lambda: answer({}, 503)
    with pytest.raises(ProviderAway):
        keys.find('one', NOW + 3600)


def test_a_clock_that_was_set_back_keeps_no_key_for_longer(double: FirebaseDouble, keys: Keys) -> None:
    keys.find('one', NOW)
    assert keys.find('one', NOW - 60) is not None
    assert double.asked == 1
    assert keys.find('one', NOW - 61) is not None
    assert double.asked == 2


def test_of_many_who_ask_at_once_one_asks(double: FirebaseDouble, keys: Keys) -> None:
    start = threading.Barrier(8)

    def ask(number: int) -> bool:
        start.wait()
        return keys.find('one', NOW - number / 10) is not None

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(8)))
    assert double.asked == 1


def test_while_one_waits_for_an_answer_the_others_have_the_keys(double: FirebaseDouble, keys: Keys) -> None:
    keys.find('one', NOW)
    is_asked, go_on = threading.Event(), threading.Event()

    def slow() -> Answer:
        is_asked.set()
        assert go_on.wait(60)
        return answer({'keys': [OF_ONE]})

    double.instead = slow
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(keys.find, 'made up', NOW + 61)
        assert is_asked.wait(60)
        assert keys.find('one', NOW + 61) is not None
        go_on.set()
        assert waiting.result() is None


def test_one_who_never_answers_is_given_up(
    double: FirebaseDouble, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, 'PATIENCE_S', 0.05)
    was_given_up = threading.Event()

    def slow() -> Answer:
        assert was_given_up.wait(60)
        return answer({})

    double.instead = slow
    began_s = monotonic()
    with pytest.raises(ProviderAway):
        keys.find('one', NOW)
    assert monotonic() - began_s < 30
    was_given_up.set()


GARBAGE: dict[str, Callable[[], Answer]] = {
    'no JSON': lambda: (200, {}, b'<html>'),
    'no set': lambda: answer([OF_ONE]),
    'null': lambda: answer(None),
    'nothing in it': lambda: answer({'keys': []}),
    'no list': lambda: answer({'keys': 7}),
    'no keys': lambda: answer({'keys': [1, 'a', None]}),
    'certificates': lambda: answer({'one': '-----BEGIN CERTIFICATE-----'}),
    'no number': lambda: answer({'keys': [OF_ONE | {'n': '!!'}]}),
    'half a key': lambda: answer({'keys': [{'kty': 'RSA', 'kid': 'one', 'e': 'AQAB'}]}),
    'an even exponent': lambda: answer({'keys': [OF_ONE | {'e': 'Ag'}]}),
    'a secret': lambda: answer({'keys': [OctKey.generate_key(256, {'kid': 'one'}).as_dict(private=True)]}),
    'a curve': lambda: answer({'keys': [ECKey.generate_key('P-256', {'kid': 'one'}).as_dict(private=False)]}),
    'too deep': lambda: (200, {}, b'[' * 200_000),
    'too much': lambda: answer({'keys': [OF_ONE], 'padding': 'a' * asking.MOST_BYTES}),
    'led elsewhere': lambda: answer({'keys': [OF_ONE]}, 302, Location='http://127.0.0.1:1/elsewhere'),
}


@pytest.mark.parametrize('way', GARBAGE)
def test_what_is_no_set_of_keys_is_none(double: FirebaseDouble, keys: Keys, way: str) -> None:
    double.instead = GARBAGE[way]
    with pytest.raises(ProviderAway):
        keys.find('one', NOW)


@pytest.mark.filterwarnings('ignore:Key size should be')
def test_a_key_that_is_too_short_is_none(double: FirebaseDouble, keys: Keys) -> None:
    weak = type(signing_key('one')).generate_key(1024, {'kid': 'weak'}).as_dict(private=False)
    double.instead = lambda: answer({'keys': [OF_ONE, weak]})
    assert keys.find('one', NOW) is not None
    assert keys.find('weak', NOW) is None
