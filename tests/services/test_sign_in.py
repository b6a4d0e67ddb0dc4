from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from threading import BoundedSemaphore, current_thread
from time import process_time

import pytest
from passlib.context import CryptContext

from racetrace.accounts.roles import Scope
from racetrace.errors import AccountLocked, SignInRefused, TokenRefused, TooBusy, TooManyAttempts
from racetrace.services import hashing, passwords, register
from racetrace.services import prove as prove_module
from racetrace.services.administer import audit_log, lock, reset_link, unlock
from racetrace.services.passwords import reset_password
from racetrace.services.personal_tokens import make_token
from racetrace.services.prove import Credentials, prove, welcome
from racetrace.services.refresh import refresh
from racetrace.services.sign_in import sign_in, sign_in_program
from racetrace.services.viewer import Caller, Via
from racetrace.services.viewers import viewer_of, viewer_of_token
from racetrace.store import accounts as rows
from racetrace.store.database import reading, writing
from tests.services.house_of_accounts import HERE, PASSWORD, House

WRONG = Credentials(name='ana', password='wrong password')


def guess(house: House, given: Credentials = WRONG, caller: Caller = HERE) -> str:
    """Return the sentence of what comes of it."""
    with pytest.raises((SignInRefused, TooManyAttempts)) as refusal:
        sign_in(house.instance, caller, given)
    return type(refusal.value).__name__ + str(refusal.value)


def test_who_signs_in_is_known_from_then_on(accounts: House) -> None:
    made = accounts.account()
    for name in ('ana', 'ANA', ' ana@CLUB.example '):
        viewer = viewer_of(accounts.instance, accounts.browser(name).session, '10.0.0.7')
        assert (viewer.user_id, viewer.via, viewer.address) == (made.id, Via.SESSION, '10.0.0.7')
        assert not viewer.is_stepped_up


def test_a_program_gets_tokens(accounts: House) -> None:
    made = accounts.account()
    tokens = sign_in_program(accounts.instance, HERE, Credentials(name='ana', password=PASSWORD))
    viewer = viewer_of_token(accounts.instance, tokens.access)
    assert (viewer.user_id, viewer.via) == (made.id, Via.ACCESS)
    assert tokens.expires_in_s == 900


def test_a_token_works_as_long_as_the_instance_says(accounts: House) -> None:
    accounts.account()
    told = replace(accounts.instance, access_life=timedelta(minutes=5))
    first = sign_in_program(told, HERE, Credentials(name='ana', password=PASSWORD))
    second = refresh(told, HERE, first.refresh)
    assert (first.expires_in_s, second.expires_in_s) == (300, 300)
    accounts.clock.goes_on(minutes=5, seconds=61)
    for tokens in (first, second):
        with pytest.raises(TokenRefused):
            viewer_of_token(told, tokens.access)


@pytest.mark.parametrize('session', ['', 'rts_guessed', '\ud800'])
def test_nobody_gets_in_without(accounts: House, session: str) -> None:
    accounts.account()
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, session)


def test_a_session_ends_after_a_week_of_nothing_and_after_a_month_of_anything(accounts: House) -> None:
    accounts.account()
    idle, busy = accounts.browser().session, accounts.browser().session
    for _ in range(6):
        accounts.clock.goes_on(days=4.9)
        viewer_of(accounts.instance, busy)
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, idle)
    accounts.clock.goes_on(days=1)
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, busy)


def test_an_unknown_name_gets_the_answer_of_a_wrong_password(accounts: House) -> None:
    accounts.account()
    known = [guess(accounts) for _ in range(6)]
    unknown = [guess(accounts, replace(WRONG, name='nobody')) for _ in range(6)]
    local = [guess(accounts, replace(WRONG, name='local')) for _ in range(6)]
    assert known == unknown == local
    assert 'too many attempts' in known[5]


@pytest.mark.usefixtures('as_shipped')
def test_and_it_takes_as_long(accounts: House) -> None:
    accounts.account()
    took: dict[str, list[float]] = {'ana': [], 'nobody': [], 'local': []}
    for i in range(20):
        for name, times in took.items():
            caller = Caller(address=f'10.0.{i}.7')
            start_s = process_time()  # of this process alone: other programs are not what is measured
            guess(accounts, replace(WRONG, name=name), caller)
            times.append(process_time() - start_s)
    known = median(took['ana'])
    assert median(took['nobody']) == pytest.approx(known, rel=0.2)
    assert median(took['local']) == pytest.approx(known, rel=0.2)


def test_a_thousand_guesses_from_thirty_places_do_not_lock_the_owner_out(accounts: House) -> None:
    accounts.account()
    device = accounts.browser().device
    answers = [guess(accounts, WRONG, Caller(address=f'10.1.0.{i % 30}')) for i in range(1000)]
    assert sum(answer.startswith('SignInRefused') for answer in answers) == 50
    assert 'too many' in guess(accounts, WRONG, Caller(address='10.2.0.1'))
    known = Caller(address='10.1.0.1', device=device)
    assert accounts.browser(caller=known).device == device
    accounts.clock.goes_on(minutes=15)
    assert accounts.browser(caller=Caller(address='10.2.0.1'))


def test_a_name_and_an_address_of_one_account_are_guessed_at_together(accounts: House) -> None:
    accounts.account()
    names = ['ana', 'ana@club.example'] * 3
    answers = [guess(accounts, replace(WRONG, name=name)) for name in names]
    assert 'too many' in answers[5]


def test_guesses_at_once_are_no_more_than_one_after_the_other(accounts: House) -> None:
    accounts.account()
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: guess(accounts), range(24)))
    assert sum(answer.startswith('SignInRefused') for answer in answers) == 5


def test_each_guess_is_written_down_but_not_what_was_typed(accounts: House) -> None:
    admin, ana = accounts.admin(), accounts.account()
    for name in ('ana', 'nobody'):
        guess(accounts, replace(WRONG, name=name))
    unknown, known = audit_log(accounts.instance, admin, most=2)
    assert (known.what, known.on_what, known.from_where) == (
        'sign-in refused',
        f'user {ana.id}',
        HERE.address,
    )
    assert (unknown.what, unknown.on_what) == ('sign-in refused', 'a name that nobody has')


def test_a_device_that_makes_up_its_id_is_a_stranger(accounts: House) -> None:
    accounts.account()
    made_up = Caller(address='10.0.0.9', device='rtd_made_up')
    assert [guess(accounts, WRONG, made_up) for _ in range(6)][5].startswith('TooMany')
    other = accounts.browser(caller=Caller(address='10.0.0.8', device='rtd_made_up'))
    assert other.device != 'rtd_made_up'


def test_a_right_password_clears_what_was_counted_here(accounts: House) -> None:
    accounts.account()
    for _ in range(3):
        assert [guess(accounts) for _ in range(4)][3].startswith('SignInRefused')
        accounts.browser()


def test_who_is_locked_is_told_so_only_with_the_right_password(accounts: House) -> None:
    admin, ana = accounts.admin(), accounts.account()
    session = accounts.browser().session
    lock(accounts.instance, admin, ana.id)
    assert guess(accounts).startswith('SignInRefused')
    with pytest.raises(AccountLocked):
        accounts.browser()
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, session)
    unlock(accounts.instance, admin, ana.id)
    assert accounts.browser()


def test_nothing_opens_for_who_is_locked_whatever_was_left_of_it(accounts: House) -> None:
    accounts.account()
    browser = accounts.browser()
    program = sign_in_program(accounts.instance, HERE, Credentials(name='ana', password=PASSWORD))
    ana = viewer_of(accounts.instance, browser.session)
    own = Credentials(password=PASSWORD)
    _, personal = make_token(accounts.instance, ana, own, name='push', scopes=[Scope.READ])
    with writing(accounts.instance.engine) as db:
        rows.change(db, ana.user_id, is_locked=True)
    with pytest.raises(TokenRefused):
        viewer_of(accounts.instance, browser.session)
    for token in (program.access, personal):
        with pytest.raises(TokenRefused):
            viewer_of_token(accounts.instance, token)


def test_who_is_locked_while_the_password_is_hashed_gets_no_session(accounts: House) -> None:
    admin, ana = accounts.admin(), accounts.account()
    proven = prove(accounts.instance, HERE, Credentials(name='ana', password=PASSWORD))
    lock(accounts.instance, admin, ana.id)
    with writing(accounts.instance.engine) as db, pytest.raises(SignInRefused):
        welcome(db, proven)


def test_nor_does_who_has_the_old_password_after_a_reset(accounts: House) -> None:
    admin, ana = accounts.admin(), accounts.account()
    proven = prove(accounts.instance, HERE, Credentials(name='ana', password=PASSWORD))
    link = reset_link(accounts.instance, admin, ana.id)
    reset_password(accounts.instance, HERE, link, 'six green flags')
    with writing(accounts.instance.engine) as db, pytest.raises(SignInRefused):
        welcome(db, proven)


@pytest.mark.usefixtures('as_shipped')
def test_an_older_hash_is_replaced_when_its_password_was_right(accounts: House) -> None:
    ana = accounts.account()
    older = CryptContext(['argon2'], argon2__memory_cost=1024, argon2__time_cost=1).hash(PASSWORD)
    with writing(accounts.instance.engine) as db:
        rows.change(db, ana.id, password_hash=older)
    guess(accounts)
    accounts.browser()
    with reading(accounts.instance.engine) as db:
        kept = rows.proofs_of(db, ana.id).password_hash
    assert kept is not None
    assert kept.startswith('$argon2id$v=19$m=19456,t=2,p=1$')
    accounts.browser()


def test_who_has_to_wait_too_long_for_a_turn_is_told(
    accounts: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.account()
    monkeypatch.setattr(hashing, 'PATIENCE_S', 0.01)
    busy = replace(accounts.instance, hashing=BoundedSemaphore(1))
    with hashing.turn(busy), pytest.raises(TooBusy):
        sign_in(busy, HERE, WRONG)
    many = replace(accounts.instance, turns=BoundedSemaphore(1))
    with hashing.turn(many), pytest.raises(TooBusy):
        sign_in(many, HERE, WRONG)
    assert guess(accounts).startswith('SignInRefused')


def test_no_password_is_hashed_in_the_thread_of_a_request(
    accounts: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own threads give way to whoever opens a page."""
    seen = []
    for module, name in ((register, 'hashed'), (prove_module, 'verified'), (passwords, 'hashed')):
        real = getattr(module, name)

        def noted(*given: str, real: Callable[..., object] = real) -> object:
            seen.append(current_thread().name)
            return real(*given)

        monkeypatch.setattr(module, name, noted)
    accounts.account()
    passwords.change_password(accounts.instance, accounts.viewer(), PASSWORD, 'six blue lights on')
    assert len(seen) == 4  # registered, signed in, proved again, changed
    assert all(name.startswith('hash') for name in seen)


def test_nothing_that_proves_anything_is_in_the_file(accounts: House) -> None:
    accounts.account()
    browser = accounts.browser()
    program = sign_in_program(accounts.instance, HERE, Credentials(name='ana', password=PASSWORD))
    accounts.instance.engine.dispose()
    kept = b''.join(path.read_bytes() for path in Path(accounts.instance.data).parent.glob('racetrace.db*'))
    for secret in (PASSWORD, browser.session, browser.device, program.refresh, program.access):
        assert secret.encode() not in kept
    assert PASSWORD not in repr(Credentials(name='ana', password=PASSWORD))
    assert browser.session not in repr(browser)
