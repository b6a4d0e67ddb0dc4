"""What a simulated timing server sends."""

from typing import NamedTuple


class Frame(NamedTuple):
    at_ms: int  # since the feed began
    data: bytes  # what arrives together; a keep-alive is empty
