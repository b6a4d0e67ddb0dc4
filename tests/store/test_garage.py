from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from racetrace.accounts.invitation import Invitation
from racetrace.accounts.roles import LinkScope, TeamRole
from racetrace.errors import ChangeRefused, NotFound
from racetrace.store import belongings, cars, events, gathered, invitations, owned, sessions, shares, teams
from racetrace.store.database import reading, writing
from racetrace.store.garage_rows import ShareRow
from racetrace.store.moment import now
from tests.garage import driven, taken_in, user
from tests.stored import OWNER


def test_a_car_is_its_owners_and_stays_with_what_was_driven_in_it(engine: Engine) -> None:
    car_id = cars.add(engine, OWNER, {'make': 'Mazda', 'model': 'MX-5', 'year': 2016, 'power_hp': 160.0})
    session_id = driven(engine, 60.0, car_id=car_id)
    other = user(engine, 'other')
    assert cars.of_owner(engine, other, 9) == []
    for call in (cars.car, cars.delete):
        with pytest.raises(NotFound):
            call(engine, other, car_id)
    cars.write(engine, OWNER, car_id, {'notes': 'New tyres.'})
    assert (cars.car(engine, OWNER, car_id).year, cars.car(engine, OWNER, car_id).notes) == (
        2016,
        'New tyres.',
    )
    cars.delete(engine, OWNER, car_id)
    assert cars.of_owner(engine, OWNER, 9) == []
    assert sessions.session(engine, OWNER, session_id).belongs.car_id == car_id


def test_an_event_shows_the_sessions_that_its_viewer_may_see(engine: Engine) -> None:
    event_id = events.add(engine, OWNER, {'name': 'Day', 'starts_on': date(2026, 5, 1), 'notes': 'Mine.'})
    private = driven(engine, 60.0, visibility='private', event_id=event_id)
    public = driven(engine, 61.0, event_id=event_id)
    assert events.event(engine, OWNER, event_id)[1] == [public, private]
    seen, found = events.event(engine, 0, event_id)
    assert (found, seen.notes) == ([public], '')
    events.delete(engine, OWNER, event_id)
    assert sessions.session(engine, OWNER, private).belongs.event_id is None


def test_an_event_ends_after_it_began_and_is_somewhere(engine: Engine) -> None:
    backwards = {'name': 'Day', 'starts_on': date(2026, 5, 2), 'ends_on': date(2026, 5, 1)}
    with pytest.raises(ChangeRefused, match='ends on the day'):
        events.add(engine, OWNER, backwards)
    for place_id in (9, 10**12, -1):
        with pytest.raises(NotFound, match='no such place'):
            events.add(engine, OWNER, {'name': 'Day', 'place_id': place_id})


def test_a_team_has_members_with_roles(engine: Engine) -> None:
    user(engine, 'mate')
    team_id = teams.add(engine, OWNER, 'Blue')
    taken_in(engine, team_id, 'mate', TeamRole.COACH)
    assert [(one.name, one.role) for one in teams.team(engine, team_id).members] == [
        ('local', TeamRole.MANAGER),
        ('mate', TeamRole.COACH),
    ]
    with pytest.raises(NotFound, match='no account'):
        teams.put_member(engine, team_id, 'nobody', TeamRole.MEMBER, OWNER)


def test_who_is_asked_in_is_no_member_and_sees_and_shows_nothing_before_he_accepts(engine: Engine) -> None:
    mate = user(engine, 'mate')
    team_id = teams.add(engine, OWNER, 'Blue')
    session_id = driven(engine, 60.0, visibility='team', team_id=team_id)
    teams.put_member(engine, team_id, 'mate', TeamRole.MEMBER, OWNER)
    teams.put_member(engine, team_id, 'mate', TeamRole.COACH, OWNER)
    asked = Invitation(team_id=team_id, team='Blue', role=TeamRole.COACH, by='local')
    assert invitations.of_user(engine, mate) == [asked]
    found = teams.team(engine, team_id)
    assert ([one.name for one in found.members], [one.name for one in found.invited]) == (['local'], ['mate'])
    assert teams.of_user(engine, mate) == []
    assert gathered.of_team(engine, mate, team_id, 9) == []
    with pytest.raises(NotFound):
        belongings.put(engine, mate, driven(engine, 61.0, owner_id=mate), {'team_id': team_id})
    invitations.accept(engine, team_id, mate)
    assert [one.id for one in gathered.of_team(engine, mate, team_id, 9)] == [session_id]
    with pytest.raises(NotFound, match='answered already'):
        invitations.accept(engine, team_id, mate)


def test_an_invitation_is_taken_back_and_goes_with_its_team_and_its_people(engine: Engine) -> None:
    mate, other = user(engine, 'mate'), user(engine, 'other')
    team_id = teams.add(engine, OWNER, 'Blue')
    for name in ('mate', 'other'):
        teams.put_member(engine, team_id, name, TeamRole.MEMBER, OWNER)
    teams.remove_member(engine, team_id, mate)
    for who, of in ((mate, team_id), (OWNER, team_id), (other, 10**12), (other, -1)):
        with pytest.raises(NotFound):
            invitations.accept(engine, of, who)
    with pytest.raises(NotFound):
        teams.remove_member(engine, team_id, mate)
    with writing(engine) as db:
        owned.remove(db, other)
    assert teams.team(engine, team_id).invited == ()
    teams.put_member(engine, team_id, 'mate', TeamRole.MEMBER, OWNER)
    teams.delete(engine, team_id)
    assert invitations.of_user(engine, mate) == []


def test_a_team_is_never_without_a_manager(engine: Engine) -> None:
    user(engine, 'mate')
    team_id = teams.add(engine, OWNER, 'Blue')
    with pytest.raises(ChangeRefused, match='needs a manager'):
        teams.remove_member(engine, team_id, OWNER)
    with pytest.raises(ChangeRefused, match='needs a manager'):
        teams.put_member(engine, team_id, 'local', TeamRole.MEMBER, OWNER)
    taken_in(engine, team_id, 'mate', TeamRole.MANAGER)
    teams.remove_member(engine, team_id, OWNER)
    assert teams.of_user(engine, OWNER) == []


def test_a_team_that_is_gone_leaves_its_sessions_to_their_owners(engine: Engine) -> None:
    team_id = teams.add(engine, OWNER, 'Blue')
    session_id = driven(engine, 60.0, visibility='team', team_id=team_id)
    teams.delete(engine, team_id)
    belongs = sessions.session(engine, OWNER, session_id).belongs
    assert (belongs.team_id, belongs.visibility) == (None, 'private')


def test_a_link_is_in_force_until_it_is_taken_back(engine: Engine) -> None:
    session_id = driven(engine, 60.0, visibility='private')
    share, secret = shares.make(engine, OWNER, session_id, LinkScope.VIEW, None)
    assert shares.of_secrets(engine, [secret]) == [share]
    assert sessions.session(engine, OWNER, session_id).belongs.visibility == 'link'
    with reading(engine) as db:
        assert secret not in db.exec(select(ShareRow.secret_sha256)).one()
    assert shares.of_secrets(engine, ['', secret[:-1], secret + 'A', '\udcff', 'x' * 10_000]) == []
    with pytest.raises(NotFound):
        shares.revoke(engine, user(engine, 'other'), share.id)
    shares.revoke(engine, OWNER, share.id)
    assert shares.of_secrets(engine, [secret]) == []
    assert shares.of_session(engine, OWNER, session_id) == []


def test_a_link_ends_with_its_time(engine: Engine) -> None:
    session_id = driven(engine, 60.0, visibility='link')
    share, secret = shares.make(engine, OWNER, session_id, LinkScope.VIEW, now() + timedelta(hours=1))
    assert shares.of_secrets(engine, [secret]) == [share]
    with writing(engine) as db:
        db.get_one(ShareRow, share.id).ends_at = now()
    assert shares.of_secrets(engine, [secret]) == []


def test_sessions_that_have_the_name_of_a_car_follow_when_it_gets_another(engine: Engine) -> None:
    car_id = cars.add(engine, OWNER, {'make': 'Mazda', 'model': 'MX-5'})
    named, other = driven(engine, 60.0, car_id=car_id), driven(engine, 61.0, car_id=car_id)
    sessions.write(engine, OWNER, named, {'car_name': 'Mazda MX-5'})
    sessions.write(engine, OWNER, other, {'car_name': 'the red one'})
    cars.write(engine, OWNER, car_id, {'model': 'MX-5 ND'})
    names = [sessions.session(engine, OWNER, one).written.car_name for one in (named, other)]
    assert names == ['Mazda MX-5 ND', 'the red one']
