"""Who comes in by an account elsewhere, and who does not."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pyotp
import pytest

from racetrace.accounts.identity import Attempt, Identity
from racetrace.errors import (
    AccountLocked,
    AttemptStale,
    ChangeRefused,
    CodeWanted,
    EmailUnproven,
    IdentityTaken,
    LinkFirst,
    NotFound,
    NotPermitted,
    ProviderAway,
    ProviderRefused,
    RegistrationClosed,
    SignInRefused,
    TooManyAttempts,
)
from racetrace.services.administer import audit_log, lock
from racetrace.services.authenticator import confirm_totp, offer_totp
from racetrace.services.identities import my_identities, unlink
from racetrace.services.instance import Instance
from racetrace.services.oauth import Arrived, Back, Leading, begin, begin_link, come_back, enter_code
from racetrace.services.passwords import change_password
from racetrace.services.prove import Credentials, seconds
from racetrace.services.register import NewAccount, register
from racetrace.services.viewer import Via, Viewer
from racetrace.services.viewers import viewer_of
from racetrace.store import accounts as rows
from racetrace.store.database import writing
from tests.services.house_of_accounts import HERE, PASSWORD, House

ADDRESS = 'http://127.0.0.1:8000/login/google/callback'
ANA = Identity(
    provider='google', subject='17', email='ana@club.example', email_verified=True, name='Ana Alvarez'
)
OWN = Credentials(password=PASSWORD)


@dataclass
class Elsewhere:
    """A provider that knows one person, who may be changed."""

    identity_given: Identity = ANA
    label: str = 'Google'
    is_away: bool = False
    nonces: list[str] = field(default_factory=list)

    def lead(self, attempt: Attempt, here: str) -> str:
        if self.is_away:
            raise ProviderAway('It is away.')
        return f'{here}#{attempt.state}'

    def identity(self, attempt: Attempt, code: str, here: str, now_s: float) -> Identity:  # noqa: ARG002
        if code != 'right':
            raise ProviderRefused('This code is wrong.')
        self.nonces.append(attempt.nonce)
        return self.identity_given


@pytest.fixture
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def house(accounts: House, elsewhere: Elsewhere) -> House:
    providers = {'google': elsewhere, 'github': elsewhere}
    return House(instance=replace(accounts.instance, providers=providers), clock=accounts.clock)


def led(house: House, provider: str = 'google') -> Leading:
    return begin(house.instance, HERE, provider, ADDRESS, '/compare?laps=1,2')


def back(leading: Leading, **changes: Any) -> Back:
    said = Back(
        provider='google',
        here=ADDRESS,
        secret=leading.secret,
        state=leading.url.partition('#')[2],
        code='right',
    )
    return replace(said, **changes)


def come(house: House, **changes: Any) -> Arrived:
    return come_back(house.instance, HERE, None, back(led(house), **changes))


def viewer(house: House, arrived: Arrived) -> Viewer:
    assert arrived.signed_in is not None
    return viewer_of(house.instance, arrived.signed_in.session)


def verified(house: House, name: str = 'ana') -> int:
    made = house.account(name)
    with writing(house.instance.engine) as db:
        rows.change(db, made.id, email_verified=True)
    return made.id


def test_who_is_new_gets_an_account_and_is_the_same_next_time(house: House, elsewhere: Elsewhere) -> None:
    arrived = come(house)
    assert arrived.signed_in is not None
    account = arrived.signed_in.account
    assert (account.name, account.email, account.email_verified) == ('ana.alvarez', 'ana@club.example', True)
    assert (account.is_admin, account.has_password) == (False, False)
    assert arrived.onward == '/compare?laps=1,2'
    elsewhere.identity_given = replace(ANA, email='ana@new.example', email_verified=False, name='')
    assert viewer(house, come(house)).user_id == account.id, 'it is the subject that counts'
    assert len(set(elsewhere.nonces)) == 2


def test_the_same_name_elsewhere_is_another_name_here(house: House, elsewhere: Elsewhere) -> None:
    come(house)
    elsewhere.identity_given = replace(ANA, subject='18', email='other@club.example')
    arrived = come(house)
    assert arrived.signed_in is not None
    assert arrived.signed_in.account.name == 'ana.alvarez-2'


def test_a_number_of_one_provider_is_nobody_at_another(house: House, elsewhere: Elsewhere) -> None:
    first = viewer(house, come(house))
    elsewhere.identity_given = replace(ANA, provider='github', email='thief@club.example')
    leading = led(house, 'github')
    other = come_back(house.instance, HERE, None, back(leading, provider='github'))
    assert viewer(house, other).user_id != first.user_id


def test_an_account_is_found_by_an_address_that_both_sides_have_proved(house: House) -> None:
    ana = verified(house)
    assert viewer(house, come(house)).user_id == ana
    assert [one.shown for one in my_identities(house.instance, house.viewer())] == ['ana@club.example']


def test_an_address_that_nobody_proved_here_leads_to_no_account(house: House) -> None:
    """Whoever registers with somebody else's address must not share an account with them later."""
    house.account('ana')
    with pytest.raises(LinkFirst, match=r'Sign in with its password, and add the other account'):
        come(house)
    assert my_identities(house.instance, house.viewer()) == []


@pytest.mark.parametrize('email', ['ana@club.example', None, 'no address', 'new@club.example'])
def test_an_address_that_nobody_proved_there_leads_nowhere(
    house: House, elsewhere: Elsewhere, email: str | None
) -> None:
    verified(house)
    elsewhere.identity_given = replace(ANA, email=email, email_verified=email == 'no address')
    with pytest.raises(EmailUnproven):
        come(house)


def test_a_closed_house_makes_no_account_but_lets_in_who_has_one(house: House, elsewhere: Elsewhere) -> None:
    ana = verified(house)
    closed = House(instance=replace(house.instance, registration=False), clock=house.clock)
    assert viewer(closed, come(closed)).user_id == ana
    elsewhere.identity_given = replace(ANA, subject='18', email='new@club.example')
    with pytest.raises(RegistrationClosed):
        come(closed)
    with pytest.raises(RegistrationClosed):
        register(closed.instance, HERE, NewAccount(name='ben', email='b@club.example', password=PASSWORD))
    assert closed.admin().role == 'admin', 'the first admin comes in by what the terminal shows'


def test_who_is_locked_stays_out(house: House) -> None:
    ana, admin = verified(house), house.admin()
    lock(house.instance, admin, ana)
    with pytest.raises(AccountLocked):
        come(house)
    with pytest.raises(AccountLocked):
        house.browser()


@pytest.mark.parametrize(
    'changes',
    [{'state': ''}, {'state': 'x'}, {'secret': ''}, {'secret': 'rto_x'}, {'provider': 'github'}],
    ids=str,
)
def test_what_this_browser_did_not_begin_is_refused(house: House, changes: dict[str, str]) -> None:
    with pytest.raises(AttemptStale):
        come(house, **changes)


def test_the_state_of_one_browser_is_worth_nothing_in_another(house: House) -> None:
    mine, theirs = led(house), led(house)
    with pytest.raises(AttemptStale):
        come_back(house.instance, HERE, None, back(mine, state=theirs.url.partition('#')[2]))
    assert come_back(house.instance, HERE, None, back(mine)).signed_in, 'a stranger cannot spoil it'


def test_an_attempt_works_once_also_of_two_at_once(house: House) -> None:
    said = back(led(house))

    def once(_: int) -> bool:
        try:
            return come_back(house.instance, HERE, None, said).signed_in is not None
        except AttemptStale:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(once, range(4))) == [False, False, False, True]


def test_an_attempt_is_over_after_ten_minutes(house: House) -> None:
    leading = led(house)
    house.clock.goes_on(minutes=10)
    with pytest.raises(AttemptStale):
        come_back(house.instance, HERE, None, back(leading))


@pytest.mark.parametrize('code', ['', 'wrong'])
def test_who_thinks_better_of_it_or_has_a_wrong_code_is_told(house: House, code: str) -> None:
    with pytest.raises(ProviderRefused):
        come(house, code=code)


def test_a_provider_that_is_away_or_not_there_is_told(house: House, elsewhere: Elsewhere) -> None:
    elsewhere.is_away = True
    with pytest.raises(ProviderAway):
        led(house)
    with pytest.raises(NotFound):
        led(house, 'myspace')


def test_one_address_begins_no_more_than_sixty_and_who_comes_back_counts_no_longer(house: House) -> None:
    for _ in range(60):
        said = back(led(house))
    with pytest.raises(TooManyAttempts):
        led(house)
    come_back(house.instance, HERE, None, said)
    led(house)


def code_now(house: House, app: pyotp.TOTP) -> str:
    return app.at(int(seconds(house.clock.now)))


def with_app(house: House) -> pyotp.TOTP:
    verified(house)
    address = offer_totp(house.instance, house.viewer(), OWN)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    confirm_totp(house.instance, house.viewer(), code_now(house, app))
    house.clock.goes_on(minutes=1)
    return app


def test_a_code_is_still_wanted_and_the_account_is_linked_only_after_it(house: House) -> None:
    app, leading = with_app(house), led(house)
    with pytest.raises(CodeWanted):
        come_back(house.instance, HERE, None, back(leading))
    with pytest.raises(CodeWanted):
        enter_code(house.instance, HERE, leading.secret, '000000')
    code = code_now(house, app)
    with pytest.raises(AttemptStale):
        enter_code(house.instance, HERE, led(house).secret, code)
    arrived = enter_code(house.instance, HERE, leading.secret, code)
    ana = viewer(house, arrived)
    assert [one.provider for one in my_identities(house.instance, ana)] == ['google']
    with pytest.raises(AttemptStale):
        enter_code(house.instance, HERE, leading.secret, code)


def test_codes_are_not_guessed_at(house: House) -> None:
    with_app(house)
    leading = led(house)
    with pytest.raises(CodeWanted):
        come_back(house.instance, HERE, None, back(leading))
    for _ in range(5):
        with pytest.raises(CodeWanted):
            enter_code(house.instance, HERE, leading.secret, '000000')
    with pytest.raises(TooManyAttempts):
        enter_code(house.instance, HERE, leading.secret, '000000')


def test_somebody_signed_in_adds_a_way_in_with_whatever_address(house: House, elsewhere: Elsewhere) -> None:
    house.account()
    ana = house.viewer()
    elsewhere.identity_given = replace(ANA, email='private@mail.example', email_verified=False)
    with pytest.raises(SignInRefused):
        begin_link(house.instance, ana, Credentials(password='wrong'), 'google', ADDRESS, '/me')
    leading = begin_link(house.instance, ana, OWN, 'google', ADDRESS, '/me')
    assert come_back(house.instance, HERE, ana, back(leading)) == Arrived(signed_in=None, onward='/me')
    assert viewer(house, come(house)).user_id == ana.user_id


def test_it_is_added_only_in_the_browser_of_who_began_it(house: House) -> None:
    house.account('ana')
    house.account('ben')
    for other in (house.viewer('ben'), None):
        leading = begin_link(house.instance, house.viewer('ana'), OWN, 'google', ADDRESS, '/me')
        with pytest.raises(AttemptStale):
            come_back(house.instance, HERE, other, back(leading))


def test_one_account_elsewhere_is_a_way_into_one_account_here(house: House) -> None:
    for name in ('ben', 'cleo'):
        house.account(name)
    ben, cleo = house.viewer('ben'), house.viewer('cleo')
    leading = begin_link(house.instance, ben, OWN, 'google', ADDRESS, '/me')
    come_back(house.instance, HERE, ben, back(leading))
    leading = begin_link(house.instance, cleo, OWN, 'google', ADDRESS, '/me')
    with pytest.raises(IdentityTaken):
        come_back(house.instance, HERE, cleo, back(leading))


def test_the_last_way_in_stays(house: House) -> None:
    ana = viewer(house, come(house))
    (identity,) = my_identities(house.instance, ana)
    with pytest.raises(ChangeRefused, match='only way into your account'):
        unlink(house.instance, ana, Credentials(), identity.id)
    change_password(house.instance, ana, '', PASSWORD)
    with pytest.raises(SignInRefused):
        unlink(house.instance, ana, Credentials(), identity.id)
    unlink(house.instance, ana, OWN, identity.id)
    assert house.viewer('ana.alvarez').user_id == ana.user_id


def test_who_has_no_password_proves_it_by_having_just_signed_in(house: House) -> None:
    ana = viewer(house, come(house))
    house.clock.goes_on(minutes=10)
    with pytest.raises(SignInRefused, match='too long ago'):
        change_password(house.instance, ana, '', PASSWORD)
    change_password(house.instance, viewer(house, come(house)), '', PASSWORD)


def test_nobody_removes_what_is_somebody_elses(house: House) -> None:
    come(house)
    house.account('ben')
    with pytest.raises(NotFound):
        unlink(house.instance, house.viewer('ben'), OWN, 1)


def test_a_personal_token_adds_no_way_in(house: House) -> None:
    house.account()
    program = replace(house.viewer(), via=Via.PERSONAL)
    with pytest.raises(NotPermitted):
        begin_link(house.instance, program, OWN, 'google', ADDRESS, '/me')


def test_what_was_done_is_written_down(house: House) -> None:
    admin = house.admin()
    ana = viewer(house, come(house))
    change_password(house.instance, ana, '', PASSWORD)
    unlink(house.instance, ana, OWN, my_identities(house.instance, ana)[0].id)
    said = [entry.what for entry in audit_log(house.instance, admin) if entry.who_id == ana.user_id]
    assert said == ['remove google', 'change password', 'sign-in', 'register by google']


def test_what_the_house_keeps_of_an_attempt_proves_nothing(house: House) -> None:
    leading = led(house)
    attempt = Attempt(secret=leading.secret)
    kept = _kept(house.instance)
    assert attempt.sha256 in kept
    for secret in (leading.secret, attempt.state, attempt.nonce, attempt.verifier):
        assert secret not in kept


def _kept(instance: Instance) -> str:
    with instance.engine.connect() as connection:
        return str(connection.exec_driver_sql('SELECT * FROM oauth_attempt').all())
