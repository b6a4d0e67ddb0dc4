import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from racetrace.cli.lan import certificate
from racetrace.errors import MailFailed
from racetrace.mail import server as mail_server
from racetrace.mail.letter import Letter
from racetrace.mail.server import MailServer
from racetrace.mail.tls import Tls
from tests.mail.smtp_server import FROM, PASSWORD, USER, SmtpServer, smtp_server

LETTER = Letter(to='ana@club.example', subject='A new password', text='Ünder the bridge: five red lights.\n')


@pytest.fixture
def pem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for this computer, which this computer believes."""
    made = certificate(tmp_path / 'tls.pem', (), datetime.now(UTC))
    monkeypatch.setenv('SSL_CERT_FILE', str(made))
    return made


def mail(server: SmtpServer, **more: object) -> MailServer:
    known: dict[str, object] = {'host': 'localhost', 'sender': FROM, 'user': USER, 'password': PASSWORD}
    return MailServer(port=server.port, **(known | more))  # type: ignore[arg-type]


@pytest.mark.parametrize('tls', [Tls.STARTTLS, Tls.TLS])
def test_a_letter_arrives_as_it_was_written_over_tls(pem: Path, tls: Tls) -> None:
    with smtp_server(pem, is_tls=tls is Tls.TLS) as server:
        mail(server, tls=tls).send(LETTER)
    (letter,) = server.letters
    assert (letter['To'], letter['From']) == ('ana@club.example', f'RaceTrace <{FROM}>')
    assert (letter['Subject'], letter.get_content().replace('\r', '')) == (LETTER.subject, LETTER.text)
    assert letter['Auto-Submitted'] == 'auto-generated'
    assert server.users == [USER]


@pytest.mark.parametrize('tls', [Tls.STARTTLS, Tls.TLS])
def test_a_server_whose_certificate_nobody_vouches_for_is_told_nothing(
    pem: Path, monkeypatch: pytest.MonkeyPatch, tls: Tls
) -> None:
    monkeypatch.delenv('SSL_CERT_FILE')
    with (
        smtp_server(pem, is_tls=tls is Tls.TLS) as server,
        pytest.raises(MailFailed, match='certificate is not good, self-signed'),
    ):
        mail(server, tls=tls).send(LETTER)
    assert (server.kept, server.users) == ([], [])


def test_a_certificate_of_another_name_is_not_good(pem: Path) -> None:
    with (
        smtp_server(pem, host='127.0.0.2') as server,
        pytest.raises(MailFailed, match='not good, IP address mismatch'),
    ):
        mail(server, host='127.0.0.2').send(LETTER)
    assert (server.kept, server.users) == ([], [])


def test_a_server_that_speaks_no_tls_is_told_nothing() -> None:
    with smtp_server() as server, pytest.raises(MailFailed, match='SMTPNotSupportedError'):
        mail(server).send(LETTER)
    assert server.kept == []


def test_without_tls_a_letter_goes_to_this_computer() -> None:
    with smtp_server() as server:
        mail(server, tls=Tls.NONE, user='', password='').send(LETTER)
    assert len(server.to('ana@club.example')) == 1


def test_what_went_wrong_names_neither_the_address_nor_the_password(pem: Path) -> None:
    with smtp_server(pem) as server, pytest.raises(MailFailed, match='it answered 535') as failed:
        mail(server, password='a wrong word').send(LETTER)
    assert 'ana' not in str(failed.value)
    assert 'wrong word' not in f'{failed.value}{mail(server)!r}'


@pytest.mark.parametrize(
    'address',
    [
        'ana@club.example\r\nBcc: all@club.example',
        'ana@club.example\nSubject: Won',
        'ana@club.example, ben@club.example',
        'ana@club.example>\r\nDATA',
        'Ana <ana@club.example>',
        'ana',
        '',
        'ana@club.example\0',
    ],
)
def test_an_address_is_one_address_and_brings_no_header(address: str) -> None:
    with smtp_server() as server, pytest.raises(MailFailed):
        mail(server, tls=Tls.NONE, user='').send(Letter(to=address, subject='x', text='x'))
    assert server.kept == []


def test_nobody_at_home_is_a_failure_like_others() -> None:
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        with pytest.raises(MailFailed, match='refused'):
            MailServer(host='127.0.0.1', sender=FROM, port=closed.getsockname()[1]).send(LETTER)


@pytest.fixture
def dripping() -> Iterator[int]:
    """The port of a server that greets, and then says one line of an endless answer after the other."""

    def drip() -> None:
        talking, _ = listening.accept()
        with talking:
            talking.sendall(b'220 here\r\n')
            talking.settimeout(0.01)
            is_there = True
            while is_there:
                try:
                    talking.sendall(b'250-and\r\n')
                    is_there = bool(talking.recv(100))
                except TimeoutError:
                    pass
                except OSError:
                    return

    with socket.create_server(('127.0.0.1', 0)) as listening:
        thread = Thread(target=drip)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)
        assert not thread.is_alive()


def test_a_server_that_never_ends_its_answer_is_left(dripping: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_server, 'LONGEST_S', 0.2)
    with pytest.raises(MailFailed):
        MailServer(host='127.0.0.1', sender=FROM, port=dripping).send(LETTER)
