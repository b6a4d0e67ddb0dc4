"""How a database means to answer a query: what growth with the store shows in first."""

from typing import Any

from sqlalchemy import Engine, Select

from racetrace.store.database import is_sqlite, reading


def plan(engine: Engine, query: Select[*tuple[Any, ...]]) -> list[str]:
    text = query.compile(engine, compile_kwargs={'literal_binds': True})
    explain = 'EXPLAIN QUERY PLAN' if is_sqlite(engine) else 'EXPLAIN'
    with reading(engine) as db:
        return [row[-1] for row in db.connection().exec_driver_sql(f'{explain} {text}')]
