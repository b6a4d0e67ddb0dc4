"""Compare laps of a session, in a worker."""

import asyncio
import logging
from collections.abc import Sequence

from racetrace.errors import ComparisonFailed, RaceTraceError
from racetrace.jobs.reading import compare_stored
from racetrace.services.instance import Instance
from racetrace.store import sessions, uploads
from racetrace.telemetry.comparison import Comparison

logger = logging.getLogger(__name__)


async def compare_laps(
    instance: Instance, session_id: int, lap_numbers: Sequence[int], reference: int
) -> Comparison:
    """Raises NotFound, LapsNotComparable with a sentence, and ComparisonFailed for a fault of ours."""
    upload_id = await asyncio.to_thread(sessions.upload_id, instance.engine, session_id)
    upload = await asyncio.to_thread(uploads.upload, instance.engine, upload_id)
    raw = await asyncio.to_thread(uploads.raw_bytes, instance.engine, upload_id)
    try:
        return await instance.pool.run(compare_stored, raw, upload.name, tuple(lap_numbers), reference)
    except RaceTraceError:
        raise
    except Exception as fault:
        logger.exception('Laps of session %d could not be compared.', session_id)
        raise ComparisonFailed(
            'These laps could not be compared: a fault of RaceTrace, told in its log. The times are valid.'
        ) from fault
