from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from racetrace.errors import ProviderRefused
from racetrace.store import attempts
from racetrace.store.database import writing

NOON = datetime(2026, 6, 13, 12)
HOUR = timedelta(hours=1)


def spend(engine: Engine, sha256: str, at: datetime = NOON) -> bool:
    try:
        with writing(engine) as db:
            attempts.spend(db, sha256, 'firebase', now=at, ends_at=at + HOUR)
    except ProviderRefused:
        return False
    return True


def test_of_many_who_spend_the_same_at_once_one_does(store_engine: Engine) -> None:
    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(lambda number: spend(store_engine, f'{number % 2}'), range(8)))
    assert sorted(done) == 6 * [False] + 2 * [True]


def test_what_was_given_back_is_spent_again(store_engine: Engine) -> None:
    assert spend(store_engine, 'a token')
    with writing(store_engine) as db:
        assert attempts.end(db, 'a token')
    assert spend(store_engine, 'a token')


def test_what_is_over_is_removed_and_what_others_have_begun_is_not(store_engine: Engine) -> None:
    begun = attempts.Begun(provider='google', onward='/', linker_id=None)
    with writing(store_engine) as db:
        attempts.begin(db, 'of google', begun, NOON)
    for number in range(3):
        assert spend(store_engine, f'token {number}', NOON + number * timedelta(minutes=40))
    with store_engine.connect() as connection:
        left = connection.exec_driver_sql('SELECT sha256 FROM oauth_attempt ORDER BY sha256').scalars().all()
    assert left == ['of google', 'token 1', 'token 2']


def test_a_session_of_oauth_is_not_begun_again_by_what_was_spent(store_engine: Engine) -> None:
    spend(store_engine, 'a token')
    with writing(store_engine) as db:
        assert attempts.come_back(db, 'a token', 'firebase', NOON) is None
        assert attempts.proved(db, 'a token', NOON) is None


def test_it_is_told_in_a_sentence(store_engine: Engine) -> None:
    spend(store_engine, 'a token')
    with pytest.raises(ProviderRefused, match='used already'), writing(store_engine) as db:
        attempts.spend(db, 'a token', 'firebase', now=NOON, ends_at=NOON + HOUR)
