"""What may be taken back of the tables: nothing that people stored goes with it."""

from typing import Final

import sqlalchemy as sa
from alembic import op

from racetrace.errors import StoreNotUsable

INSTEAD: Final = 'Put back the backup that was made before the upgrade, and start the version of then.'


def refuse() -> None:
    """For a migration whose way back would lose columns or rows. Raises StoreNotUsable."""
    raise StoreNotUsable(f'This migration cannot be taken back without losing what is stored. {INSTEAD}')


def drop_empty(table: str) -> None:
    """Raises StoreNotUsable where something is in it."""
    count = sa.select(sa.func.count()).select_from(sa.table(table))
    if rows := op.get_bind().execute(count).scalar_one():
        raise StoreNotUsable(f'{rows} rows of {table} would be lost. {INSTEAD}')
    op.drop_table(table)


def demand_unused(table: str, *columns: str) -> None:
    """Raises StoreNotUsable where something is in one of them."""
    said = sa.or_(*(sa.column(name).is_not(None) for name in columns))
    count = sa.select(sa.func.count()).select_from(sa.table(table)).where(said)
    if rows := op.get_bind().execute(count).scalar_one():
        names = ', '.join(columns)
        raise StoreNotUsable(f'What {rows} rows of {table} say in {names} would be lost. {INSTEAD}')
