"""What SQL lets somebody see in a list is what the table of permissions lets them read one by one."""

from itertools import product

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from racetrace.accounts.permissions import Thing, may, relations
from racetrace.accounts.roles import LinkScope, Role, TeamRole, Visibility
from racetrace.errors import ChangeRefused, NotFound
from racetrace.store import belongings, places, sessions, shares, teams, things, visible
from racetrace.store.database import reading
from racetrace.store.place_rows import PlaceRow
from racetrace.store.session_rows import SessionRow
from tests.garage import driven, taken_in, user
from tests.stored import OWNER

NOBODY = 0


@pytest.fixture
def cast(engine: Engine) -> dict[str, int]:
    """The owner, who manages a team, two of that, a stranger, and somebody who is not signed in."""
    team_id = teams.add(engine, OWNER, 'Blue')
    members = {role.value: user(engine, role) for role in (TeamRole.MEMBER, TeamRole.COACH)}
    for role in members:
        taken_in(engine, team_id, role, TeamRole(role))
    return {'owner': OWNER, **members, 'stranger': user(engine, 'stranger'), 'nobody': NOBODY}


def read(viewer_id: int, thing: Thing | None, role: Role = Role.USER) -> bool:
    if thing is None:
        return False
    found = relations(user_id=viewer_id or None, thing=thing, role=role, is_stepped_up=True)
    return may('session.read', found)


def listed(db: Session, viewer_id: int) -> set[int | None]:
    return set(db.exec(select(SessionRow.id).where(visible.sessions(viewer_id))))


def test_lists_and_the_table_agree_for_everybody_on_everything(engine: Engine, cast: dict[str, int]) -> None:
    kept = [
        (
            driven(
                engine,
                60.0,
                driver=f'{visibility} {team_id} {is_deleted}',
                visibility=visibility,
                team_id=team_id,
            ),
            is_deleted,
        )
        for visibility, team_id, is_deleted in product(Visibility, (None, 1), (False, True))
        if not (visibility is Visibility.TEAM and team_id is None)
    ]
    ids = [session_id for session_id, _ in kept]
    for session_id, is_deleted in kept:
        if is_deleted:
            sessions.put_in_bin(engine, OWNER, session_id)
    met = set()
    for viewer_id in cast.values():
        its = things.sessions(engine, viewer_id, ids)
        readable = {one for one in ids if read(viewer_id, its.get(one))}
        assert readable == {one for one in ids if read(viewer_id, its.get(one), Role.ADMIN)}, 'admin or not'
        with reading(engine) as db:
            assert listed(db, viewer_id) == readable
        met.add(len(readable))
    assert met == {7, 3, 2}, 'the owner, the team, everybody else'


@pytest.mark.usefixtures('cast')
def test_a_link_opens_what_is_not_private_to_who_has_it(engine: Engine) -> None:
    for visibility, opened in (('private', False), ('link', True), ('team', True), ('public', True)):
        session_id = driven(engine, 60.0, driver=visibility, visibility='link', team_id=1)
        links = [shares.make(engine, OWNER, session_id, scope, None)[0].id for scope in LinkScope]
        belongings.put(engine, OWNER, session_id, {'visibility': visibility})
        (its,) = things.sessions(engine, NOBODY, [session_id], links=links[:1]).values()
        assert (read(NOBODY, its), its.link) == (opened, LinkScope.VIEW)
        (its,) = things.sessions(engine, NOBODY, [session_id], links=links).values()
        assert its.link is LinkScope.FILE
        with reading(engine) as db:
            assert (session_id in listed(db, NOBODY)) is (visibility == 'public'), 'no link puts it in a list'


def test_lists_of_places_and_the_table_agree(engine: Engine, cast: dict[str, int]) -> None:
    driven(engine, 60.0)
    for is_published in (False, True):
        places.write(engine, 1, {'is_published': is_published})
        visibility = Visibility.PUBLIC if is_published else Visibility.PRIVATE
        thing = Thing(owner_id=OWNER, visibility=visibility)
        for viewer_id in cast.values():
            found = relations(user_id=viewer_id or None, thing=thing)
            with reading(engine) as db:
                rows = db.exec(select(PlaceRow.id).where(visible.places(viewer_id))).all()
            assert bool(rows) is may('place.read', found)
            assert places.count(engine, viewer_id) == len(places.directory(engine, viewer_id, 9)) == len(rows)
    with reading(engine) as db:
        assert db.exec(select(PlaceRow.id).where(visible.places(None))).all(), 'an admin sees all of them'


def test_who_leaves_a_team_takes_his_sessions_along_and_sees_no_others(
    engine: Engine, cast: dict[str, int]
) -> None:
    of_owner = driven(engine, 60.0, visibility='team', team_id=1)
    of_mate = driven(engine, 61.0, visibility='team', team_id=1, owner_id=cast['member'])
    assert read(OWNER, things.sessions(engine, OWNER, [of_mate])[of_mate])
    teams.remove_member(engine, 1, cast['member'])
    for viewer_id, session_id in ((cast['member'], of_owner), (OWNER, of_mate)):
        assert not read(viewer_id, things.sessions(engine, viewer_id, [session_id])[session_id])


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


def test_what_no_id_could_be_is_not_there(engine: Engine) -> None:
    impossible = (-1, 2**31, 2**63, 2**70)
    assert things.sessions(engine, OWNER, impossible) == {}
    assert things.of_laps(engine, OWNER, impossible) == {}
    for one in impossible:
        for found in (
            things.of_share(engine, OWNER, one),
            things.job(engine, one),
            things.car(engine, one),
            things.team(engine, OWNER, one),
            things.event(engine, OWNER, one),
        ):
            assert found is None
