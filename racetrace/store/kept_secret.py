"""Secrets that the instance made for itself."""

from collections.abc import Callable

from sqlalchemy import Engine

from racetrace.store.account_rows import KeptSecretRow
from racetrace.store.database import writing


def kept_secret(engine: Engine, name: str, make: Callable[[], str]) -> str:
    """Return the secret of that name, made now where there is none yet."""
    with writing(engine) as db:
        row = db.get(KeptSecretRow, name)
        if row is None:
            row = KeptSecretRow(name=name, value=make())
            db.add(row)
        return row.value
