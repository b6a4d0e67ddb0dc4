"""The cars of somebody's garage."""

from collections.abc import Mapping
from typing import Any

from racetrace.services.instance import Instance
from racetrace.services.signed_in import insist_on_somebody
from racetrace.services.viewer import Viewer
from racetrace.store import cars
from racetrace.store.cars import Car as Car

MOST = 50  # in a list


def mine(instance: Instance, viewer: Viewer, most: int = MOST, before_id: int | None = None) -> list[Car]:
    """Return the viewer's cars, the newest first; those before another, for the next page."""
    return cars.of_owner(instance.engine, viewer.user_id, most, before_id)


def car(instance: Instance, viewer: Viewer, car_id: int) -> Car:
    """Raises NotFound."""
    return cars.car(instance.engine, viewer.user_id, car_id)


def add(instance: Instance, viewer: Viewer, said: Mapping[str, Any]) -> Car:
    """Raises NotPermitted."""
    insist_on_somebody(viewer)
    made = cars.add(instance.engine, viewer.user_id, said)
    return car(instance, viewer, made)


def write(instance: Instance, viewer: Viewer, car_id: int, changes: Mapping[str, Any]) -> Car:
    """Raises NotFound."""
    cars.write(instance.engine, viewer.user_id, car_id, changes)
    return car(instance, viewer, car_id)


def restore(instance: Instance, viewer: Viewer, car_id: int) -> Car:
    """Take back that it was deleted. Raises NotFound."""
    cars.restore(instance.engine, viewer.user_id, car_id)
    return car(instance, viewer, car_id)


def delete(instance: Instance, viewer: Viewer, car_id: int) -> None:
    """Put it out of sight; what was driven in it keeps it. Raises NotFound."""
    cars.delete(instance.engine, viewer.user_id, car_id)
