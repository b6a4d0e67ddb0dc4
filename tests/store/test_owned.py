from sqlalchemy import Engine

from racetrace.store import circuits, owned, timing_sessions
from racetrace.store.database import reading, writing
from racetrace.store.timing_sessions import Keeping
from racetrace.timing.events import Lapped
from tests.garage import driven, user
from tests.store.test_timing import circuit, grid, keep, told
from tests.stored import OWNER


def test_what_a_feed_told_is_not_handed_out_to_who_has_a_session_of_the_same_number(engine: Engine) -> None:
    keep(engine, circuit(engine), told(*grid('7'), Lapped('r7', 1, 66_000)), Keeping())
    ben = user(engine, 'ben')
    driven(engine, 66.0, owner_id=ben)  # session 1, as the session of the feed is
    with reading(engine) as db:
        his = {name for name, rows in owned.rows(db, ben) if rows}
    assert 'session' in his
    assert not {name for name in his if name.startswith(('timing', 'circuit'))}


def test_who_leaves_takes_the_circuits_along_with_what_their_feeds_told(engine: Engine) -> None:
    made, ben = circuit(engine), user(engine, 'ben')
    others = circuits.add(engine, ben, {'name': 'North', 'provider': 'apex'})
    keep(engine, made, told(*grid('7'), Lapped('r7', 1, 66_000)), Keeping())
    with writing(engine) as db:
        owned.remove(db, OWNER)
    assert circuits.seen_by(engine, OWNER, 10) == []
    assert timing_sessions.of_circuit(engine, made, 10) == []
    assert [one.id for one in circuits.seen_by(engine, ben, 10)] == [others]
