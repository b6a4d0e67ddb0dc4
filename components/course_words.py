"""A course of the track directory, as pages call and draw it."""

from typing import Protocol

from racetrace.telemetry.summary import Driven


class Course(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def length_m(self) -> float | None: ...
    @property
    def is_closed(self) -> bool | None: ...
    @property
    def outline(self) -> tuple[tuple[int, int], ...]: ...


class Named(Protocol):
    @property
    def name(self) -> str: ...


def called(place: Named, course: Named) -> str:
    """Riverside full."""
    return ' '.join(filter(None, (place.name or 'Unnamed', course.name)))


def driven(course: Course) -> Driven:
    """Return what a thumbnail draws."""
    return Driven(
        course_id=course.id,
        length_m=course.length_m or 0.0,
        is_closed=bool(course.is_closed),
        outline=course.outline,
    )
