"""What a person says of a session: a button, and plain fields in a dialog that the browser itself knows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from nicegui import events, ui

from racetrace.telemetry.summary import Summary, Written

TYPES: Final = ('practice', 'qualifying', 'race', 'test')
LONGEST: Final = 200
LONGEST_NOTES: Final = 10_000
NEW_CAR: Final = ('make', 'model', 'category')


@dataclass(frozen=True, slots=True, kw_only=True)
class Garage:
    """What a session can be said to belong to: ids and names, and who drove before."""

    cars: tuple[tuple[int, str], ...] = ()
    events: tuple[tuple[int, str], ...] = ()
    drivers: tuple[str, ...] = ()


NO_GARAGE: Final = Garage()


class EditSession(ui.element, component='edit_session.js'):
    """`on_save` gets what was written, by the names of Written, and `car_id`, `event_id`, `new_car`."""

    def __init__(
        self, session: Summary, on_save: Callable[[dict[str, Any]], Awaitable[None]], garage: Garage
    ) -> None:
        super().__init__()
        self.classes('edit')
        self.props['longest'] = [LONGEST, LONGEST_NOTES]
        self.show(session, garage)

        async def save(event: events.GenericEventArguments) -> None:
            changes = cleaned(event.args) | belonging(event.args, self._garage)
            if changes:
                await on_save(changes)

        self.on('save', save)

    def show(self, session: Summary, garage: Garage) -> None:
        """Say what is written until now; what is open stays as somebody left it."""
        self._garage = garage
        written, belongs = session.written, session.belongs
        self.props['title'] = session.title
        self.props['types'] = list(dict.fromkeys((*TYPES, *filter(None, (written.session_type,)))))
        self.props['written'] = {name: getattr(written, name) for name in Written.__slots__}
        self.props['cars'] = [list(car) for car in garage.cars]
        self.props['events'] = [list(event) for event in garage.events]
        self.props['drivers'] = list(garage.drivers)
        typed = 'typed' if written.car_name else ''
        is_kept = any(car_id == belongs.car_id for car_id, _ in garage.cars)
        self.props['car'] = str(belongs.car_id) if is_kept else typed
        self.props['event'] = str(belongs.event_id or '')


def cleaned(given: object) -> dict[str, Any]:
    """Return of what a browser sent the words that may be kept."""
    if not isinstance(given, dict):
        return {}
    longest = {name: LONGEST_NOTES if name == 'notes' else LONGEST for name in Written.__slots__}
    return {name: _words(given, name, longest[name]) for name in longest if isinstance(given.get(name), str)}


def belonging(given: object, garage: Garage) -> dict[str, Any]:
    """Return of what a browser sent the car and the event: those of the garage, a new car, or none."""
    if not isinstance(given, dict):
        return {}
    found: dict[str, Any] = {}
    match given.get('car'):
        case 'new':
            new = {name: _words(given, name, LONGEST) for name in NEW_CAR if isinstance(given.get(name), str)}
            if any(new.values()):
                found['new_car'] = new
        case 'typed':
            found['car_id'] = None
        case '':
            found |= {'car_id': None, 'car_name': ''}
        case str(word) if word in (cars := {str(car_id): car_id for car_id, _ in garage.cars}):
            found['car_id'] = cars[word]
    match given.get('event'):
        case '':
            found['event_id'] = None
        case str(word) if word in (its := {str(event_id): event_id for event_id, _ in garage.events}):
            found['event_id'] = its[word]
    return found


def _words(given: Mapping[str, Any], name: str, longest: int) -> str:
    words: str = given[name]
    return words.replace('\0', '').strip()[:longest]
