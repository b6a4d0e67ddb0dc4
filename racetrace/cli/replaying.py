"""`racetrace replay`: what a recording of a timing feed tells."""

from pathlib import Path
from typing import Annotated

import typer


def replay(
    file: Annotated[Path, typer.Argument(help='A recording of a timing feed.')],
    speed: Annotated[str, typer.Option(help='How many times as fast as the race; max: at once.')] = 'max',
    as_json: Annotated[bool, typer.Option('--json', help='Print one JSON document.')] = False,
) -> None:
    """Replay a recording of a timing feed, and print each session with its order."""
    from racetrace.cli.replayed import print_replayed

    print_replayed(file, _factor(speed), as_json=as_json)


def _factor(speed: str) -> float | None:
    try:
        factor = None if speed == 'max' else float(speed)
    except ValueError:
        factor = 0.0
    if factor is not None and not 0 < factor <= 1e6:
        raise typer.BadParameter('a number above 0, or max', param_hint='--speed')
    return factor
