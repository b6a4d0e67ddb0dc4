from concurrent.futures import ThreadPoolExecutor

import pytest

from racetrace.accounts.roles import Role
from racetrace.errors import AccountRefused, LinkRefused, NameTaken, PasswordRefused, TooManyAttempts
from racetrace.services.register import NewAccount, first_admin, register
from racetrace.services.sessions import count
from racetrace.services.viewer import LOCAL, Caller
from tests.services.house_of_accounts import HERE, PASSWORD, House


def new(name: str = 'ana', email: str = 'ana@club.example', password: str = PASSWORD) -> NewAccount:
    return NewAccount(name=name, email=email, password=password)


def test_an_account_is_made_and_has_no_power(accounts: House) -> None:
    made = register(accounts.instance, HERE, new('Ana', 'Ana@Club.Example'))
    assert (made.name, made.email, made.shown_name) == ('ana', 'ana@club.example', 'Ana')
    assert (made.role, made.email_verified, made.is_locked) == (Role.USER, False, False)
    assert made.id != LOCAL.user_id


@pytest.mark.parametrize(
    'other',
    [
        new('ANA', 'other@club.example'),
        new('\uff21na', 'other@club.example'),
        new('other', 'ANA@club.example'),
    ],
    ids=['in capitals', 'in wide letters', 'the same address'],
)
def test_nobody_passes_for_another(accounts: House, other: NewAccount) -> None:
    register(accounts.instance, HERE, new())
    with pytest.raises(NameTaken, match='Another account has this'):
        register(accounts.instance, HERE, other)


@pytest.mark.parametrize('name', ['', 'a', 'a b', 'a@b', '...', 'x' * 41, 'a\u202eb', 'a/b', '<b>'])
def test_a_name_that_is_none_is_refused(accounts: House, name: str) -> None:
    with pytest.raises(AccountRefused, match='A name has'):
        register(accounts.instance, HERE, new(name))


@pytest.mark.parametrize('email', ['', 'ana', 'ana@', '@club.example', 'a b@c.d', 'a@b', f'{"x" * 250}@b.c'])
def test_an_address_that_is_none_is_refused(accounts: House, email: str) -> None:
    with pytest.raises(AccountRefused, match='no e-mail address'):
        register(accounts.instance, HERE, new(email=email))


@pytest.mark.parametrize('password', ['password123', 'anna.schmidt1', 'short'])
def test_a_password_that_is_guessed_first_is_refused(accounts: House, password: str) -> None:
    with pytest.raises(PasswordRefused):
        register(accounts.instance, HERE, new('anna.schmidt', password=password))


def test_a_machine_may_not_make_accounts_without_end(accounts: House) -> None:
    for i in range(20):
        with pytest.raises(NameTaken):
            register(accounts.instance, HERE, new('local', f'{i}@club.example'))
    with pytest.raises(TooManyAttempts):
        register(accounts.instance, HERE, new())
    assert register(accounts.instance, Caller(address='10.0.0.8'), new())


def test_the_first_admin_comes_by_the_link_of_the_terminal_and_owns_what_was_there(accounts: House) -> None:
    viewer = accounts.admin()
    assert (viewer.user_id, viewer.role) == (LOCAL.user_id, Role.ADMIN)
    assert count(accounts.instance, viewer) == count(accounts.instance, LOCAL)
    assert first_admin(accounts.instance) is None


def test_the_link_works_once_and_only_the_last_that_was_shown(accounts: House) -> None:
    before, shown = first_admin(accounts.instance), first_admin(accounts.instance)
    assert before is not None
    assert shown is not None
    for link in (before, 'rtf_guessed'):
        with pytest.raises(LinkRefused):
            register(accounts.instance, HERE, by(link, 'ben'))
    register(accounts.instance, HERE, by(shown, 'ana'))
    with pytest.raises(LinkRefused):
        register(accounts.instance, HERE, by(shown, 'ben'))


def test_the_link_ends_with_the_day(accounts: House) -> None:
    link = first_admin(accounts.instance)
    assert link is not None
    accounts.clock.goes_on(hours=24)
    with pytest.raises(LinkRefused):
        register(accounts.instance, HERE, by(link, 'ana'))


def by(link: str, name: str) -> NewAccount:
    return NewAccount(name=name, email=f'{name}@club.example', password=PASSWORD, first_admin=link)


def test_of_two_who_want_a_name_at_once_one_gets_it(accounts: House) -> None:
    def one(i: int) -> str:
        try:
            return register(accounts.instance, HERE, new(email=f'{i}@club.example')).name
        except NameTaken:
            return 'taken'

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(one, range(8))) == ['ana'] + 7 * ['taken']
