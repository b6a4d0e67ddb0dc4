"""Who comes in by an ID token of Firebase, and who does not."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pyotp
import pytest

from racetrace.accounts.names import insist_email
from racetrace.errors import (
    AccountLocked,
    CodeWanted,
    EmailUnproven,
    LinkFirst,
    NotFound,
    ProviderAway,
    ProviderRefused,
    RegistrationClosed,
    SignInRefused,
    TooBusy,
    TooManyAttempts,
)
from racetrace.oauth.firebase import Firebase
from racetrace.oauth.keys import Keys
from racetrace.services import oauth_account
from racetrace.services.administer import audit_log, lock
from racetrace.services.authenticator import confirm_totp, offer_totp
from racetrace.services.delete_account import delete_account
from racetrace.services.firebase import exchange
from racetrace.services.identities import my_identities, unlink
from racetrace.services.passwords import change_password
from racetrace.services.prove import Credentials, seconds
from racetrace.services.refresh import refresh
from racetrace.services.register import NewAccount, register
from racetrace.services.sign_in import Tokens
from racetrace.services.sign_out import sign_out_everywhere
from racetrace.services.viewer import Caller, Via, Viewer
from racetrace.services.viewers import viewer_of_token
from racetrace.store import accounts as rows
from racetrace.store.database import writing
from tests.oauth.firebase_double import PROJECT, FirebaseDouble, claims, firebase_double, token
from tests.services.house_of_accounts import HERE, PASSWORD, House

OWN = Credentials(password=PASSWORD)


@pytest.fixture
def google() -> Iterator[FirebaseDouble]:
    with firebase_double() as double:
        yield double


@pytest.fixture
def house(accounts: House, google: FirebaseDouble) -> House:
    return changed(accounts, firebase=Firebase(project=PROJECT, keys=Keys(google.url)))


def changed(house: House, **parts: Any) -> House:
    return House(instance=replace(house.instance, **parts), clock=house.clock)


def signed(house: House, **changes: Any) -> str:
    now_s = int(seconds(house.clock.now))
    return token(claims(**{'auth_time': now_s, 'iat': now_s, 'exp': now_s + 3600} | changes))


def come(house: House, **changes: Any) -> Tokens:
    house.clock.goes_on(seconds=1)  # or it would be the same token
    return exchange(house.instance, HERE, signed(house, **changes))


def viewer(house: House, tokens: Tokens) -> Viewer:
    return viewer_of_token(house.instance, tokens.access, HERE.address)


def verified(house: House, name: str = 'ana') -> int:
    made = house.account(name)
    with writing(house.instance.engine) as db:
        rows.change(db, made.id, email_verified=True)
    return made.id


def test_who_is_new_gets_an_account_and_is_the_same_next_time(house: House) -> None:
    tokens = come(house)
    account = tokens.account
    assert (account.name, account.email, account.email_verified) == ('ana.alvarez', 'ana@club.example', True)
    assert (account.is_admin, account.has_password) == (False, False)
    assert viewer(house, tokens).via is Via.ACCESS
    assert refresh(house.instance, HERE, tokens.refresh).account == account
    again = come(house, email='ana@new.example', email_verified=False, name=None)
    assert viewer(house, again).user_id == account.id, 'it is the subject that counts'


def test_an_account_is_found_by_an_address_that_both_sides_have_proved(house: House) -> None:
    ana = verified(house)
    assert viewer(house, come(house)).user_id == ana
    shown = [(one.provider, one.shown) for one in my_identities(house.instance, house.viewer())]
    assert shown == [('firebase', 'ana@club.example')]


def test_who_comes_for_the_first_time_twice_at_once_is_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Barrier(2, timeout=20)  # neither is there when the other looks

    def insisted(email: str) -> str:
        both.wait()
        return insist_email(email)

    monkeypatch.setattr(oauth_account, 'insist_email', insisted)
    texts = [signed(house, jti=name) for name in ('a', 'b')]
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda text: exchange(house.instance, HERE, text).account.id, texts))
    assert len(set(found)) == 1


def test_an_address_that_nobody_proved_here_leads_to_no_account(house: House) -> None:
    """Whoever registers with somebody else's address must not share an account with them later."""
    house.account('ana')
    with pytest.raises(LinkFirst, match=r'Sign in with its password, and see on your own page'):
        come(house)
    assert my_identities(house.instance, house.viewer()) == []


@pytest.mark.parametrize('email', ['ana@club.example', None, 'no address', 'new@club.example'])
def test_an_address_that_nobody_proved_there_leads_nowhere(house: House, email: str | None) -> None:
    verified(house)
    with pytest.raises(EmailUnproven):
        come(house, email=email, email_verified=email == 'no address')


def test_a_closed_house_makes_no_account_but_lets_in_who_has_one(house: House) -> None:
    ana = verified(house)
    closed = changed(house, registration=False)
    assert viewer(closed, come(closed)).user_id == ana
    with pytest.raises(RegistrationClosed):
        come(closed, sub='another', email='new@club.example')


def test_who_is_locked_stays_out_and_goes_out(house: House) -> None:
    admin, tokens = house.admin(), come(house)
    lock(house.instance, admin, tokens.account.id)
    with pytest.raises(AccountLocked):
        come(house)
    with pytest.raises(Exception, match='not signed in'):
        viewer(house, tokens)


def test_a_token_works_once_also_of_two_at_once(house: House) -> None:
    text = signed(house)

    def once(_: int) -> bool:
        try:
            return bool(exchange(house.instance, HERE, text))
        except ProviderRefused:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(once, range(4))) == [False, False, False, True]


def test_a_token_that_was_seen_does_not_work_with_its_signature_written_otherwise(house: House) -> None:
    text = signed(house)
    exchange(house.instance, HERE, text)
    letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    for i in range(1, 16):  # the last four bits of 342 letters are no part of 2,048
        with pytest.raises(ProviderRefused):
            exchange(house.instance, HERE, text[:-1] + letters[letters.index(text[-1]) + i])


def test_who_signs_out_everywhere_is_not_let_in_by_the_token_of_before(house: House) -> None:
    text = signed(house)
    ana = viewer(house, exchange(house.instance, HERE, text))
    sign_out_everywhere(house.instance, ana)
    for minutes in (0, 30, 29, 1):  # as long as Firebase's own rules would let it in
        house.clock.goes_on(minutes=minutes)
        with pytest.raises(ProviderRefused, match='used already'):
            exchange(house.instance, HERE, text)
    house.clock.goes_on(minutes=1)
    with pytest.raises(ProviderRefused, match='cannot be believed'):
        exchange(house.instance, HERE, text)


def test_who_deletes_the_account_is_not_made_again_by_the_token_of_before(house: House) -> None:
    text = signed(house)
    ana = viewer(house, exchange(house.instance, HERE, text))
    delete_account(house.instance, ana, Credentials())
    with pytest.raises(ProviderRefused, match='used already'):
        exchange(house.instance, HERE, text)
    assert come(house).account.id != ana.user_id


def test_what_was_spent_is_forgotten_when_it_would_not_be_believed_any_more(house: House) -> None:
    for _ in range(3):
        come(house)
        house.clock.goes_on(minutes=62)
    come(house)
    with house.instance.engine.connect() as connection:
        assert connection.exec_driver_sql('SELECT count(*) FROM oauth_attempt').scalar_one() == 1


def with_app(house: House) -> pyotp.TOTP:
    verified(house)
    app = pyotp.parse_uri(offer_totp(house.instance, house.viewer(), OWN))
    assert isinstance(app, pyotp.TOTP)
    confirm_totp(house.instance, house.viewer(), code_now(house, app))
    house.clock.goes_on(minutes=1)
    return app


def code_now(house: House, app: pyotp.TOTP) -> str:
    return app.at(int(seconds(house.clock.now)))


def test_a_code_is_still_wanted_and_the_same_token_may_come_with_it(house: House) -> None:
    app, text = with_app(house), signed(house)
    for code in ('', '000000'):
        with pytest.raises(CodeWanted):
            exchange(house.instance, HERE, text, code)
    code = code_now(house, app)
    ana = viewer(house, exchange(house.instance, HERE, text, code))
    assert [one.provider for one in my_identities(house.instance, ana)] == ['firebase']
    with pytest.raises(ProviderRefused):
        exchange(house.instance, HERE, text, code)
    house.clock.goes_on(seconds=1)
    with pytest.raises(CodeWanted):
        exchange(house.instance, HERE, signed(house), code)


def test_codes_are_not_guessed_at(house: House) -> None:
    with_app(house)
    text = signed(house)
    for _ in range(5):
        with pytest.raises(CodeWanted):
            exchange(house.instance, HERE, text, '000000')
    for address in ('10.0.0.7', '10.0.0.8'):
        with pytest.raises(TooManyAttempts):
            exchange(house.instance, Caller(address=address), signed(house, jti=address), '000000')


def test_one_address_hands_in_no_more_than_sixty_that_are_worth_nothing(house: House) -> None:
    for _ in range(60):
        with pytest.raises(ProviderRefused):
            exchange(house.instance, HERE, 'x')
    with pytest.raises(TooManyAttempts):
        come(house)
    elsewhere = Caller(address='10.0.0.8')
    assert exchange(house.instance, elsewhere, signed(house))
    house.account('ben')
    assert house.viewer('ben'), 'a password is counted by itself'


def test_who_comes_in_is_counted_no_longer(house: House) -> None:
    for _ in range(2):
        for _ in range(59):
            with pytest.raises(ProviderRefused):
                exchange(house.instance, HERE, 'x')
        come(house)


def test_where_googles_keys_are_away_a_password_still_does(house: House, google: FirebaseDouble) -> None:
    google.instead = lambda: (503, {}, b'')
    with pytest.raises(ProviderAway):
        come(house)
    house.account()
    assert house.viewer()


def test_who_waits_for_googles_keys_leaves_threads_to_the_others(house: House) -> None:
    taken = [house.instance.turns.acquire(blocking=False) for _ in range(24)]
    assert all(taken)
    with pytest.raises(TooBusy):
        come(house)
    for _ in taken:
        house.instance.turns.release()
    come(house)


def test_without_a_project_there_is_none(accounts: House) -> None:
    with pytest.raises(NotFound, match='of no Firebase project'):
        come(accounts)


def test_who_has_no_password_proves_it_by_having_just_come_in(house: House) -> None:
    tokens = come(house)
    ana = viewer(house, tokens)
    house.clock.goes_on(minutes=9)
    later = refresh(house.instance, HERE, tokens.refresh)
    house.clock.goes_on(minutes=1)
    with pytest.raises(SignInRefused, match='too long ago'):
        change_password(house.instance, viewer(house, later), '', PASSWORD)
    with pytest.raises(SignInRefused, match='too long ago'):
        delete_account(house.instance, ana, Credentials())
    change_password(house.instance, viewer(house, come(house)), '', PASSWORD)
    fresh = viewer(house, come(house))
    with pytest.raises(SignInRefused):
        change_password(house.instance, fresh, '', 'six blue lights on')
    unlink(house.instance, fresh, OWN, my_identities(house.instance, fresh)[0].id)
    assert house.viewer('ana.alvarez').user_id == ana.user_id


def test_a_sign_in_of_somebody_else_is_no_proof(house: House) -> None:
    ana, ben = (viewer(house, come(house, sub=name, email=f'{name}@club.example')) for name in ('a', 'b'))
    with pytest.raises(SignInRefused):
        change_password(house.instance, replace(ana, family=ben.family), '', PASSWORD)


def test_what_was_done_is_written_down(house: House) -> None:
    admin = house.admin()
    ana = viewer(house, come(house))
    said = [entry.what for entry in audit_log(house.instance, admin) if entry.who_id == ana.user_id]
    assert said == ['sign-in', 'register by firebase']
    new = NewAccount(name='ben', email='ben@club.example', password=PASSWORD)
    ben = register(house.instance, HERE, new).id
    with writing(house.instance.engine) as db:
        rows.change(db, ben, email_verified=True)
    come(house, sub='b', email='ben@club.example')
    said = [entry.what for entry in audit_log(house.instance, admin) if entry.who_id == ben]
    assert said == ['sign-in', 'add firebase', 'register']


def test_what_the_house_keeps_of_a_token_proves_nothing(house: House) -> None:
    text = signed(house)
    exchange(house.instance, HERE, text)
    with house.instance.engine.connect() as connection:
        kept = str(connection.exec_driver_sql('SELECT * FROM oauth_attempt').all())
    assert 'firebase' in kept
    assert text.rpartition('.')[2] not in kept
