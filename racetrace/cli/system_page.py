"""The parts of docs/SYSTEM.md that the program itself knows: its tables, and its addresses for programs."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Column
from sqlmodel import SQLModel

from racetrace.store import models  # noqa: F401 (fills SQLModel.metadata)


def with_parts(page: str, openapi: Mapping[str, Any]) -> str:
    """Return the page with its tables and endpoints as they are; all else stays as somebody wrote it."""
    return _with_part(_with_part(page, 'tables', _tables()), 'endpoints', _endpoints(openapi))


def _with_part(page: str, name: str, lines: Iterator[str]) -> str:
    begin, end = f'<!-- {name}: written by make docs -->\n', f'<!-- end of {name} -->'
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    assert found, f'the page has no part for its {name}'
    return ''.join([before, begin, *(f'{line}\n' for line in lines), end, after])


def _tables() -> Iterator[str]:
    yield from ('| table | what a row is | columns |', '|---|---|---|')
    rows = {row.__table__.name: row for row in SQLModel.__subclasses__() if hasattr(row, '__table__')}
    for name, row in sorted(rows.items()):
        columns = ', '.join(_column(column) for column in row.__table__.columns)
        yield f'| `{name}` | {_first_sentence(row.__doc__)} | {columns} |'


def _column(column: Column[Any]) -> str:
    targets = ''.join(f' → {key.column.table.name}' for key in column.foreign_keys)
    return f'`{column.name}`{targets}{"?" if column.nullable else ""}'


def _endpoints(openapi: Mapping[str, Any]) -> Iterator[str]:
    yield from ('| | below `/api/v1` | what it does |', '|---|---|---|')
    for path, methods in openapi['paths'].items():
        for method, operation in methods.items():
            said = _first_sentence(operation.get('description')) or operation['summary'].capitalize() + '.'
            yield f'| {method.upper()} | `{path.removeprefix("/api/v1")}` | {said} |'


def _first_sentence(text: str | None) -> str:
    line = ' '.join((text or '').partition('\n\n')[0].split())
    return line.partition('. ')[0].rstrip('.') + '.' if line else ''
