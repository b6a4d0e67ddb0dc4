"""RMonitor of MyLaps Orbits, and Race Monitor, which extends it: records of `$NAME,field,"field"`.

The protocol has no login, no order and no repetition of what was lost; many senders tell everything anew on
connecting, every half minute, or after a change. It knows no gaps, sectors or pits: some senders have lines.
"""

from racetrace.timing.rmonitor.feed import RMonitor

__all__ = ['RMonitor']
