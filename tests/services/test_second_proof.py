"""What is wanted besides the password, and what helps who lost it."""

from dataclasses import replace

import pyotp
import pytest

from racetrace.errors import AccountLocked, AccountRefused, CodeWanted, SignInRefused
from racetrace.services.administer import remove_app
from racetrace.services.authenticator import confirm_totp, make_recovery_codes, offer_totp, remove_totp
from racetrace.services.decoded import Decoded
from racetrace.services.prove import Credentials, seconds
from racetrace.services.second_proof import seal_all
from racetrace.services.viewer import Viewer
from racetrace.services.viewers import viewer_of
from racetrace.store import accounts as rows
from racetrace.store.database import writing
from tests.services.house_of_accounts import PASSWORD, House

OWN = Credentials(password=PASSWORD)


def now(house: House, app: pyotp.TOTP) -> str:
    return app.at(int(seconds(house.clock.now)))


def with_app(house: House) -> pyotp.TOTP:
    house.account()
    viewer = house.viewer()
    app = pyotp.parse_uri(offer_totp(house.instance, viewer, OWN))
    assert isinstance(app, pyotp.TOTP)
    confirm_totp(house.instance, viewer, now(house, app))
    house.clock.goes_on(minutes=1)
    return app


def in_with(house: House, app: pyotp.TOTP) -> Viewer:
    return viewer_of(house.instance, house.browser(code=now(house, app)).session)


def kept(house: House) -> str:
    with house.instance.engine.connect() as connection:
        return str(connection.exec_driver_sql('SELECT totp_secret FROM user WHERE name = "ana"').scalar())


def test_the_secret_of_an_app_is_not_in_the_file(accounts: House) -> None:
    app = with_app(accounts)
    assert app.secret not in kept(accounts)
    assert accounts.browser(code=now(accounts, app))


def test_a_secret_of_an_older_program_is_sealed_at_the_start(accounts: House) -> None:
    app = with_app(accounts)
    with writing(accounts.instance.engine) as db:
        rows.change(db, 2, totp_secret=app.secret)
    seal_all(accounts.instance)
    assert app.secret not in kept(accounts)
    assert accounts.browser(code=now(accounts, app))


def test_under_another_secret_of_the_instance_one_is_told_whom_to_ask(accounts: House) -> None:
    app, admin = with_app(accounts), accounts.admin()
    other = House(
        instance=replace(
            accounts.instance, secret='another secret, of thirty-two and more', decoded=Decoded()
        ),
        clock=accounts.clock,
    )
    with pytest.raises(AccountLocked, match='Ask an admin to remove the app'):
        other.browser(code=now(accounts, app))
    remove_app(other.instance, admin, 2)
    assert other.browser()


def test_a_code_written_down_stands_for_one_of_the_app_once(accounts: House) -> None:
    app = with_app(accounts)
    viewer = in_with(accounts, app)
    codes = make_recovery_codes(accounts.instance, viewer, OWN)
    assert len(set(codes)) == 10
    assert accounts.browser(code=codes[0].lower())
    with pytest.raises(CodeWanted):
        accounts.browser(code=codes[0])
    assert accounts.browser(code=codes[1])
    make_recovery_codes(accounts.instance, viewer, OWN)
    with pytest.raises(CodeWanted):
        accounts.browser(code=codes[2])
    with accounts.instance.engine.connect() as connection:
        rows_kept = str(connection.exec_driver_sql('SELECT * FROM recovery_code').all())
    assert not any(code in rows_kept for code in codes)


def test_a_code_of_one_is_none_of_another(accounts: House) -> None:
    app = with_app(accounts)
    viewer = in_with(accounts, app)
    codes = make_recovery_codes(accounts.instance, viewer, OWN)
    accounts.account('ben')
    ben = accounts.viewer('ben')
    other = pyotp.parse_uri(offer_totp(accounts.instance, ben, OWN))
    assert isinstance(other, pyotp.TOTP)
    confirm_totp(accounts.instance, ben, now(accounts, other))
    with pytest.raises(CodeWanted):
        accounts.browser('ben', code=codes[0])


def test_codes_end_with_the_app(accounts: House) -> None:
    app = with_app(accounts)
    viewer = in_with(accounts, app)
    make_recovery_codes(accounts.instance, viewer, OWN)
    remove_totp(accounts.instance, viewer, OWN)
    with accounts.instance.engine.connect() as connection:
        assert connection.exec_driver_sql('SELECT count(*) FROM recovery_code').scalar() == 0
    with pytest.raises(AccountRefused, match='Add one first'):
        make_recovery_codes(accounts.instance, viewer, OWN)


def test_nobody_gets_codes_without_the_password(accounts: House) -> None:
    app = with_app(accounts)
    viewer = in_with(accounts, app)
    with pytest.raises(SignInRefused):
        make_recovery_codes(accounts.instance, viewer, Credentials(password='wrong'))
