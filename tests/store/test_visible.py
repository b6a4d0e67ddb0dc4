from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from racetrace.errors import ChangeRefused, NotFound
from racetrace.store import belongings, places, sessions, teams
from racetrace.store.teams import Role
from tests.garage import driven, user
from tests.stored import OWNER

NOBODY = 0


def sees(engine: Engine, viewer_id: int, session_id: int) -> bool:
    """Return whether somebody sees a session, and any lap of it."""
    try:
        found = sessions.seen(engine, viewer_id, session_id)
    except NotFound:
        lap_id = sessions.session(engine, OWNER, session_id).laps[0].id
        with pytest.raises(NotFound, match='no such lap'):
            sessions.lap_seen(engine, viewer_id, lap_id)
        return False
    assert sessions.lap_seen(engine, viewer_id, found.laps[0].id)[0] == found
    return True


@pytest.fixture
def cast(engine: Engine) -> dict[str, int]:
    """The owner, somebody of his team, a stranger, and somebody who is not signed in."""
    team_id = teams.add(engine, OWNER, 'Blue')
    mate = user(engine, 'mate')
    teams.put_member(engine, OWNER, team_id, 'mate', Role.MEMBER)
    return {
        'owner': OWNER,
        'mate': mate,
        'stranger': user(engine, 'stranger'),
        'nobody': NOBODY,
        'team': team_id,
    }


@pytest.mark.parametrize(
    ('visibility', 'who'),
    [
        ('private', {'owner'}),
        ('link', {'owner'}),
        ('team', {'owner', 'mate'}),
        ('public', {'owner', 'mate', 'stranger', 'nobody'}),
    ],
)
def test_a_session_is_seen_by_whom_it_is_for(
    engine: Engine, cast: dict[str, int], visibility: str, who: set[str]
) -> None:
    session_id = driven(engine, 60.0, visibility=visibility, team_id=cast['team'])
    people = ('owner', 'mate', 'stranger', 'nobody')
    assert {name for name in people if sees(engine, cast[name], session_id)} == who
    sessions.put_in_bin(engine, OWNER, session_id)
    for name in people:
        with pytest.raises(NotFound):
            sessions.seen(engine, cast[name], session_id)


def test_who_leaves_a_team_takes_his_sessions_along_and_sees_no_others(
    engine: Engine, cast: dict[str, int]
) -> None:
    of_owner = driven(engine, 60.0, visibility='team', team_id=cast['team'])
    of_mate = driven(engine, 61.0, visibility='team', team_id=cast['team'], owner_id=cast['mate'])
    assert sessions.seen(engine, OWNER, of_mate).id == of_mate
    teams.remove_member(engine, cast['mate'], cast['team'], cast['mate'])
    for viewer_id, session_id in ((cast['mate'], of_owner), (OWNER, of_mate)):
        with pytest.raises(NotFound):
            sessions.seen(engine, viewer_id, session_id)


def test_a_session_goes_only_into_what_is_its_owners(engine: Engine, cast: dict[str, int]) -> None:
    session_id = driven(engine, 60.0, visibility='private')
    foreign = teams.add(engine, cast['stranger'], 'Red')
    with pytest.raises(NotFound, match='no such team'):
        belongings.put(engine, OWNER, session_id, {'team_id': foreign, 'visibility': 'team'})
    with pytest.raises(NotFound, match='no such car'):
        belongings.put(engine, OWNER, session_id, {'car_id': 99})
    with pytest.raises(NotFound, match='no such session'):
        belongings.put(engine, cast['stranger'], session_id, {'visibility': 'public'})
    with pytest.raises(ChangeRefused, match='which team'):
        belongings.put(engine, OWNER, session_id, {'visibility': 'team'})


def test_seeing_is_not_changing(engine: Engine, cast: dict[str, int]) -> None:
    session_id = driven(engine, 60.0, visibility='public')
    changes: list[Callable[[], None]] = [
        lambda: sessions.write(engine, cast['mate'], session_id, {'notes': 'x'}),
        lambda: sessions.put_in_bin(engine, cast['mate'], session_id),
    ]
    for change in changes:
        with pytest.raises(NotFound):
            change()


def test_a_place_is_seen_by_its_owner_until_it_is_published(engine: Engine, cast: dict[str, int]) -> None:
    driven(engine, 60.0)
    assert [place.name for place in places.directory(engine, OWNER, 9)] == ['Riverside']
    assert places.directory(engine, NOBODY, 9) == []
    with pytest.raises(NotFound):
        places.place(engine, cast['stranger'], 1)
    places.write(engine, OWNER, 1, {'is_published': True})
    assert places.place(engine, NOBODY, 1).name == 'Riverside'
    assert places.count(engine, NOBODY) == 1
