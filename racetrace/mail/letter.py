"""One letter. Nothing in it was written by a stranger but the address that it goes to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from racetrace.errors import MailFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    to: str
    subject: str
    text: str

    def message(self, sender: str) -> EmailMessage:
        """Raises MailFailed for an address that is more than one address."""
        message = EmailMessage()
        message['From'] = Address(display_name='RaceTrace', addr_spec=sender)
        message['To'] = _address(self.to)
        message['Subject'] = self.subject
        message['Date'] = format_datetime(datetime.now(UTC))
        message['Message-ID'] = make_msgid(domain=sender.partition('@')[2])
        message['Auto-Submitted'] = 'auto-generated'  # RFC 3834: who is away does not answer it
        message.set_content(self.text)
        return message


def _address(text: str) -> Address:
    try:
        address = Address(addr_spec=text)
    except (ValueError, IndexError, HeaderParseError) as error:
        raise MailFailed('This is no address that a letter could go to.') from error
    if address.addr_spec != text or not text.isprintable():
        raise MailFailed('This is no address that a letter could go to.')
    return address
