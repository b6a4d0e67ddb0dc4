"""What a person says of a session in one form: words, and the car and the event that it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from racetrace.services import belongings, cars, events, sessions
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import drivers

MOST = 200
NEW = 'new'


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to choose from."""

    cars: tuple[tuple[int, str], ...] = ()
    events: tuple[tuple[int, str], ...] = ()
    drivers: tuple[str, ...] = ()


def choices(instance: Instance, viewer: Viewer) -> Choices:
    return Choices(
        cars=tuple((car.id, car.title) for car in cars.mine(instance, viewer, MOST)),
        events=tuple((event.id, event.name) for event in events.mine(instance, viewer, MOST)),
        drivers=tuple(drivers.of_owner(instance.engine, viewer.user_id, MOST)),
    )


def describe(instance: Instance, viewer: Viewer, session_id: int, said: Mapping[str, Any]) -> None:
    """Write what was said, by the names of Written, and `car_id`, `event_id`: None for neither.

    `new_car` makes one first. The name of a car of the garage is written too, so that it is found by it.
    Raises NotFound and ChangeRefused.
    """
    sessions.session(instance, viewer, session_id)
    words = dict(said)
    belongs: dict[str, Any] = {name: words.pop(name) for name in ('car_id', 'event_id') if name in words}
    new_car = words.pop('new_car', None)
    if new_car:
        belongs['car_id'] = cars.add(instance, viewer, new_car).id
    if belongs.get('car_id') is not None:
        words['car_name'] = cars.car(instance, viewer, belongs['car_id']).title
    if belongs:
        belongings.put(instance, viewer, session_id, belongs)
    sessions.write(instance, viewer, session_id, words)
