"""Apex Timing: lines of `key|argument|value` over a websocket; the table first, then cells as they change.

Learnt from recordings of five circuits; nothing of it is documented. What a column holds is its `data-type`,
the same in all languages; what is unknown is passed over, and what is not of this protocol is noise.
"""

from racetrace.timing.apex.feed import Apex

__all__ = ['Apex']
