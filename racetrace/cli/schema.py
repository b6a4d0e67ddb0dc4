"""`racetrace schema`: the tables as SQL."""

from typing import Annotated

import typer


def schema(
    drop: Annotated[bool, typer.Option('--drop', help='What removes the tables, and all in them.')] = False,
) -> None:
    """Print the SQL that makes RaceTrace's tables in an empty PostgreSQL database: docs/schema_create.sql."""
    from racetrace.store.schema import create_sql, drop_sql

    typer.echo(drop_sql() if drop else create_sql(), nl=False)
