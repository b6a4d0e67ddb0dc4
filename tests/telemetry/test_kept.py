from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from racetrace.simulation.session import simulate
from racetrace.telemetry.compare import compared
from racetrace.telemetry.comparison import Comparison
from racetrace.telemetry.course import Course
from racetrace.telemetry.kept import line_from_bytes, line_to_bytes, progress_from_bytes, progress_to_bytes
from racetrace.telemetry.line import Line
from racetrace.telemetry.placing import PlacedLap, place
from racetrace.telemetry.plane import Samples
from racetrace.telemetry.progress import Progress
from racetrace.telemetry.recorded import from_parquet, to_parquet
from racetrace.telemetry.session import Session
from tests.telemetry import truth
from tests.telemetry.shapes import arc, line_of, stadium, straight


@cache
def session() -> Session:
    return truth.session_from(simulate('kart', laps=3, noise='external'))


def course() -> Course:
    found = session().course
    assert found is not None
    return found


@cache
def placed() -> tuple[PlacedLap, ...]:
    return tuple(place(session(), session().lap(number), course(), f'L{number}') for number in (1, 2))


def progress() -> bytes:
    return progress_to_bytes(placed()[0].progress)


def line() -> bytes:
    return line_to_bytes(course().line)


def bits(values: Samples) -> bytes:
    return np.asarray(values, '<f8').tobytes()


def assert_same(one: object, other: object) -> None:
    """Compare two values field by field, to the last bit."""
    assert type(one) is type(other)
    for field in fields(one):  # type: ignore[arg-type]
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(ours, np.ndarray):
            assert theirs.dtype == ours.dtype
            assert bits(theirs) == bits(ours), field.name
        elif hasattr(ours, '__dataclass_fields__'):
            assert_same(ours, theirs)
        else:
            assert (type(theirs), theirs) == (type(ours), ours), field.name


def test_progress_comes_back_to_the_last_bit() -> None:
    assert_same(placed()[0].progress, progress_from_bytes(progress()))


def test_what_is_not_a_number_comes_back_too() -> None:
    ours = placed()[0].progress
    odd = ours.offset_m.copy()
    odd[:4] = [np.nan, np.inf, -0.0, 5e-324]
    assert_same(
        replace(ours, offset_m=odd), progress_from_bytes(progress_to_bytes(replace(ours, offset_m=odd)))
    )


@pytest.mark.parametrize(
    'line',
    [line_of(*stadium(), turned_deg=17), line_of(straight(120), arc(33, 40), closed=False)],
    ids=['closed', 'open'],
)
def test_a_line_comes_back_as_the_same_version(line: Line) -> None:
    again = line_from_bytes(line_to_bytes(line))
    assert_same(line, again)
    assert again.version == line.version


def test_the_same_values_are_the_same_bytes() -> None:
    assert progress_to_bytes(progress_from_bytes(progress())) == progress()
    assert line_to_bytes(line_from_bytes(line())) == line()


def test_what_was_kept_as_an_archive_of_numpy_is_still_read() -> None:
    line = course().line
    file = BytesIO()
    own = {field.name: getattr(line, field.name) for field in fields(line) if field.name != 'origin'}
    origin = {field.name: getattr(line.origin, field.name) for field in fields(line.origin)}
    arrays: dict[str, Any] = {name: np.asarray(value, '<f8') for name, value in (own | origin).items()}
    np.savez(file, **arrays)
    assert_same(line, line_from_bytes(file.getvalue()))


def test_a_comparison_of_kept_laps_is_that_of_the_session() -> None:
    """Samples, progress, line and corners all come from bytes."""
    recorded = from_parquet(to_parquet(session().recorded))
    kept = [
        replace(lap, recorded=recorded, progress=progress_from_bytes(progress_to_bytes(lap.progress)))
        for lap in placed()
    ]
    again = Course(line=line_from_bytes(line()), name=course().name, given_corners=course().corners)
    assert_alike(compared(again, kept, 0), compared(course(), placed(), 0))


def assert_alike(one: Comparison, other: Comparison) -> None:
    assert bits(one.distance_m) == bits(other.distance_m)
    assert (one.corners, one.notes, one.length_m) == (other.corners, other.notes, other.length_m)
    for ours, theirs in zip(one.laps, other.laps, strict=True):
        assert (ours.label, ours.lap_time_s, ours.closure_s) == (
            theirs.label,
            theirs.lap_time_s,
            theirs.closure_s,
        )
        for name in ('delta_t_s', 'sigma_s', 'east_m', 'north_m'):
            assert bits(getattr(ours, name)) == bits(getattr(theirs, name)), name
        assert list(ours.traces) == list(theirs.traces)
        for name, trace in ours.traces.items():
            assert_same(trace, theirs.traces[name])


def test_a_lap_is_put_on_a_kept_line_as_on_the_one_it_was_made_of() -> None:
    again = Course(line=line_from_bytes(line()))
    assert_same(place(session(), session().lap(1), again, 'L1').progress, placed()[0].progress)


@pytest.mark.parametrize(
    ('whole', 'read'), [(progress, progress_from_bytes), (line, line_from_bytes)], ids=['progress', 'line']
)
def test_damaged_bytes_are_refused_or_read_as_they_were(
    whole: Callable[[], bytes], read: Callable[[bytes], Progress | Line]
) -> None:
    data = whole()
    rng = np.random.default_rng(1)
    refused = 0
    for at in rng.integers(0, len(data), 300):
        broken = bytearray(data)
        broken[at] ^= 1 << int(rng.integers(8))
        try:
            found = read(bytes(broken))
        except ValueError:
            refused += 1
        else:
            assert_same(found, read(data))  # it was what the archive says of dates and rights
    assert refused > 250


@pytest.mark.parametrize(
    ('whole', 'read'), [(progress, progress_from_bytes), (line, line_from_bytes)], ids=['progress', 'line']
)
def test_what_is_cut_short_or_something_else_is_refused(
    whole: Callable[[], bytes], read: Callable[[bytes], object]
) -> None:
    data, other = whole(), line() if whole is progress else progress()
    for broken in (b'', b'PK', b'nothing', data[: len(data) // 2], data[:-1], data[30:], other):
        with pytest.raises(ValueError, match=r'^The stored .+ is damaged: .+\.$'):
            read(broken)
