"""Users as accounts: rows in, values out. Each takes the caller's transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, or_, select, update

from racetrace.accounts.account import Account, Proofs
from racetrace.errors import NameTaken, NotFound
from racetrace.store.account_rows import UserRow
from racetrace.store.database import by_id


def account(db: Session, user_id: int) -> Account:
    """Raises NotFound, also for one that was deleted."""
    return value(_row(db, user_id))


def accounts(db: Session, most: int, after_id: int = 0) -> list[Account]:
    """Return those that are there, in the order of their making."""
    wanted = select(UserRow).where(col(UserRow.deleted_at).is_(None), col(UserRow.id) > after_id)
    return [value(row) for row in db.exec(wanted.order_by(col(UserRow.id)).limit(most))]


def proofs(db: Session, name: str) -> Proofs | None:
    """Return what somebody is checked against, by the folded name or e-mail address."""
    called = or_(UserRow.name == name, UserRow.email == name)
    row = db.exec(select(UserRow).where(called, col(UserRow.deleted_at).is_(None))).first()
    return _proofs(row) if row else None


def proofs_of(db: Session, user_id: int) -> Proofs:
    """Raises NotFound."""
    return _proofs(_row(db, user_id))


def add(db: Session, **values: Any) -> int:
    """Make a user of values by the names of UserRow. Raises NameTaken."""
    _insist_free(db, values)
    row = UserRow(**values)
    db.add(row)
    _insist_still_free(db)
    assert row.id is not None
    return row.id


def change(db: Session, user_id: int, **values: Any) -> None:
    """Set values by the names of UserRow. Raises NotFound, and NameTaken."""
    _insist_free(db, values, but=user_id)
    row = _row(db, user_id)
    row.sqlmodel_update(values)
    _insist_still_free(db)


def use_code(db: Session, user_id: int, step: int) -> bool:
    """Note that the code of a step was used; False where it, or a later one, was already."""
    unused = or_(col(UserRow.totp_step).is_(None), col(UserRow.totp_step) < step)
    noted = update(UserRow).where(col(UserRow.id) == user_id, unused).values(totp_step=step)
    return db.exec(noted).rowcount == 1


def admins(db: Session) -> Sequence[int]:
    """Return the ids of those who can act as one."""
    able = (col(UserRow.is_admin), ~col(UserRow.is_locked), col(UserRow.deleted_at).is_(None))
    found = db.exec(select(UserRow.id).where(*able).order_by(col(UserRow.id)))
    return [user_id for user_id in found if user_id is not None]


def is_vacant(db: Session, user_id: int) -> bool:
    """Return whether a user is there whom nobody can sign in as."""
    row = by_id(db, UserRow, user_id)
    return row is not None and row.deleted_at is None and not row.password_hash and not row.email


def pending_totp(db: Session, user_id: int) -> str | None:
    """Return the secret that was offered to an app and not confirmed yet, as it is kept."""
    row = _row(db, user_id)
    return None if row.totp_is_on else row.totp_secret


def unsealed(db: Session) -> list[tuple[int, str, str]]:
    """Return id, uid and secret of those whose app has a secret that is kept as it is."""
    bare = (col(UserRow.totp_secret).is_not(None), ~col(UserRow.totp_secret).contains('.'))
    found = db.exec(select(UserRow.id, UserRow.uid, UserRow.totp_secret).where(*bare))
    return [(user_id, uid, secret) for user_id, uid, secret in found if user_id is not None and secret]


def deleted(db: Session, user_id: int, at: datetime) -> None:
    """Take from the row all that says who it was; it stays for what others rely on."""
    row = _row(db, user_id)
    blank = UserRow(name=f'deleted-{row.uid}').model_dump(exclude={'id', 'uid', 'created_at'})
    row.sqlmodel_update(blank | {'deleted_at': at})
    db.flush()


def _insist_free(db: Session, values: dict[str, Any], but: int | None = None) -> None:
    """A name may be nobody's address either: one of them is typed to sign in."""
    for noun, given in (('name', values.get('name')), ('e-mail address', values.get('email'))):
        if given is not None:
            taken = or_(UserRow.name == given, UserRow.email == given)
            if db.exec(select(UserRow.id).where(taken, col(UserRow.id).is_distinct_from(but))).first():
                raise NameTaken(f'Another account has this {noun}.')


def _insist_still_free(db: Session) -> None:
    try:
        db.flush()
    except IntegrityError as error:  # two at once asked before either was there
        raise NameTaken('Another account has this name or this e-mail address.') from error


def _row(db: Session, user_id: int) -> UserRow:
    row = by_id(db, UserRow, user_id)
    if row is None or row.deleted_at is not None:
        raise NotFound('There is no such account.')
    return row


def value(row: UserRow) -> Account:
    return Account(
        id=row.id or 0,
        uid=row.uid,
        name=row.name,
        email=row.email,
        display_name=row.display_name,
        about=row.about,
        is_admin=row.is_admin,
        is_locked=row.is_locked,
        email_verified=row.email_verified,
        has_totp=row.totp_is_on,
        has_password=row.password_hash is not None,
        created_at=row.created_at.replace(tzinfo=UTC),
    )


def _proofs(row: UserRow) -> Proofs:
    return Proofs(
        account=value(row),
        password_hash=row.password_hash,
        totp_secret=row.totp_secret if row.totp_is_on else None,
        totp_step=row.totp_step,
    )
