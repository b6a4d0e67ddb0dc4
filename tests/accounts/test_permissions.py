import pytest

from racetrace.accounts.permissions import PERMITTED, Relation, Thing, may, relations
from racetrace.accounts.roles import LinkScope, Role, TeamRole, Visibility

OWNER, MATE, STRANGER = 1, 2, 3


def shared(visibility: Visibility, team_role: TeamRole | None = None, link: LinkScope | None = None) -> Thing:
    return Thing(owner_id=OWNER, visibility=visibility, team_role=team_role, link=link)


def readers(visibility: Visibility) -> set[str]:
    thing = shared(visibility)
    cast = {
        'owner': relations(user_id=OWNER, thing=thing),
        'mate': relations(user_id=MATE, thing=shared(visibility, TeamRole.MEMBER)),
        'with the link': relations(user_id=None, thing=shared(visibility, link=LinkScope.VIEW)),
        'stranger': relations(user_id=STRANGER, thing=thing),
        'admin': relations(user_id=STRANGER, thing=thing, role=Role.ADMIN, is_stepped_up=True),
        'nobody': relations(user_id=None, thing=thing),
    }
    return {who for who, found in cast.items() if may('session.read', found)}


def test_a_session_is_shown_to_whom_its_owner_says() -> None:
    assert readers(Visibility.PRIVATE) == {'owner'}
    assert readers(Visibility.TEAM) == {'owner', 'mate', 'with the link'}
    assert readers(Visibility.LINK) == {'owner', 'with the link'}
    everybody = {'owner', 'mate', 'with the link', 'stranger', 'admin', 'nobody'}
    assert readers(Visibility.PUBLIC) == everybody


def test_only_its_owner_changes_and_shares_it() -> None:
    for operation in ('session.write', 'session.correct', 'session.share', 'session.delete'):
        assert PERMITTED[operation] == {Relation.OWNER}


def test_a_coach_may_note_and_download_and_a_member_may_not() -> None:
    coach = relations(user_id=MATE, thing=shared(Visibility.TEAM, TeamRole.COACH))
    member = relations(user_id=MATE, thing=shared(Visibility.TEAM, TeamRole.MEMBER))
    for operation in ('session.annotate', 'session.download'):
        assert may(operation, coach)
        assert not may(operation, member)


def test_an_admin_has_no_power_until_he_proved_it_again() -> None:
    thing = Thing(owner_id=OWNER)
    before = relations(user_id=STRANGER, thing=thing, role=Role.ADMIN)
    after = relations(user_id=STRANGER, thing=thing, role=Role.ADMIN, is_stepped_up=True)
    assert not may('account.lock', before)
    assert may('account.lock', after)
    assert not may('account.secrets', after)


def test_nobody_has_more_than_what_is_public() -> None:
    found = relations(user_id=None, thing=shared(Visibility.PUBLIC), role=Role.ADMIN, is_stepped_up=True)
    of_timing = {'circuit.list', 'circuit.read'}
    public = {'session.read', 'place.read', 'event.read', 'place.list', 'leaderboard.read'} | of_timing
    assert {operation for operation in PERMITTED if may(operation, found)} == public


def test_a_link_opens_the_file_where_it_is_for_that() -> None:
    for link, may_download in ((LinkScope.VIEW, False), (LinkScope.FILE, True)):
        found = relations(user_id=None, thing=shared(Visibility.LINK, link=link))
        assert may('session.read', found)
        assert may('session.download', found) is may_download
        assert {operation for operation in PERMITTED if may(operation, found)} <= {
            'session.read',
            'session.download',
        }


def test_an_owner_of_nothing_is_no_owner() -> None:
    assert Relation.OWNER not in relations(user_id=None, thing=Thing(owner_id=None))


def test_what_nobody_decided_nobody_may_do() -> None:
    with pytest.raises(KeyError):
        may('session.sell', set(Relation))
