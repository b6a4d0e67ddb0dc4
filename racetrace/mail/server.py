"""A mail server that takes our letters, and proves by its certificate that it is the one."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPResponseException
from socket import SHUT_RDWR
from threading import Timer
from typing import Final

from racetrace.errors import MailFailed
from racetrace.mail.letter import Letter
from racetrace.mail.tls import Tls

PATIENCE_S: Final = 10.0  # with each answer
LONGEST_S: Final = 30.0  # for one letter, however busily the server talks


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    host: str
    sender: str
    port: int = 0  # 0: the usual one
    user: str = ''
    password: str = field(default='', repr=False)
    tls: Tls = Tls.STARTTLS

    def send(self, letter: Letter) -> None:
        """Raises MailFailed, which names neither the address nor what the letter says."""
        message = letter.message(self.sender)
        try:
            with self._connected() as server, _cut_off(server):
                if self.tls is Tls.STARTTLS:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message, self.sender, [letter.to])
        except (OSError, ValueError) as error:  # what smtplib raises is an OSError; of odd names a ValueError
            raise MailFailed(f'{self.host} took no letter: {_why(error)}.') from error

    def _connected(self) -> SMTP:
        host, port, name = self.host, self.port or self.tls.port, self.sender.partition('@')[2]
        if self.tls is Tls.TLS:
            context = ssl.create_default_context()
            return SMTP_SSL(host, port, name, timeout=PATIENCE_S, context=context)
        return SMTP(host, port, name, timeout=PATIENCE_S)


@contextmanager
def _cut_off(server: SMTP) -> Iterator[None]:
    """End a dialogue that takes too long: each answer alone may come in time, a byte after the other."""
    timer = Timer(LONGEST_S, _hang_up, [server])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(server: SMTP) -> None:
    with suppress(OSError):  # the other side was faster
        if server.sock is not None:
            server.sock.shutdown(SHUT_RDWR)  # closing it would not wake who reads from it


def _why(error: Exception) -> str:
    """What a server says may quote the address, and is left out."""
    if isinstance(error, SMTPResponseException):
        return f'it answered {error.smtp_code}'
    if isinstance(error, ssl.SSLCertVerificationError):
        return f'its certificate is not good, {error.verify_message}'
    if isinstance(error, SMTPException):
        return type(error).__name__
    return str(getattr(error, 'strerror', None) or type(error).__name__)
