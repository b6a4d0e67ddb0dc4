"""What a worker does with a stored file: read it, compare its laps. Light to import, but for the numbers."""

from collections.abc import Sequence

from racetrace.telemetry.compare import compare
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.session import read_session
from racetrace.telemetry.summary import Summary

POINTS = 2000  # of the delta: as many as a screen can show


def warm() -> None:
    """Do nothing: to find this function a worker has imported all that its first job would wait for."""


def summarise(raw: bytes, name: str) -> Summary:
    """Read a file and leave its samples here. Raises LogFormatError."""
    session = read_session(raw, name)
    log = session.log
    return Summary(
        name=name,
        format=log.format,
        laps=session.laps,
        device=log.device,
        started_at=log.started_at,
        zone_source=log.zone_source,
        track=log.track,
        vehicle=log.vehicle,
        warnings=session.notes,
    )


def compare_stored(raw: bytes, name: str, lap_numbers: Sequence[int], reference: int) -> Comparison:
    """Compare laps of one file, by their numbers. Raises LapsNotComparable."""
    return compare(read_session(raw, name), lap_numbers, reference, points=POINTS)
