"""What a worker waits for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A yielded value that waits for its reply. Any other is only told: the work goes on meanwhile."""

    value: object
