"""`racetrace bench`: how fast the program is, each figure beside that of a named peer in the same run."""

import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from tests.bench.contest import NotHere, Row

NAMES = (  # each a module beside this one, imported when it is run
    'parse',
    'place',
    'compare',
    'laps_start',
    'import',
    'import_beside',
    'drop',
    'growth',
    'paint',
    'window',
    'hover_fps',
    'zoom_fps',
    'gate_moved',
    'sign_in',
    'sign_in_pages',
    'growth_places',
    'viewers',
    'viewers_stuck',
    'page_clients',
    'frames',
)
MODULES = {'import': 'importing'}  # where a module cannot have the name


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    share: float  # of the size of what can be smaller
    rounds: int
    slow_rounds: int  # where one takes seconds


WHOLE = Effort(share=1.0, rounds=7, slow_rounds=5)
QUICK = Effort(share=0.2, rounds=5, slow_rounds=1)


def bench(
    name: Annotated[str | None, typer.Argument(help='One of them; all by default.')] = None,
    quick: Annotated[bool, typer.Option('--quick', help='Smaller inputs, fewer rounds.')] = False,
    as_json: Annotated[bool, typer.Option('--json', help='Print one JSON document.')] = False,
    fail_beyond: Annotated[
        float | None, typer.Option(min=1, help='End with 1 where a limit is exceeded so many times.')
    ] = None,
) -> None:
    """Measure RaceTrace against its limits, beside a named peer."""
    if name is not None and name not in NAMES:
        raise typer.BadParameter(f'There is no benchmark {name!r}: choose {", ".join(NAMES)}.')
    rows: list[Row] = []
    for row in measured([name] if name else NAMES, QUICK if quick else WHOLE):
        rows.append(row)
        if not as_json:
            typer.echo(sentence(row))
    if as_json:
        typer.echo(json.dumps(document(rows)))
    if fail_beyond is not None and any(row.of_limit > fail_beyond for row in rows):
        raise typer.Exit(1)


def measured(names: Sequence[str], effort: Effort) -> Iterator[Row]:
    """Yield the rows of each benchmark; for one that cannot be run here say so on stderr."""
    for name in names:
        try:
            yield from _held(name, effort)
        except NotHere as missing:
            typer.echo(f'{name}: left out. {missing}', err=True)


def _held(name: str, effort: Effort) -> list[Row]:
    try:
        module = import_module(f'tests.bench.{MODULES.get(name, name)}')
    except ModuleNotFoundError as missing:
        if not missing.name or missing.name.partition('.')[0] in {'racetrace', 'tests'}:
            raise
        raise NotHere(f'{missing.name} is not installed: run make venv.') from missing
    with TemporaryDirectory() as folder, module.contest(effort.share, Path(folder)) as contest:
        rows: list[Row] = contest.held(effort.slow_rounds if contest.is_slow else effort.rounds)
        return rows


def document(rows: Sequence[Row]) -> dict[str, Any]:
    python = f'Python {platform.python_version()}'
    machine = f'{platform.machine()}, {os.cpu_count()} cores, {sys.platform}, {python}'
    return {'machine': machine, 'rows': [row.as_json() for row in rows]}


def sentence(row: Row) -> str:
    limit = f'{row.limit:g} times' if row.limit_of == 'ratio' else f'{row.limit:g} {row.unit}'
    verdict = 'ok' if row.ok else 'BEYOND LIMIT'
    ours, theirs = (f'{value:.3f} {row.unit}' for value in (row.ours, row.theirs))
    return (
        f'{row.name:<19} {verdict:<12} {ours:>11} to {theirs:>11}, {row.ratio:5.2f} times; limit {limit}\n'
        f'{"":<19} {row.task}; against {row.peer}'
    )
