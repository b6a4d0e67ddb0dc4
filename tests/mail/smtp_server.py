"""A real mail server in a thread of its own: it keeps what it is handed, and asks for TLS and a password."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = 'racetrace', 'a word for letters'
FROM = 'racetrace@club.example'


@dataclass(kw_only=True)
class SmtpServer:
    port: int = 0
    kept: list[Envelope] = field(default_factory=list)
    users: list[str] = field(default_factory=list)  # who said their password

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002
        self.kept.append(envelope)
        return '250 OK'

    def proves(self, server: SMTP, session: Session, envelope: Envelope, how: str, given: Any) -> AuthResult:  # noqa: ARG002
        is_right = given == LoginPassword(USER.encode(), PASSWORD.encode())
        self.users += [given.login.decode()] if is_right else []
        return AuthResult(success=is_right, handled=is_right)  # else it says 535 itself

    @property
    def letters(self) -> list[EmailMessage]:
        return [
            message_from_bytes(envelope.original_content or b'', policy=policy.default)
            for envelope in self.kept
        ]

    def to(self, address: str) -> list[str]:
        """Return what was written to an address."""
        pairs = zip(self.kept, self.letters, strict=True)
        return [letter.get_content() for envelope, letter in pairs if envelope.rcpt_tos == [address]]


@contextmanager
def smtp_server(
    certificate: Path | None = None, *, is_tls: bool = False, host: str = '127.0.0.1'
) -> Iterator[SmtpServer]:
    """`certificate` has its key with it; with `is_tls` all is TLS from the first byte, else STARTTLS."""
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    kept, loop = SmtpServer(), asyncio.new_event_loop()
    started = None if is_tls else context

    def dialogue() -> SMTP:
        return SMTP(
            kept,
            hostname='localhost',
            loop=loop,
            tls_context=started,
            require_starttls=started is not None,
            auth_required=started is not None,
            auth_require_tls=started is not None,
            authenticator=kept.proves,
        )

    served = loop.run_until_complete(loop.create_server(dialogue, host, 0, ssl=context if is_tls else None))
    kept.port = served.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield kept
    finally:
        asyncio.run_coroutine_threadsafe(_ended(served), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended(served: asyncio.Server) -> None:
    served.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
