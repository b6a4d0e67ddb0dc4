"""What is written to whom, over a real mail server."""

import logging
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from racetrace.errors import AccountRefused, LinkRefused, NotFound, TooBusy, TooManyAttempts
from racetrace.mail import post as mail_post
from racetrace.mail.letter import Letter
from racetrace.mail.post import Post
from racetrace.mail.server import MailServer
from racetrace.mail.tls import Tls
from racetrace.services.administer import audit_log, lock
from racetrace.services.forgotten import ask_reset
from racetrace.services.letters import post as send_soon
from racetrace.services.passwords import change_password, reset_password
from racetrace.services.profile import change_email, my_account, verify_email
from racetrace.services.prove import Credentials
from racetrace.services.sign_in import sign_in
from racetrace.services.viewer import Caller
from tests.mail.smtp_server import FROM, SmtpServer, smtp_server
from tests.services.house_of_accounts import HERE, PASSWORD, House

ANA = 'ana@club.example'
OWN = Credentials(password=PASSWORD)


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with smtp_server() as server:
        yield server


def posted(port: int) -> Post:
    return Post(MailServer(host='127.0.0.1', sender=FROM, port=port, tls=Tls.NONE))


@pytest.fixture
def house(tmp_path: Path, smtp: SmtpServer) -> Iterator[House]:
    yield from _house(tmp_path, posted(smtp.port))


def _house(folder: Path, post: Post) -> Iterator[House]:
    post.start()
    house = House.at(folder, post)
    yield house
    post.close()
    house.instance.engine.dispose()


def arrived(house: House, smtp: SmtpServer, address: str = ANA) -> list[str]:
    """Return what came since it was last asked."""
    assert house.instance.post is not None
    house.instance.post.wait()
    letters = smtp.to(address)
    smtp.kept.clear()
    return letters


def link(letter: str, page: str) -> str:
    (found,) = re.findall(rf'https://club\.example/{page}\?link=([\w-]+)', letter)
    return str(found)


def test_who_forgot_a_password_sets_another_by_a_letter_once(house: House, smtp: SmtpServer) -> None:
    house.account()
    arrived(house, smtp)
    ask_reset(house.instance, HERE, ' ANA@club.example ')
    (letter,) = arrived(house, smtp)
    reset_password(house.instance, HERE, link(letter, 'reset'), 'six green flags')
    with pytest.raises(LinkRefused):
        reset_password(house.instance, HERE, link(letter, 'reset'), 'seven blue flags')
    assert sign_in(house.instance, HERE, Credentials(name='ana', password='six green flags'))
    (told,) = arrived(house, smtp)
    assert 'password of your RaceTrace account was changed' in told


def test_an_address_that_nobody_has_gets_nothing_and_the_same_answer(house: House, smtp: SmtpServer) -> None:
    admin = house.admin()
    arrived(house, smtp)
    assert ask_reset(house.instance, HERE, 'nobody@club.example') is None  # type: ignore[func-returns-value]
    assert ask_reset(house.instance, HERE, 'root1@club.example') is None  # type: ignore[func-returns-value]
    assert house.instance.post is not None
    house.instance.post.wait()
    assert [envelope.rcpt_tos for envelope in smtp.kept] == [['root1@club.example']]
    asked = [e.on_what for e in audit_log(house.instance, admin) if e.what == 'ask for reset link']
    assert sorted(asked) == ['an address that nobody has', 'user 1']


def test_nobody_who_is_locked_or_asked_for_by_name_is_written_to(house: House, smtp: SmtpServer) -> None:
    admin, ana = house.admin(), house.account()
    arrived(house, smtp)
    with pytest.raises(AccountRefused):
        ask_reset(house.instance, HERE, 'ana')
    lock(house.instance, admin, ana.id)
    ask_reset(house.instance, HERE, ANA)
    assert arrived(house, smtp) == []


@pytest.mark.parametrize('more', ['\r\nBcc: all@club.example', '\nSubject: Won', ', ben@club.example'])
def test_an_address_brings_no_header(house: House, smtp: SmtpServer, more: str) -> None:
    with pytest.raises(AccountRefused):
        ask_reset(house.instance, HERE, ANA + more)
    assert arrived(house, smtp) == []


def test_few_letters_go_to_one_address_and_many_questions_come_from_no_place(
    house: House, smtp: SmtpServer
) -> None:
    house.account()
    house.clock.goes_on(minutes=15)
    arrived(house, smtp)
    for number in range(5):
        ask_reset(house.instance, Caller(address=f'10.0.1.{number}'), ANA)
    assert len(arrived(house, smtp)) == 3
    for number in range(20):
        ask_reset(house.instance, HERE, f'guess{number}@club.example')
    with pytest.raises(TooManyAttempts):
        ask_reset(house.instance, HERE, ANA)
    house.clock.goes_on(minutes=15)
    ask_reset(house.instance, HERE, ANA)
    assert len(arrived(house, smtp)) == 1


def test_a_new_account_shows_by_a_letter_that_its_address_is_its_own(house: House, smtp: SmtpServer) -> None:
    house.account()
    (letter,) = arrived(house, smtp)
    assert 'ana' not in letter.replace(link(letter, 'verify'), ''), 'nothing that somebody chose'
    verify_email(house.instance, HERE, link(letter, 'verify'))
    assert my_account(house.instance, house.viewer()).email_verified
    with pytest.raises(LinkRefused):
        verify_email(house.instance, HERE, link(letter, 'verify'))


def test_another_address_is_asked_and_the_one_before_is_told(house: House, smtp: SmtpServer) -> None:
    house.account()
    ana = house.viewer()
    ask_reset(house.instance, HERE, ANA)
    before, reset = arrived(house, smtp)
    change_email(house.instance, ana, OWN, 'new@club.example')
    assert house.instance.post is not None
    house.instance.post.wait()
    (told,), (asked,) = smtp.to(ANA), smtp.to('new@club.example')
    assert 'another e-mail address' in told
    assert 'new@' not in told
    for stale in (link(before, 'verify'), link(reset, 'reset')):
        with pytest.raises(LinkRefused):
            verify_email(house.instance, HERE, stale)
        with pytest.raises(LinkRefused):
            reset_password(house.instance, HERE, stale, 'six green flags')
    verify_email(house.instance, HERE, link(asked, 'verify'))
    assert my_account(house.instance, ana).email_verified


def test_the_same_address_again_gets_one_more_letter_and_is_told_of_nothing(
    house: House, smtp: SmtpServer
) -> None:
    house.account()
    arrived(house, smtp)
    change_email(house.instance, house.viewer(), OWN, ANA)
    (letter,) = arrived(house, smtp)
    verify_email(house.instance, HERE, link(letter, 'verify'))


def test_one_account_does_not_write_to_strangers_all_day(house: House, smtp: SmtpServer) -> None:
    house.account()
    ana = house.viewer()
    for number in range(5):
        change_email(house.instance, ana, OWN, f'stranger{number}@club.example')
    with pytest.raises(TooManyAttempts):
        change_email(house.instance, ana, OWN, 'stranger5@club.example')
    assert my_account(house.instance, ana).email == 'stranger4@club.example'
    assert arrived(house, smtp, 'stranger5@club.example') == []


def test_a_changed_password_is_told(house: House, smtp: SmtpServer) -> None:
    house.account()
    arrived(house, smtp)
    change_password(house.instance, house.viewer(), PASSWORD, 'six green flags')
    (told,) = arrived(house, smtp)
    assert 'https://club.example/forgot' in told


def test_a_server_that_is_down_changes_no_answer_and_is_written_down(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        for house in _house(tmp_path, posted(closed.getsockname()[1])):
            admin = house.admin()
            ask_reset(house.instance, HERE, 'root1@club.example')
            ask_reset(house.instance, HERE, 'nobody@club.example')
            change_password(house.instance, admin, PASSWORD, 'six green flags')
            assert house.instance.post is not None
            house.instance.post.wait()
            failed = [e.on_what for e in audit_log(house.instance, admin) if e.what == 'letter not sent']
            assert failed == ['user 1'] * 3  # to verify, to reset, to tell
    warned = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warned) == 3
    assert 'club.example' not in caplog.text


def test_where_too_much_waits_whoever_asks_is_told_alike(
    tmp_path: Path, smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_post, 'MOST', 1)
    post = posted(smtp.port)
    house = House.at(tmp_path, post)  # nobody works in that post
    house.account()
    for address in (ANA, 'nobody@club.example'):
        with pytest.raises(TooBusy):
            ask_reset(house.instance, HERE, address)
    send_soon(house.instance, 1, Letter(to=ANA, subject='x', text='x'))  # is not sent, and nobody is told
    house.instance.engine.dispose()


def test_without_a_mail_server_all_is_as_before(accounts: House) -> None:
    accounts.account()
    with pytest.raises(NotFound, match='An admin can make you a link'):
        ask_reset(accounts.instance, HERE, ANA)
    ana = accounts.viewer()
    change_password(accounts.instance, ana, PASSWORD, 'six green flags')
    changed = change_email(
        accounts.instance, ana, Credentials(password='six green flags'), 'new@club.example'
    )
    assert not changed.email_verified
