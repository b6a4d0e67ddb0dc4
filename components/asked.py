"""How an address wants laps to be seen that are compared."""

from dataclasses import dataclass
from typing import Self

from components import address
from components.channel_choice import Picked, picked


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    reference_id: int
    looked_at: int  # id of the lap to the front
    zoom: tuple[float, float] | None
    ch: str
    channels: list[Picked]
    colour: str

    @classmethod
    def of(cls, *, ref: str, look: str, zoom: str, ch: str, colour: str, remembered: object) -> Self:
        """Read the parts of an address. `remembered` are the channels of one that names none."""
        return cls(
            reference_id=address.number(ref),
            looked_at=address.number(look),
            zoom=address.stretch(zoom),
            ch=ch,
            channels=picked(ch) or picked(remembered),
            colour=colour,
        )
