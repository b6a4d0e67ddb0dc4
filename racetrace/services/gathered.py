"""What was driven, gathered by what it belongs to."""

from dataclasses import dataclass

from racetrace.services import cars, events, teams
from racetrace.services.cars import Car
from racetrace.services.events import RaceEvent
from racetrace.services.instance import Instance
from racetrace.services.teams import Team
from racetrace.services.viewer import Viewer
from racetrace.store import gathered
from racetrace.store.database import MOST_ID
from racetrace.store.gathered import CarBest as CarBest
from racetrace.telemetry.summary import Summary

MOST = 200  # sessions of an event or a team
MOST_CARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """A car, and what was driven in it."""

    car: Car
    sessions: int
    bests: tuple[CarBest, ...]


def garage(instance: Instance, viewer: Viewer) -> list[Driven]:
    """Return the viewer's cars, the newest first."""
    counts = gathered.counts_of_cars(instance.engine, viewer.user_id)
    bests = gathered.bests_of_cars(instance.engine, viewer.user_id)
    return [
        Driven(
            car=car,
            sessions=counts.get(car.id, 0),
            bests=tuple(best for best in bests if best.car_id == car.id),
        )
        for car in cars.mine(instance, viewer, MOST_CARS)
    ]


def of_car(instance: Instance, viewer: Viewer, car_id: int) -> list[Summary]:
    """Return what the viewer drove in a car, the newest first; nothing for one that is not there."""
    return gathered.of_car(instance.engine, viewer.user_id, min(car_id, MOST_ID), MOST)


def event(instance: Instance, viewer: Viewer, event_id: int) -> tuple[RaceEvent, list[Summary]]:
    """Return an event with the sessions of it that this viewer may see. Raises NotFound."""
    found, _ = events.event(instance, viewer, event_id)
    return found, gathered.of_event(instance.engine, viewer.user_id, event_id, MOST)


def team(instance: Instance, viewer: Viewer, team_id: int) -> tuple[Team, list[Summary]]:
    """Return a team with the sessions that were put into it. Raises NotFound."""
    found = teams.team(instance, viewer, team_id)
    return found, gathered.of_team(instance.engine, viewer.user_id, team_id, MOST)
