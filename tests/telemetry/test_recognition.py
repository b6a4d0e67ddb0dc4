from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from racetrace.simulation.circuits import circuit, riverside
from racetrace.simulation.layouts import layouts
from racetrace.simulation.path import Path
from racetrace.simulation.session import Simulated, simulate
from racetrace.simulation.trackaddict import trackaddict_bytes
from racetrace.simulation.vbo import vbo_bytes
from racetrace.telemetry.course import Course
from racetrace.telemetry.line import Line
from racetrace.telemetry.log import LapKind
from racetrace.telemetry.placing import place
from racetrace.telemetry.recognition import located, recognised
from racetrace.telemetry.session import Session, read_session
from tests.recordings import recording
from tests.telemetry import edited, truth
from tests.telemetry.made import fixes_of, lap_of, session_with
from tests.telemetry.shapes import ORIGIN, driven, line_of, stadium

RECEIVERS = {'external': (10.0, 0.0), 'phone': (1.0, 1.6)}  # rate, and by how much it reckons ahead
LAYOUTS = 6
KINDS = ('car', 'kart')
LINES_APART_M = 42
OVAL = line_of(*stadium())
LAP_S = OVAL.length_m / 25


@cache
def driving(kind: str, noise: str = 'external', seed: int = 60, layout: int | None = None) -> Simulated:
    rate_hz, tau_s = RECEIVERS[noise]
    on = None if layout is None else circuit('changed', changed(kind)[layout])
    return simulate(kind, laps=3, noise=noise, rate_hz=rate_hz, tau_s=tau_s, seed=seed, circuit=on)


@cache
def changed(kind: str) -> list[Path]:
    """Return the paths of layouts that differ from the kind's own circuit in one bend."""
    truth = simulate(kind, laps=1).truth
    return [layout.path for layout in layouts(truth.centreline_east_m, truth.centreline_north_m, LAYOUTS)]


@cache
def session(kind: str, noise: str = 'external', seed: int = 60, layout: int | None = None) -> Session:
    return truth.session_from(driving(kind, noise, seed, layout))


def course(kind: str, layout: int | None = None) -> Course:
    """Return the course that another session left, of another drive."""
    found = session(kind, seed=3, layout=layout).course
    assert found is not None
    return found


def beside(line: Line, east_m: float, north_m: float = 0.0) -> Line:
    return replace(line, east_m=line.east_m + east_m, north_m=line.north_m + north_m)


def backwards(course: Course) -> Course:
    line = course.line
    return Course(line=replace(line, east_m=line.east_m[::-1].copy(), north_m=line.north_m[::-1].copy()))


@pytest.mark.parametrize('noise', RECEIVERS)
@pytest.mark.parametrize('kind', KINDS)
def test_a_course_is_known_again_among_its_layouts(kind: str, noise: str) -> None:
    known = [*(course(kind, layout) for layout in range(LAYOUTS)), course(kind)]
    assert recognised(session(kind, noise), known) is known[-1]
    for layout in range(0, LAYOUTS, 2):
        assert recognised(session(kind, noise, layout=layout), known) is known[layout]


@pytest.mark.parametrize('noise', RECEIVERS)
@pytest.mark.parametrize('kind', KINDS)
def test_a_layout_with_one_bend_changed_is_not_known(kind: str, noise: str) -> None:
    for layout in range(LAYOUTS):
        assert recognised(session(kind, noise), [course(kind, layout)]) is None
        assert recognised(session(kind, noise, layout=layout), [course(kind)]) is None


@pytest.mark.parametrize('noise', RECEIVERS)
@pytest.mark.parametrize('kind', KINDS)
def test_a_course_driven_the_other_way_is_not_known(kind: str, noise: str) -> None:
    assert recognised(session(kind, noise), [backwards(course(kind))]) is None


@pytest.mark.parametrize('noise', RECEIVERS)
@pytest.mark.parametrize('kind', KINDS)
def test_a_course_thirty_metres_beside_is_not_known_but_a_receiver_may_be_off(kind: str, noise: str) -> None:
    for angle in np.radians(np.arange(0, 360, 45)):
        east, north = float(np.cos(angle)), float(np.sin(angle))
        far, near = (
            Course(line=beside(course(kind).line, metres * east, metres * north)) for metres in (30, 6)
        )
        assert recognised(session(kind, noise), [far]) is None
        assert recognised(session(kind, noise), [far, near]) is near


@pytest.mark.parametrize('noise', RECEIVERS)
@pytest.mark.parametrize('kind', KINDS)
def test_start_lines_of_two_loggers_are_one_course(kind: str, noise: str) -> None:
    """42 m apart: the laps are cut again at the course's own."""
    sim = edited.started_at_another_line(driving(kind, noise), LINES_APART_M)
    other = read_session(trackaddict_bytes(sim), 'other.csv')
    assert recognised(other, [course(kind)]) is course(kind)
    lap = place(other, other.lap(2), course(kind), 'L2')
    passed_s = driving(kind, noise).truth.crossings_s
    assert np.abs(passed_s - lap.start_s).min() < 0.3
    assert np.abs(passed_s - other.lap(2).start_s).min() > 0.5


def test_a_course_is_known_again_from_another_format() -> None:
    other = read_session(vbo_bytes(driving('kart')), 'other.vbo')
    assert recognised(other, [course('car'), course('kart')]) is course('kart')


def test_another_place_or_nothing_known_is_not_recognised() -> None:
    assert recognised(session('kart'), []) is None
    assert recognised(session('kart'), [course('car')]) is None


@pytest.mark.parametrize('name', ['vbo/racechrono-vbo-test.vbo', 'vbo/grattan-speedangle.vbo'])
def test_the_first_laps_of_a_real_file_make_a_course_that_the_others_drove(name: str) -> None:
    path = recording(name)
    whole = read_session(path.read_bytes(), path.name)
    laps = [lap for lap in whole.laps if lap.is_comparable]
    before, after = replace(whole, laps=tuple(laps[:3])), replace(whole, laps=tuple(laps[3:]))
    assert before.course is not None
    assert recognised(after, [backwards(before.course), before.course]) is before.course


def three_laps(*kinds: LapKind, aside_m: float = 0.0) -> Session:
    laps = (lap_of(n * LAP_S, (n + 1) * LAP_S, number=n, kind=kind) for n, kind in enumerate(kinds))
    return session_with(driven(OVAL, laps=len(kinds), aside_m=aside_m), *laps)


def on_two_courses(there: int, elsewhere: int) -> Session:
    """Return a session of laps on the oval, and of others on one with shorter straights."""
    first, second = driven(OVAL, laps=there), driven(line_of(*stadium(300.0)), laps=elsewhere)
    until_s = there * LAP_S
    fixes = fixes_of(
        np.concatenate([first.time_s, until_s + second.time_s[1:]]),
        np.concatenate([first.east_m, second.east_m[1:]]),
        np.concatenate([first.north_m, second.north_m[1:]]),
        25.0,
    )
    starts_s = [
        *(n * LAP_S for n in range(there)),
        *(until_s + n * (LAP_S - 8) for n in range(elsewhere + 1)),
    ]
    laps = [lap_of(a, b, number=number) for number, (a, b) in enumerate(pairwise(starts_s))]
    return session_with(fixes, *laps)


@pytest.mark.parametrize(('there', 'elsewhere', 'is_known'), [(2, 1, True), (2, 2, False), (1, 2, False)])
def test_more_than_half_of_the_laps_must_be_on_the_course(there: int, elsewhere: int, is_known: bool) -> None:
    oval = Course(line=OVAL)
    assert (recognised(on_two_courses(there, elsewhere), [oval]) is oval) == is_known


def test_pit_laps_do_not_count_and_slow_ones_do() -> None:
    oval = Course(line=OVAL)
    assert recognised(three_laps(LapKind.SLOW, LapKind.PIT, LapKind.PIT), [oval]) is oval
    assert recognised(three_laps(LapKind.PIT, LapKind.PIT, LapKind.OPEN), [oval]) is None
    assert recognised(three_laps(), [oval]) is None


def test_of_two_courses_alike_the_closer_one_is_taken() -> None:
    near, far = (Course(line=line_of(*stadium(400.0, radius_m))) for radius_m in (62.0, 66.0))
    driver = three_laps(LapKind.FLYING)
    assert recognised(driver, [far]) is far
    assert recognised(driver, [far, near]) is near


def test_between_two_courses_that_are_as_near_nothing_is_decided() -> None:
    inner, outer = (Course(line=line_of(*stadium(400.0, radius_m))) for radius_m in (54.6, 65.4))
    assert recognised(three_laps(LapKind.FLYING), [inner]) is inner
    assert recognised(three_laps(LapKind.FLYING), [inner, outer]) is None


def test_of_one_path_that_is_known_twice_the_first_is_taken() -> None:
    """Two drivers' sessions made a course each, from lines of their own, before either saw the other's."""
    first, second = Course(line=beside(OVAL, 1.5)), Course(line=beside(OVAL, -1.0))
    driver = three_laps(LapKind.FLYING)
    assert recognised(driver, [first, second]) is first
    assert recognised(driver, [second, first]) is second


def test_a_session_is_where_its_laps_are() -> None:
    there = located(session('car'))
    assert there is not None
    circuit = riverside()
    assert there == pytest.approx((circuit.latitude_deg, circuit.longitude_deg), abs=0.006)  # 500 m
    paddock = replace(driven(OVAL, laps=3), north_m=driven(OVAL, laps=3).north_m + 50_000.0)
    away = session_with(paddock)
    assert located(away) == pytest.approx((ORIGIN.latitude_deg + 0.45, ORIGIN.longitude_deg), abs=0.01)


def test_the_way_to_the_course_is_no_part_of_where_it_is() -> None:
    fixes = driven(OVAL, laps=3)
    on_the_way = fixes.time_s < 2 * LAP_S
    fixes = replace(fixes, north_m=np.where(on_the_way, 90_000.0, fixes.north_m))
    found = located(session_with(fixes, lap_of(2 * LAP_S, 3 * LAP_S)))
    assert found == pytest.approx((ORIGIN.latitude_deg, ORIGIN.longitude_deg), abs=0.005)


def test_without_positions_a_session_is_nowhere_and_nothing_is_recognised() -> None:
    nowhere = session_with(driven(OVAL).taken(slice(0)), lap_of(0, LAP_S))
    assert located(nowhere) is None
    assert recognised(nowhere, [Course(line=OVAL)]) is None
