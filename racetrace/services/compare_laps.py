"""Compare laps of a session, in a worker."""

import asyncio
from collections.abc import Sequence

from racetrace.jobs.reading import compare_stored
from racetrace.services.instance import Instance
from racetrace.store import sessions, uploads
from racetrace.telemetry.comparison import Comparison


async def compare_laps(
    instance: Instance, session_id: int, lap_numbers: Sequence[int], reference: int
) -> Comparison:
    """Raises NotFound, and LapsNotComparable with a sentence."""
    upload_id = await asyncio.to_thread(sessions.upload_id, instance.engine, session_id)
    upload = await asyncio.to_thread(uploads.upload, instance.engine, upload_id)
    raw = await asyncio.to_thread(uploads.raw_bytes, instance.engine, upload_id)
    return await instance.pool.run(compare_stored, raw, upload.name, tuple(lap_numbers), reference)
