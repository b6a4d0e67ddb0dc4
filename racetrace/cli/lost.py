"""The end of a program that is no longer the only one on its store."""

import signal
import sys

from racetrace.errors import StoreInUse


def end(error: StoreInUse) -> None:
    """Say it, and end as if somebody had asked for it: what is being answered is answered still."""
    print(f'racetrace: The claim on the store was lost. {error} This one ends.', file=sys.stderr, flush=True)
    signal.raise_signal(signal.SIGTERM)
