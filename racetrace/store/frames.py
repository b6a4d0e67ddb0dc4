"""Frames of feeds as they came: written a second at a time, gathered into larger blocks later.

A block holds the lines of a recording (racetrace.timing.recording), compressed. What is committed survives
the end of the process; a board is made anew from it.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

from sqlalchemy import Engine, delete, func
from sqlmodel import Session, col, select

from racetrace.store.database import reading, writing
from racetrace.store.timing_rows import FrameBlockRow
from racetrace.timing.recording import Frame, frames, kept

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GATHERED: Final = 512  # blocks of a second make one of about ten minutes


def add(engine: Engine, circuit_id: int, received: Sequence[Frame]) -> None:
    """Keep frames, in the order of their receipt."""
    with writing(engine) as db:
        put(db, circuit_id, received)


def put(db: Session, circuit_id: int, received: Sequence[Frame]) -> None:
    if received:
        db.add(_block(circuit_id, received))


def between(engine: Engine, circuit_id: int, from_ms: int, to_ms: int | None = None) -> Iterator[Frame]:
    """Yield the frames of a time, block by block: a day of them is not in memory at once."""
    wanted = select(FrameBlockRow.id).where(
        col(FrameBlockRow.circuit_id) == circuit_id, col(FrameBlockRow.last_ms) >= from_ms
    )
    if to_ms is not None:
        wanted = wanted.where(col(FrameBlockRow.first_ms) <= to_ms)
    with reading(engine) as db:
        ids = db.exec(wanted.order_by(col(FrameBlockRow.first_ms), col(FrameBlockRow.id))).all()
    for block_id in ids:
        with reading(engine) as db:
            row = db.get(FrameBlockRow, block_id)
        if row is not None:
            for at_ms, frame in _frames(row):
                if from_ms <= at_ms and (to_ms is None or at_ms <= to_ms):
                    yield at_ms, frame


def newest(engine: Engine, circuit_id: int, most: int) -> list[Frame]:
    """Return the last frames, the newest first."""
    mine = select(FrameBlockRow).where(col(FrameBlockRow.circuit_id) == circuit_id)
    blocks = mine.order_by(col(FrameBlockRow.last_ms).desc(), col(FrameBlockRow.id).desc()).limit(most)
    found: list[Frame] = []
    with reading(engine) as db, closing(db.exec(blocks.execution_options(yield_per=10))) as rows:
        for row in rows:
            found += reversed(list(_frames(row)))
            if len(found) >= most:
                break
    return found[:most]


def gather(engine: Engine, circuit_id: int) -> None:
    """Make one block of the oldest small ones, when there are enough of them."""
    small = (
        select(FrameBlockRow)
        .where(col(FrameBlockRow.circuit_id) == circuit_id, col(FrameBlockRow.count) < GATHERED)
        .order_by(col(FrameBlockRow.first_ms), col(FrameBlockRow.id))
        .limit(GATHERED)
    )
    with writing(engine) as db:
        rows = db.exec(small).all()
        if len(rows) < GATHERED:
            return
        db.add(_block(circuit_id, [frame for row in rows for frame in _frames(row)]))
        for row in rows:
            db.delete(row)


def forget(engine: Engine, circuit_id: int, before_ms: int) -> None:
    """Delete blocks that ended before a time."""
    old = col(FrameBlockRow.circuit_id) == circuit_id, col(FrameBlockRow.last_ms) < before_ms
    with writing(engine) as db:
        db.exec(delete(FrameBlockRow).where(*old))


def count(engine: Engine, circuit_id: int, from_ms: int = 0) -> tuple[int, int | None]:
    """Return how many frames there are since a time, to the block, and when the newest came."""
    wanted = select(func.sum(FrameBlockRow.count), func.max(FrameBlockRow.last_ms)).where(
        col(FrameBlockRow.circuit_id) == circuit_id, col(FrameBlockRow.last_ms) >= from_ms
    )
    with reading(engine) as db:
        found, newest = db.exec(wanted).one()
        return found or 0, newest


def _block(circuit_id: int, received: Sequence[Frame]) -> FrameBlockRow:
    times = [at_ms for at_ms, _ in received]
    return FrameBlockRow(
        circuit_id=circuit_id,
        first_ms=min(times),
        last_ms=max(times),
        count=len(received),
        content=packed(received),
    )


def packed(received: Sequence[Frame]) -> bytes:
    """Return lines of a recording, compressed; of none nothing."""
    return zstd.compress(b''.join(kept(at_ms, frame) for at_ms, frame in received)) if received else b''


def unpacked(content: bytes) -> Iterator[Frame]:
    return frames(zstd.decompress(content), 'what is kept of the feed') if content else iter(())


def _frames(row: FrameBlockRow) -> Iterator[Frame]:
    return unpacked(row.content)
