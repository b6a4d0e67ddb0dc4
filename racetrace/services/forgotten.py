"""Ask for a new password where the old one was forgotten.

Whoever asks learns nothing of who has an account: all that depends on it happens after the answer.
"""

from functools import partial
from typing import Final

from racetrace.accounts.lockout import limits_to_forget
from racetrace.accounts.names import insist_email
from racetrace.errors import NotFound, TooBusy
from racetrace.mail.letter import Letter
from racetrace.mail.post import Post
from racetrace.services import one_time_links
from racetrace.services.instance import Instance
from racetrace.services.letters import may_write, reset_letter, send
from racetrace.services.viewer import Caller
from racetrace.store import accounts, audit, failures
from racetrace.store.database import writing
from racetrace.store.links import Purpose

NO_MAIL: Final = 'This RaceTrace sends no letters. An admin can make you a link.'


def ask_reset(instance: Instance, caller: Caller, email: str) -> None:
    """Have a link sent to an address, if it is that of an account.

    Raises NotFound where no letters are sent, AccountRefused for what is no address, TooManyAttempts and
    TooBusy.
    """
    if instance.post is None:
        raise NotFound(NO_MAIL)
    wanted, taken = insist_email(email), instance.post
    with writing(instance.engine) as db:
        failures.attempt(db, limits_to_forget(caller.address), instance.clock())
    if not taken.put(partial(_answer, instance, taken, caller, wanted)):
        raise TooBusy('Very many people want this at this moment. Try again in a minute.')


def _answer(instance: Instance, taken: Post, caller: Caller, email: str) -> None:
    found = _letter(instance, caller, email)
    if found is not None:
        user_id, letter = found
        send(instance, taken, user_id, letter)


def _letter(instance: Instance, caller: Caller, email: str) -> tuple[int, Letter] | None:
    """Return whom a letter is for, and the letter; both whether there is one or not are written down."""
    now = instance.clock()
    with writing(instance.engine) as db:
        proofs = accounts.proofs(db, email)
        account = proofs.account if proofs else None
        whom = f'user {account.id}' if account else 'an address that nobody has'
        audit.note(
            db, at=now, who_id=None, what='ask for reset link', on_what=whom, from_where=caller.address
        )
        if account is None or account.is_locked or not may_write(instance, db, email):
            return None
        link = one_time_links.make(db, Purpose.RESET, account.id, now)
        # To the address that is kept, whatever was typed; a name has no @, so that it is found by none.
        return account.id, reset_letter(instance, account.email or '', link)
