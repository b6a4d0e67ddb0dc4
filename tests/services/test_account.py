"""What people do with their own account."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlparse

import pyotp
import pytest

from racetrace.accounts.roles import Scope, TeamRole
from racetrace.errors import (
    AccountRefused,
    ChangeRefused,
    CodeWanted,
    LinkRefused,
    NameTaken,
    NotFound,
    NotPermitted,
    NotReady,
    PasswordRefused,
    SignInRefused,
    TokenRefused,
    TooManyAttempts,
)
from racetrace.services import cars, circuits, events, invitations, teams
from racetrace.services.administer import reset_link, verify_link
from racetrace.services.authenticator import confirm_totp, offer_totp, remove_totp
from racetrace.services.delete_account import delete_account
from racetrace.services.export_data import export_data
from racetrace.services.passwords import change_password, reset_password
from racetrace.services.personal_tokens import end_token, make_token, tokens
from racetrace.services.profile import change_email, my_account, verify_email, write_profile
from racetrace.services.prove import Credentials, prove, seconds, welcome
from racetrace.services.sign_in import sign_in
from racetrace.services.sign_out import browsers, sign_out_browser, sign_out_everywhere
from racetrace.services.step_up import step_up
from racetrace.services.viewer import Viewer
from racetrace.services.viewers import viewer_of, viewer_of_token
from racetrace.store import jobs, owned, sessions
from racetrace.store.database import reading, writing
from racetrace.telemetry.log import LapKind, ZoneSource
from racetrace.telemetry.summary import Summary
from tests.compared import lap
from tests.services.house_of_accounts import HERE, PASSWORD, House
from tests.stored import circle, keep, new_line, upload

OWN = Credentials(password=PASSWORD)
WRONG = Credentials(password='wrong password')
READ = Summary(
    name='a.csv',
    format='VBO',
    zone_source=ZoneSource.UNKNOWN,
    laps=(lap(0, None, LapKind.OUT), lap(1, 60.5, start_s=60)),
)


@pytest.fixture
def ana(accounts: House) -> Viewer:
    accounts.account()
    return accounts.viewer()


def test_a_changed_password_ends_every_other_sign_in(accounts: House) -> None:
    accounts.account()
    here, elsewhere = accounts.browser().session, accounts.browser().session
    viewer = viewer_of(accounts.instance, here)
    change_password(accounts.instance, viewer, PASSWORD, 'six green flags')
    assert viewer_of(accounts.instance, here)
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, elsewhere)
    with pytest.raises(SignInRefused):
        accounts.browser()
    assert sign_in(accounts.instance, HERE, Credentials(name='ana', password='six green flags'))


def test_it_takes_the_old_one_and_a_good_new_one(accounts: House, ana: Viewer) -> None:
    with pytest.raises(SignInRefused):
        change_password(accounts.instance, ana, 'wrong password', 'six green flags')
    with pytest.raises(PasswordRefused):
        change_password(accounts.instance, ana, PASSWORD, 'password1')
    assert accounts.browser()


def test_a_stolen_session_does_not_guess_the_password(accounts: House, ana: Viewer) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            change_password(accounts.instance, ana, 'wrong password', 'six green flags')
    with pytest.raises(TooManyAttempts):
        change_password(accounts.instance, ana, PASSWORD, 'six green flags')
    assert accounts.browser()


def test_a_reset_link_sets_a_password_once_and_lets_nobody_stay(accounts: House, ana: Viewer) -> None:
    admin, session = accounts.admin(), accounts.browser().session
    _, token = make_token(accounts.instance, ana, OWN, name='push', scopes=[Scope.WRITE])
    link = reset_link(accounts.instance, admin, ana.user_id)
    with pytest.raises(PasswordRefused):
        reset_password(accounts.instance, HERE, link, 'password1')
    reset_password(accounts.instance, HERE, link, 'six green flags')
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, session)
    with pytest.raises(TokenRefused):
        viewer_of_token(accounts.instance, token)
    with pytest.raises(LinkRefused):
        reset_password(accounts.instance, HERE, link, 'seven blue flags')
    assert sign_in(accounts.instance, HERE, Credentials(name='ana', password='six green flags'))


def test_a_reset_link_is_good_for_an_hour_and_until_there_is_another(accounts: House, ana: Viewer) -> None:
    admin = accounts.admin()
    first = reset_link(accounts.instance, admin, ana.user_id)
    second = reset_link(accounts.instance, admin, ana.user_id)
    accounts.clock.goes_on(hours=1)
    for link in (first, second, 'rtl_guessed', ''):
        with pytest.raises(LinkRefused):
            reset_password(accounts.instance, HERE, link, 'six green flags')


def test_a_personal_token_does_what_it_is_for_until_it_ends(accounts: House, ana: Viewer) -> None:
    made, text = make_token(accounts.instance, ana, OWN, name='push', scopes=[Scope.READ], days=7)
    viewer = viewer_of_token(accounts.instance, text)
    assert (viewer.user_id, viewer.scopes) == (ana.user_id, frozenset({Scope.READ}))
    assert [token.name for token in tokens(accounts.instance, viewer)] == ['push']
    for way_in in (
        lambda: change_password(accounts.instance, viewer, PASSWORD, 'six green flags'),
        lambda: make_token(accounts.instance, viewer, OWN, name='more', scopes=[Scope.WRITE]),
        lambda: export_data(accounts.instance, viewer),
        lambda: delete_account(accounts.instance, viewer, OWN),
        lambda: step_up(accounts.instance, viewer, OWN),
        lambda: sign_out_everywhere(accounts.instance, viewer),
    ):
        with pytest.raises(NotPermitted):
            way_in()
    accounts.clock.goes_on(days=7)
    with pytest.raises(TokenRefused):
        viewer_of_token(accounts.instance, text)
    assert made.ends_at - made.created_at == timedelta(days=7)


def test_a_token_that_was_deleted_opens_nothing(accounts: House, ana: Viewer) -> None:
    made, text = make_token(accounts.instance, ana, OWN, name='push', scopes=[Scope.READ])
    accounts.account('ben')
    with pytest.raises(NotFound):
        end_token(accounts.instance, accounts.viewer('ben'), made.id)
    end_token(accounts.instance, ana, made.id)
    with pytest.raises(TokenRefused):
        viewer_of_token(accounts.instance, text)


@pytest.mark.parametrize(
    'bad', [{'name': ' '}, {'scopes': []}, {'days': 0}, {'days': 367}, {'name': 'x' * 81}]
)
def test_a_token_has_a_name_a_scope_and_an_end(accounts: House, ana: Viewer, bad: dict[str, Any]) -> None:
    wanted: dict[str, Any] = {'name': 'push', 'scopes': [Scope.READ], 'days': 7} | bad
    with pytest.raises(AccountRefused):
        make_token(accounts.instance, ana, OWN, **wanted)


def code(accounts: House, address: str) -> str:
    secret = parse_qs(urlparse(address).query)['secret'][0]
    return pyotp.TOTP(secret).at(int(seconds(accounts.clock())))


def test_with_an_app_a_password_is_not_enough(accounts: House, ana: Viewer) -> None:
    address = offer_totp(accounts.instance, ana, OWN)
    assert accounts.browser()  # nothing is asked of an app that may never have been set up
    with pytest.raises(CodeWanted):
        confirm_totp(accounts.instance, ana, '000000')
    confirm_totp(accounts.instance, ana, code(accounts, address))
    with pytest.raises(CodeWanted, match='besides'):
        accounts.browser()
    with pytest.raises(CodeWanted, match='used already'):
        accounts.browser(code=code(accounts, address))
    accounts.clock.goes_on(seconds=30)
    assert accounts.browser(code=code(accounts, address))
    with pytest.raises(CodeWanted):
        accounts.browser(code=code(accounts, address))


def test_of_two_at_once_with_one_code_one_gets_in(accounts: House, ana: Viewer) -> None:
    address = offer_totp(accounts.instance, ana, OWN)
    confirm_totp(accounts.instance, ana, code(accounts, address))
    accounts.clock.goes_on(seconds=30)
    given = Credentials(name='ana', password=PASSWORD, code=code(accounts, address))
    first, second = (prove(accounts.instance, HERE, given) for _ in range(2))
    with writing(accounts.instance.engine) as db:
        welcome(db, first)
    with writing(accounts.instance.engine) as db, pytest.raises(CodeWanted):
        welcome(db, second)


def test_codes_are_guessed_at_as_little_as_passwords(accounts: House, ana: Viewer) -> None:
    confirm_totp(accounts.instance, ana, code(accounts, offer_totp(accounts.instance, ana, OWN)))
    for _ in range(5):
        with pytest.raises(CodeWanted):
            accounts.browser(code='000000')
    with pytest.raises(TooManyAttempts):
        accounts.browser(code='000000')


def test_an_app_is_removed_with_the_password_only(accounts: House, ana: Viewer) -> None:
    confirm_totp(accounts.instance, ana, code(accounts, offer_totp(accounts.instance, ana, OWN)))
    with pytest.raises(AccountRefused):
        offer_totp(accounts.instance, ana, OWN)
    with pytest.raises(SignInRefused):
        remove_totp(accounts.instance, ana, WRONG)
    remove_totp(accounts.instance, ana, OWN)
    assert accounts.browser()


def test_people_say_what_they_like_of_themselves(accounts: House, ana: Viewer) -> None:
    changed = write_profile(accounts.instance, ana, display_name='Ana  Ñ', about='Karts.')
    assert (changed.shown_name, changed.about) == ('Ana Ñ', 'Karts.')
    assert write_profile(accounts.instance, ana, about='').shown_name == 'Ana Ñ'
    for bad in ('x' * 81, 'a\u202eb', '\ud800'):
        with pytest.raises(AccountRefused):
            write_profile(accounts.instance, ana, display_name=bad)
    assert my_account(accounts.instance, ana).shown_name == 'Ana Ñ'


def test_a_new_address_takes_the_password_and_is_nobody_elses(accounts: House, ana: Viewer) -> None:
    accounts.account('ben')
    with pytest.raises(SignInRefused):
        change_email(accounts.instance, ana, WRONG, 'new@club.example')
    with pytest.raises(NameTaken):
        change_email(accounts.instance, ana, OWN, 'BEN@club.example')
    assert change_email(accounts.instance, ana, OWN, 'new@club.example').email == 'new@club.example'


def test_an_address_is_verified_by_a_link_of_that_address(accounts: House, ana: Viewer) -> None:
    admin = accounts.admin()
    link = verify_link(accounts.instance, admin, ana.user_id)
    change_email(accounts.instance, ana, OWN, 'new@club.example')
    with pytest.raises(LinkRefused):
        verify_email(accounts.instance, HERE, link)
    link = verify_link(accounts.instance, admin, ana.user_id)
    with pytest.raises(LinkRefused):
        reset_password(accounts.instance, HERE, link, 'six green flags')
    verify_email(accounts.instance, HERE, link)
    assert my_account(accounts.instance, ana).email_verified
    with pytest.raises(LinkRefused):
        verify_email(accounts.instance, HERE, link)
    assert not change_email(accounts.instance, ana, OWN, 'ana@club.example').email_verified


def test_one_sees_where_one_is_signed_in_and_ends_it(accounts: House, ana: Viewer) -> None:
    other = accounts.browser()
    assert {browser.id for browser in browsers(accounts.instance, ana)} == {ana.session_id, other.session_id}
    accounts.account('ben')
    with pytest.raises(NotFound):
        sign_out_browser(accounts.instance, accounts.viewer('ben'), other.session_id)
    sign_out_browser(accounts.instance, ana, other.session_id)
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, other.session)


def driven(accounts: House, viewer: Viewer, raw: bytes = b'raw', latitude_deg: float = 50.0) -> int:
    """A session with a file and a course of its own."""
    job = upload(accounts.instance.engine, raw, '../Ünter "2".csv', owner_id=viewer.user_id)
    line = new_line(circle(latitude_deg=latitude_deg))
    return keep(accounts.instance.engine, READ, job, line=line, laps=(1,))


def test_my_data_is_all_mine_with_my_files_and_no_secret(accounts: House, ana: Viewer) -> None:
    accounts.account('ben')
    session_id = driven(accounts, ana)
    driven(accounts, accounts.viewer('ben'), b'of ben', 40.0)
    offered = offer_totp(accounts.instance, ana, OWN)
    archive = zipfile.ZipFile(BytesIO(b''.join(export_data(accounts.instance, ana))))
    assert archive.testzip() is None
    rows = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith('.json')}
    assert [row['id'] for row in rows['session.json']] == [session_id]
    assert {row['session_id'] for row in rows['lap.json']} == {session_id}
    assert [row['name'] for row in rows['user.json']] == ['ana']
    assert [len(rows[f'{name}.json']) for name in ('place', 'course', 'line_version', 'progress')] == [1] * 4
    (file,) = [name for name in archive.namelist() if name.startswith('files/')]
    assert (archive.read(file), file.count('/'), '..' in file) == (b'raw', 1, False)
    whole = b''.join(archive.read(name) for name in archive.namelist())
    assert b'argon2' not in whole
    assert parse_qs(urlparse(offered).query)['secret'][0].encode() not in whole
    assert b'of ben' not in whole


def test_who_leaves_takes_all_of_it_and_nothing_of_anybody_else(accounts: House, ana: Viewer) -> None:
    accounts.account('ben')
    ben = accounts.viewer('ben')
    session = accounts.browser().session
    driven(accounts, ana)
    driven(accounts, ben, b'of ben', 40.0)
    before = sizes(accounts)
    with pytest.raises(SignInRefused):
        delete_account(accounts.instance, ana, WRONG)
    finish(accounts)
    delete_account(accounts.instance, ana, OWN)
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, session)
    with pytest.raises(SignInRefused):
        accounts.browser()
    after = sizes(accounts)
    for table in ('session', 'upload', 'lap', 'place', 'course', 'line_version', 'progress'):
        assert 2 * after[table] == before[table] > 0, table
    assert after['blob'] < before['blob']
    accounts.account('ana')  # the name and the address are free again


def test_in_no_table_is_left_what_was_somebodys(accounts: House, ana: Viewer) -> None:
    instance = accounts.instance
    driven(accounts, ana)
    finish(accounts)
    accounts.browser()
    make_token(instance, ana, OWN, name='push', scopes=[Scope.READ])
    cars.add(instance, ana, {'make': 'CRG'})
    events.add(instance, ana, {'name': 'Winter Cup'})
    circuits.add(instance, ana, {'name': 'Mill Lane', 'provider': 'rmonitor', 'address': 'tcp://127.0.0.1:1'})
    alone = teams.add(instance, ana, 'Blue').id
    accounts.account('ben')
    ben = accounts.viewer('ben')
    of_ben = teams.add(instance, ben, 'Red').id
    teams.put_member(instance, ben, of_ben, 'ana', TeamRole.COACH)
    invitations.accept(instance, ana, of_ben)
    delete_account(instance, ana, OWN)
    with reading(instance.engine) as db:
        left = {name for name, rows in owned.rows(db, ana.user_id) if rows}
        user = dict(owned.rows(db, ana.user_id))['user']
    assert left == {'user', 'audit_entry'}  # a row without a name, and what was done
    assert 'ana' not in str(user)
    assert [member.name for member in teams.team(instance, ben, of_ben).members] == ['ben']
    with pytest.raises(NotFound):
        teams.team(instance, ana, alone)


def test_who_alone_manages_a_team_of_others_hands_it_on_first(accounts: House, ana: Viewer) -> None:
    team_id = teams.add(accounts.instance, ana, 'Blue').id
    accounts.account('ben')
    teams.put_member(accounts.instance, ana, team_id, 'ben', TeamRole.MEMBER)
    ben = accounts.viewer('ben')
    invitations.accept(accounts.instance, ben, team_id)
    with pytest.raises(ChangeRefused, match='Blue needs a manager'):
        delete_account(accounts.instance, ana, OWN)
    assert len(teams.team(accounts.instance, ana, team_id).members) == 2
    teams.put_member(accounts.instance, ana, team_id, 'ben', TeamRole.MANAGER)
    delete_account(accounts.instance, ana, OWN)
    assert [member.name for member in teams.team(accounts.instance, ben, team_id).members] == ['ben']


def test_a_place_where_somebody_else_drove_stays_for_them(accounts: House, ana: Viewer) -> None:
    accounts.account('ben')
    ben = accounts.viewer('ben')
    driven(accounts, ana)
    line = sessions.source(accounts.instance.engine, 1).line_id
    job = upload(accounts.instance.engine, b'of ben', owner_id=ben.user_id)
    session_id = keep(accounts.instance.engine, READ, job, line=line, laps=(1,))
    finish(accounts)
    before = sessions.session(accounts.instance.engine, ben.user_id, session_id)
    delete_account(accounts.instance, ana, OWN)
    after = sessions.session(accounts.instance.engine, ben.user_id, session_id)
    assert after == before
    assert after.driven is not None


def test_nobody_leaves_while_a_file_is_being_read(accounts: House, ana: Viewer) -> None:
    upload(accounts.instance.engine, owner_id=ana.user_id)
    with pytest.raises(NotReady):
        delete_account(accounts.instance, ana, OWN)


def test_the_last_admin_does_not_leave(accounts: House) -> None:
    with pytest.raises(AccountRefused, match='last admin'):
        delete_account(accounts.instance, accounts.admin(), OWN)


def finish(accounts: House) -> None:
    for job in jobs.unfinished(accounts.instance.engine):
        jobs.placed(accounts.instance.engine, job.id)


def sizes(accounts: House) -> dict[str, int]:
    tables = ('session', 'upload', 'lap', 'place', 'course', 'line_version', 'progress', 'blob')
    with accounts.instance.engine.connect() as db:
        return {t: db.exec_driver_sql(f'SELECT count(*) FROM {t}').scalar_one() for t in tables}
