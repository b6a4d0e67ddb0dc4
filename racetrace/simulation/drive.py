"""A drive: where a car truly was, how fast and which way, at any time."""

from dataclasses import dataclass

import numpy as np

from racetrace.simulation.path import Path, Samples
from racetrace.simulation.vehicle import GRAVITY_MPS2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class State:
    """Shape (N,) each, at the times that were asked for."""

    time_s: Samples
    station_m: Samples  # along the centreline, from the start gate of lap 1 on; negative before it
    east_m: Samples
    north_m: Samples
    speed_mps: Samples
    heading_rad: Samples  # clockwise from north, unwrapped
    acceleration_mps2: Samples  # along the path
    lateral_g: Samples  # left positive


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drive:
    """What a car did on the nodes of a centreline, driven round and round; shape (N,) each.

    A node stands on the normal of the centreline at `station_m`, so `time_s` is when the car crossed the gate
    there: exact, without any search. Between two nodes the acceleration is constant.
    """

    time_s: Samples
    station_m: Samples
    travelled_m: Samples  # along the car's own path
    east_m: Samples
    north_m: Samples
    speed_mps: Samples
    heading_rad: Samples
    curvature_per_m: Samples  # of the car's own path, right positive

    def at(self, time_s: Samples) -> State:
        """Return the state at times; before the start and after the end the car stands there."""
        time = np.clip(time_s, self.time_s[0], self.time_s[-1])
        node = np.clip(np.searchsorted(self.time_s, time, side='right') - 1, 0, self.time_s.size - 2)
        lasting = np.diff(self.time_s)
        pull = (np.diff(self.speed_mps) / lasting)[node]
        since = time - self.time_s[node]
        covered = self.speed_mps[node] * since + pull * since**2 / 2
        travelled = self.travelled_m[node] + covered
        moving = (time_s >= self.time_s[0]) & (time_s <= self.time_s[-1])
        speed = np.where(moving, self.speed_mps[node] + pull * since, 0.0)
        curvature = np.interp(travelled, self.travelled_m, self.curvature_per_m)
        return State(
            time_s=time_s,
            station_m=np.interp(travelled, self.travelled_m, self.station_m),
            east_m=np.interp(travelled, self.travelled_m, self.east_m),
            north_m=np.interp(travelled, self.travelled_m, self.north_m),
            speed_mps=speed,
            heading_rad=np.interp(travelled, self.travelled_m, self.heading_rad),
            acceleration_mps2=np.where(moving, pull, 0.0),
            lateral_g=-(speed**2) * curvature / GRAVITY_MPS2,
        )

    def time_at(self, station_m: Samples) -> Samples:
        """Return when the car crossed the gates at stations, within those that it drove."""
        travelled = np.interp(station_m, self.station_m, self.travelled_m)
        node = np.clip(np.searchsorted(self.station_m, station_m, side='right') - 1, 0, self.time_s.size - 2)
        along = travelled - self.travelled_m[node]
        before, after = self.speed_mps[node], self.speed_mps[node + 1]
        pull = (after - before) / (self.time_s[node + 1] - self.time_s[node])
        reached = np.sqrt(np.maximum(before**2 + 2 * pull * along, 0.0))
        return self.time_s[node] + 2 * along / np.maximum(before + reached, 1e-9)


def offset_path(
    path: Path, first_node: int, offset_m: Samples
) -> tuple[Samples, Samples, Samples, Samples, Samples]:
    """Return path length [m], east, north, heading and curvature of a car that is `offset_m`, shape (N,),
    right of the centreline at the nodes from `first_node` on, counted from the first start gate.
    """
    number = first_node + np.arange(offset_m.size)
    node, lap = number % path.nodes, number // path.nodes
    turned = round((path.heading_rad[-1] - path.heading_rad[0]) / (2 * np.pi)) * 2 * np.pi
    heading, curvature = path.heading_rad[node] + lap * turned, path.curvature_per_m[node]
    drift = np.gradient(offset_m, path.step_m)
    ahead = 1 - curvature * offset_m
    east = path.east_m[node] + offset_m * np.cos(heading)
    north = path.north_m[node] - offset_m * np.sin(heading)
    stretch = np.hypot(ahead, drift) * path.step_m
    travelled = np.append(0.0, np.cumsum((stretch[1:] + stretch[:-1]) / 2))
    driven = heading + np.arctan2(drift, ahead)
    return travelled, east, north, driven, np.gradient(driven, travelled)


def drive_along(
    path: Path, first_node: int, offset_m: Samples, speed_mps: Samples, standing_s: float = 0.0
) -> Drive:
    """Return the drive with these offsets and speeds at the nodes; only the first may be 0."""
    travelled, east, north, heading, curvature = offset_path(path, first_node, offset_m)
    lasting = 2 * np.diff(travelled) / (speed_mps[1:] + speed_mps[:-1])
    return Drive(
        time_s=standing_s + np.append(0.0, np.cumsum(lasting)),
        station_m=(first_node + np.arange(float(offset_m.size))) * path.step_m,
        travelled_m=travelled,
        east_m=east,
        north_m=north,
        speed_mps=speed_mps,
        heading_rad=heading,
        curvature_per_m=curvature,
    )
