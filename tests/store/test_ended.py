from datetime import datetime, timedelta

from sqlalchemy import Engine

from racetrace.accounts.lockout import limits
from racetrace.store import browser_sessions, ended, failures, links, refresh_tokens
from racetrace.store.database import writing
from racetrace.store.links import Purpose

NOON = datetime(2026, 6, 13, 12)
TABLES = ('browser_session', 'refresh_token', 'one_time_link', 'sign_in_failure')


def test_what_is_over_is_removed_and_nothing_else(engine: Engine) -> None:
    for name, at in (('old', NOON - timedelta(days=31)), ('new', NOON)):
        with writing(engine) as db:
            browser_sessions.begin(db, 1, name, 'Firefox', at)
            refresh_tokens.begin(db, 1, name, name, at)
            user_id = 1 if name == 'old' else None
            links.add(db, Purpose.RESET, name, now=at, ends_at=at + timedelta(hours=1), user_id=user_id)
            failures.attempt(db, limits('ana', '10.0.0.9', name), at)
    ended.sweep(engine, NOON + timedelta(minutes=1))
    with engine.connect() as connection:
        left = [connection.exec_driver_sql(f'SELECT count(*) FROM {t}').scalar_one() for t in TABLES]
    assert left == [1, 1, 1, 1]
