"""Arrays on their way into JSON."""

import numpy as np

from racetrace.telemetry.plane import Samples

Numbers = list[float | None]


def numbers(values: Samples, digits: int = 6) -> Numbers:
    """Return rounded numbers; what is not finite becomes null when it is written."""
    rounded: Numbers = np.round(values, digits).tolist()
    return rounded
