from concurrent.futures import ThreadPoolExecutor

import pytest

from racetrace.errors import RetryRefresh, TokenRefused
from racetrace.services.administer import audit_log, lock
from racetrace.services.prove import Credentials
from racetrace.services.refresh import refresh
from racetrace.services.sign_in import Tokens, sign_in_program
from racetrace.services.sign_out import sign_out, sign_out_everywhere, sign_out_program
from racetrace.services.viewers import viewer_of_token
from tests.services.house_of_accounts import HERE, PASSWORD, House


def signed_in(accounts: House) -> Tokens:
    accounts.account()
    return sign_in_program(accounts.instance, HERE, Credentials(name='ana', password=PASSWORD))


def test_a_token_is_exchanged_for_the_next(accounts: House) -> None:
    first = signed_in(accounts)
    second = refresh(accounts.instance, HERE, first.refresh)
    third = refresh(accounts.instance, HERE, second.refresh)
    assert len({first.refresh, second.refresh, third.refresh}) == 3
    assert viewer_of_token(accounts.instance, third.access).user_id == first.account.id


def test_of_eight_at_once_one_gets_the_next_token(accounts: House) -> None:
    first = signed_in(accounts)

    def one(_: int) -> Tokens | None:
        try:
            return refresh(accounts.instance, HERE, first.refresh)
        except RetryRefresh:
            return None

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(one, range(8)))
    given = [answer for answer in answers if answer is not None]
    assert len(given) == 1
    assert refresh(accounts.instance, HERE, given[0].refresh)


def test_a_token_that_comes_again_later_ends_the_whole_family(accounts: House) -> None:
    first = signed_in(accounts)
    second = refresh(accounts.instance, HERE, first.refresh)
    accounts.clock.goes_on(seconds=11)
    assert_over(accounts, first.refresh)
    assert_over(accounts, second.refresh)
    with pytest.raises(TokenRefused):
        viewer_of_token(accounts.instance, second.access)


def test_so_does_one_whose_child_was_used_however_soon(accounts: House) -> None:
    first = signed_in(accounts)
    second = refresh(accounts.instance, HERE, first.refresh)
    third = refresh(accounts.instance, HERE, second.refresh)
    assert_over(accounts, first.refresh)
    assert_over(accounts, third.refresh)


def test_and_it_is_written_down(accounts: House) -> None:
    admin = accounts.admin()
    first = signed_in(accounts)
    refresh(accounts.instance, HERE, first.refresh)
    accounts.clock.goes_on(seconds=11)
    assert_over(accounts, first.refresh)
    newest = audit_log(accounts.instance, admin)[0]
    assert (newest.what, newest.who_id) == ('refresh token used twice', first.account.id)


def test_a_family_ends_with_its_month_however_often_it_was_refreshed(accounts: House) -> None:
    token = signed_in(accounts).refresh
    for _ in range(29):
        accounts.clock.goes_on(days=1)
        token = refresh(accounts.instance, HERE, token).refresh
    accounts.clock.goes_on(days=1)
    assert_over(accounts, token)


@pytest.mark.parametrize('token', ['', 'rtr_guessed', '\ud800'])
def test_what_is_no_token_of_ours_is_refused(accounts: House, token: str) -> None:
    signed_in(accounts)
    assert_over(accounts, token)


def test_an_access_token_refreshes_nothing_and_a_refresh_token_opens_nothing(accounts: House) -> None:
    tokens = signed_in(accounts)
    assert_over(accounts, tokens.access)
    with pytest.raises(TokenRefused):
        viewer_of_token(accounts.instance, tokens.refresh)


def test_signing_out_ends_it_at_once(accounts: House) -> None:
    first = signed_in(accounts)
    other = sign_in_program(accounts.instance, HERE, Credentials(name='ana', password=PASSWORD))
    sign_out(accounts.instance, viewer_of_token(accounts.instance, first.access))
    assert_over(accounts, first.refresh)
    with pytest.raises(TokenRefused):
        viewer_of_token(accounts.instance, first.access)
    sign_out_program(accounts.instance, other.refresh)
    assert_over(accounts, other.refresh)
    sign_out_program(accounts.instance, 'rtr_guessed')


def test_everywhere_means_everywhere(accounts: House) -> None:
    tokens, session = signed_in(accounts), accounts.browser()
    assert session
    viewer = accounts.viewer()
    sign_out_everywhere(accounts.instance, viewer)
    assert_over(accounts, tokens.refresh)


def test_who_was_locked_refreshes_nothing(accounts: House) -> None:
    admin, tokens = accounts.admin(), signed_in(accounts)
    lock(accounts.instance, admin, tokens.account.id)
    assert_over(accounts, tokens.refresh)


def assert_over(accounts: House, token: str) -> None:
    with pytest.raises(TokenRefused):
        refresh(accounts.instance, HERE, token)
