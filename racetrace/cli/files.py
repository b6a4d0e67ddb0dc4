"""Logger files named on the command line."""

import json
import math
from pathlib import Path
from typing import Any

import typer

from racetrace.errors import LogFormatError, RaceTraceError
from racetrace.telemetry.session import Session, read_session
from racetrace.telemetry.text import MAX_BYTES


def open_session(path: Path) -> Session:
    """Read a file; what is wrong with it is said with its name."""
    try:
        with path.open('rb') as file:
            raw = file.read(MAX_BYTES + 1)  # a device may have no end
        return read_session(raw, path.name)
    except OSError as error:
        raise RaceTraceError(f'{path} cannot be read: {error.strerror}.') from error
    except LogFormatError as error:
        raise LogFormatError(f'{path}: {error}') from error


def print_json(document: dict[str, Any]) -> None:
    """Print one document; what is not a number is null."""
    typer.echo(json.dumps(document, allow_nan=False))


def rounded(value: float | None, digits: int = 6) -> float | None:
    return round(value, digits) if value is not None and math.isfinite(value) else None
