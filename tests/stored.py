"""What a worker would have found in a file, made by hand; and how it gets into a store."""

import numpy as np
from sqlalchemy import Engine

from racetrace.store import uploads
from racetrace.store.blobs import BlobWriter
from racetrace.store.imports import Intake
from racetrace.telemetry.comparison import Method
from racetrace.telemetry.corners import find_corners
from racetrace.telemetry.findings import Along, Found, NewLine
from racetrace.telemetry.job import Job
from racetrace.telemetry.kept import line_to_bytes
from racetrace.telemetry.line import Line
from racetrace.telemetry.plane import Origin
from racetrace.telemetry.summary import Summary

OWNER = 1


def upload(engine: Engine, raw: bytes = b'raw', name: str = 'a.csv', owner_id: int = OWNER) -> Job:
    writer = BlobWriter(engine)
    writer.write(raw)
    return uploads.add_upload(engine, owner_id, name, writer)


def circle(radius_m: float = 200.0, latitude_deg: float = 50.0) -> Line:
    angle = np.linspace(0, 2 * np.pi, 1000, endpoint=False)
    return Line(
        east_m=radius_m * np.cos(angle) ** 3,  # with corners
        north_m=radius_m * np.sin(angle),
        length_m=1000.0,
        closed=True,
        origin=Origin(latitude_deg=latitude_deg, longitude_deg=8.0),
    )


def new_line(line: Line, *, is_decided: bool = True) -> NewLine:
    return NewLine(
        version=line.version,
        line=line_to_bytes(line),
        length_m=line.length_m,
        is_closed=line.closed,
        outline=((0, 0), (100, 50)),
        corners=find_corners(line),
        gate_deg=((50.0, 50.0001), (8.0, 8.0001)),
        latitude_deg=line.origin.latitude_deg,
        longitude_deg=line.origin.longitude_deg,
        is_decided=is_decided,
    )


def along(number: int) -> Along:
    return Along(
        number=number,
        method=Method.POSITION,
        progress=f'progress of {number}'.encode(),
        splits_s=(20.5, 39.5),
        gate_residual_ms=1.5,
    )


def keep(
    engine: Engine,
    summary: Summary,
    job: Job | None = None,
    *,
    line: NewLine | int | None = None,
    laps: tuple[int, ...] = (),
    samples: bytes = b'samples',
) -> int:
    """Store a session as an import does. Return its id."""
    intake = Intake(engine)
    intake.take_samples(samples)
    for number in laps:
        intake.take_lap(along(number))
    return intake.keep(job or upload(engine), Found(summary=summary, line=line), reader_version=1)
