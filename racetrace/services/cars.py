"""The cars of somebody's garage."""

from collections.abc import Mapping
from typing import Any

from racetrace.accounts.permissions import OF_NOBODY
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand, demand_own, demand_seen
from racetrace.services.reach import owner_of
from racetrace.services.viewer import Viewer
from racetrace.store import cars, things
from racetrace.store.cars import Car as Car

MOST = 50  # in a list


def mine(instance: Instance, viewer: Viewer, most: int = MOST, before_id: int | None = None) -> list[Car]:
    """Return the viewer's cars, the newest first; those before another, for the next page."""
    demand_own(viewer, 'car.list')
    return cars.of_owner(instance.engine, viewer.user_id, most, before_id)


def car(instance: Instance, viewer: Viewer, car_id: int) -> Car:
    """Raises NotFound."""
    return cars.car(instance.engine, _owner(instance, viewer, 'car.read', car_id), car_id)


def add(instance: Instance, viewer: Viewer, said: Mapping[str, Any]) -> Car:
    """Raises SignInNeeded."""
    demand(viewer, 'car.create', OF_NOBODY)
    made = cars.add(instance.engine, viewer.user_id, said)
    return car(instance, viewer, made)


def write(instance: Instance, viewer: Viewer, car_id: int, changes: Mapping[str, Any]) -> Car:
    """Raises NotFound."""
    cars.write(instance.engine, _owner(instance, viewer, 'car.write', car_id), car_id, changes)
    return car(instance, viewer, car_id)


def restore(instance: Instance, viewer: Viewer, car_id: int) -> Car:
    """Take back that it was deleted. Raises NotFound."""
    demand_own(viewer, 'car.delete')
    cars.restore(instance.engine, viewer.user_id, car_id)
    return car(instance, viewer, car_id)


def delete(instance: Instance, viewer: Viewer, car_id: int) -> None:
    """Put it out of sight; what was driven in it keeps it. Raises NotFound."""
    cars.delete(instance.engine, _owner(instance, viewer, 'car.delete', car_id), car_id)


def _owner(instance: Instance, viewer: Viewer, operation: str, car_id: int) -> int:
    return owner_of(demand_seen(viewer, operation, things.car(instance.engine, car_id), 'car'))
