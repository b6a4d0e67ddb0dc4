"""The units in which a page shows its numbers: those that its person chose. API and command line stay SI."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from nicegui import Client, context, ui

from components.kit import button
from racetrace.units import SCALES, Scales, Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    units: Units
    keep: Callable[[str], object]


_choices: Final[WeakKeyDictionary[Client, Choice]] = WeakKeyDictionary()


def show_in(kept: object, *, keep: Callable[[str], object]) -> None:
    """Show the numbers of the page that is being built in units that were kept; `keep` remembers others."""
    units = next((one for one in Units if one == kept), Units.METRIC)
    _choices[context.client] = Choice(units=units, keep=keep)
    ui.add_head_html(f'<meta name="racetrace-units" content={json.dumps(units.value)}>')


def scales() -> Scales:
    """Return those of the page that is being built or changed; metric outside of one."""
    return SCALES[_units()]


def _units() -> Units:
    choice = _choices.get(context.client) if context.slot_stack else None
    return choice.units if choice else Units.METRIC


class UnitsSwitch(ui.element):
    """Says the unit of speed, and changes to the other system."""

    def __init__(self) -> None:
        super().__init__('span')
        choice = _choices.get(context.client)
        if choice is None:
            return
        other = Units.IMPERIAL if choice.units is Units.METRIC else Units.METRIC

        async def change() -> None:
            await asyncio.to_thread(choice.keep, other.value)
            ui.navigate.reload()

        with self, button(scales().speed, title=f'Units: {choice.units}. Change to {other}') as switch:
            switch.classes('units').on('click', change).mark('units')
