"""The letters that an instance writes, where it knows a mail server.

None of them has a word that somebody chose: an account can be made with any address, and what is sent there
must not be what its maker would like to say to a stranger. Links lead to the address that the settings name.
"""

import logging
from functools import partial
from typing import Final

from sqlmodel import Session

from racetrace.accounts.lockout import limits_to_write
from racetrace.errors import MailFailed, TooManyAttempts
from racetrace.mail.letter import Letter
from racetrace.mail.post import Post
from racetrace.services import one_time_links
from racetrace.services.instance import Instance
from racetrace.store import audit, failures
from racetrace.store.database import writing
from racetrace.store.links import Purpose

logger = logging.getLogger(__name__)
RESET: Final = """Somebody asked for a new password for your RaceTrace account. Set one within the hour:

{address}/reset?link={link}

If that was not you, do nothing: your password stays as it is.
"""
VERIFY: Final = """This address was given for a RaceTrace account. If it is yours, say so within three days:

{address}/verify?link={link}

If you know nothing of this, do nothing.
"""
PASSWORD_CHANGED: Final = """The password of your RaceTrace account was changed a moment ago.

If that was not you, set another one at once, and tell an admin:

{address}/forgot
"""
EMAIL_CHANGED: Final = """Your RaceTrace account has another e-mail address since a moment ago. To this one
nothing is sent any more.

If that was not you, tell an admin of this RaceTrace at once:

{address}
"""


def reset_letter(instance: Instance, to: str, link: str) -> Letter:
    text = RESET.format(address=instance.address, link=link)
    return Letter(to=to, subject='A new password for RaceTrace', text=text)


def verify_letter(instance: Instance, db: Session, user_id: int, to: str) -> Letter | None:
    """Make a link in the transaction that gives an account its address, so that one of before says nothing.

    None where no letters are sent, or too many to this address.
    """
    if instance.post is None or not may_write(instance, db, to):
        return None
    link = one_time_links.make(db, Purpose.VERIFY, user_id, instance.clock())
    text = VERIFY.format(address=instance.address, link=link)
    return Letter(to=to, subject='Is this your address?', text=text)


def may_write(instance: Instance, db: Session, to: str) -> bool:
    """Count a letter that somebody may have asked for who does not read it."""
    try:
        failures.attempt(db, limits_to_write(to), instance.clock())
    except TooManyAttempts:
        return False
    return True


def tell_of_password(instance: Instance, user_id: int, to: str | None) -> None:
    if to is not None:
        text = PASSWORD_CHANGED.format(address=instance.address)
        post(instance, user_id, Letter(to=to, subject='Your password was changed', text=text))


def tell_of_address(instance: Instance, user_id: int, before: str | None) -> None:
    if before is not None:
        text = EMAIL_CHANGED.format(address=instance.address)
        post(instance, user_id, Letter(to=before, subject='Your address was changed', text=text))


def post(instance: Instance, user_id: int, letter: Letter | None) -> None:
    """Send a letter in the background; nothing, where there is none or nobody to take it."""
    if instance.post is not None and letter is not None:
        instance.post.put(partial(send, instance, instance.post, user_id, letter))


def send(instance: Instance, taken: Post, user_id: int, letter: Letter) -> None:
    """Send a letter now. What keeps it from going is written down, and told to nobody."""
    try:
        taken.server.send(letter)
    except MailFailed as error:
        logger.warning('%s', error)
        with writing(instance.engine) as db:
            at, whom = instance.clock(), f'user {user_id}'
            audit.note(db, at=at, who_id=None, what='letter not sent', on_what=whom)
