from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from racetrace.simulation.layouts import layouts
from racetrace.simulation.session import Simulated, simulate
from racetrace.telemetry.line import Line
from racetrace.telemetry.matches import Matches
from racetrace.telemetry.matching import Match, Verdict, match_lap
from racetrace.telemetry.plane import Fixes, Origin, Samples
from racetrace.telemetry.reference_line import line_of_lap
from racetrace.telemetry.session import Session, read_session
from tests.recordings import recording
from tests.telemetry.shapes import ORIGIN, arc, driven, figure_of_eight, line_of, stadium, straight

A, G = 'vbo/racechrono-vbo-test.vbo', 'vbo/grattan-speedangle.vbo'


def whole(line: Line, fixes: Fixes, *, uncertain: bool = False) -> Match:
    return match_lap(line, fixes, float(fixes.time_s[0]), float(fixes.time_s[-1]), uncertain=uncertain)


def session(name: str) -> Session:
    path = recording(name)
    return read_session(path.read_bytes(), path.name)


def flying(session: Session) -> list[tuple[float, float]]:
    return [(lap.start_s, lap.end_s) for lap in session.laps if lap.is_comparable and (lap.time_s or 0) < 110]


def seen(simulated: Simulated) -> Fixes:
    fixes = simulated.fixes
    return Fixes(
        time_s=fixes.time_s,
        east_m=fixes.east_m,
        north_m=fixes.north_m,
        speed_mps=fixes.speed_mps,
        heading_rad=fixes.heading_rad,
        accuracy_m=np.full(fixes.time_s.size, fixes.accuracy_m),
        origin=ORIGIN,
    )


def laps_of(simulated: Simulated) -> list[tuple[float, float]]:
    crossings_s = simulated.truth.crossings_s.tolist()
    return list(pairwise(crossings_s))


def closed(east_m: Samples, north_m: Samples, length_m: float, origin: Origin = ORIGIN) -> Line:
    return Line(east_m=east_m, north_m=north_m, length_m=length_m, closed=True, origin=origin)


def centreline(simulated: Simulated) -> Line:
    truth = simulated.truth
    return closed(truth.centreline_east_m, truth.centreline_north_m, truth.length_m)


def changed_layouts(line: Line) -> list[Line]:
    """Return 60 lines like this one, each with one bend cut off or driven round."""
    found = [layout.path for layout in layouts(line.east_m, line.north_m, 60)]
    assert len(found) == 60
    return [closed(path.east_m, path.north_m, path.length_m, line.origin) for path in found]


def table(title: str, rows: list[Match]) -> None:
    """Print what the limits stand on; `pytest -s` shows it."""
    print(f'\n{title}: {dict(Counter(str(row.verdict) for row in rows))}')
    for name in ('lateral_m', 'outside_m', 'missed_m', 'coverage', 'winding'):
        least, middle, most = np.quantile([getattr(row, name) for row in rows], [0, 0.5, 1])
        print(f'  {name:10s} least {least:8.3f}  median {middle:8.3f}  most {most:8.3f}')


def test_a_lap_beside_its_own_line_is_the_same_course() -> None:
    line = line_of(*stadium())
    match = whole(line, driven(line, aside_m=lambda way_m: 3 * np.sin(way_m / 100)))
    assert match.verdict is Verdict.SAME
    assert (match.coverage, match.winding) == pytest.approx((1, 1), abs=0.01)
    assert match.lateral_m == pytest.approx(3, abs=0.6)


def test_the_offset_of_a_receiver_is_no_other_course() -> None:
    line = line_of(*stadium())
    fixes = driven(line)
    match = whole(line, replace(fixes, east_m=fixes.east_m + 6, north_m=fixes.north_m - 3))
    assert match.verdict is Verdict.SAME
    assert match.lateral_m < 0.5


def test_the_other_way_round_is_reversed() -> None:
    line = line_of(*stadium(), arc(200, 45), straight(300))
    match = whole(line_of(*stadium()), driven(line_of(*stadium()), backwards=True))
    assert match.verdict is Verdict.REVERSED
    assert match.winding == pytest.approx(-1, abs=0.02)
    assert whole(line, driven(line_of(*stadium()), backwards=True)).verdict is not Verdict.SAME


def test_two_times_round_is_a_missed_crossing() -> None:
    line = line_of(*stadium())
    assert whole(line, driven(line, laps=2)).verdict is Verdict.DOUBLE


def test_half_a_lap_is_not_the_course() -> None:
    line = line_of(*stadium())
    assert whole(line, driven(line, laps=0.5)).verdict is Verdict.SHORTER_LAYOUT


def test_a_lap_elsewhere_is_another_layout() -> None:
    line = line_of(*stadium())
    fixes = driven(line)
    assert whole(line, replace(fixes, east_m=fixes.east_m + 900)).verdict is Verdict.ANOTHER_LAYOUT


@pytest.mark.parametrize(
    'line',
    [
        line_of(straight(150), arc(6, 180), straight(300), arc(6, 180), straight(150)),
        line_of(*figure_of_eight(), start_m=40),
        line_of(straight(300), arc(60, 120), straight(200), arc(50, -90), straight(300), closed=False),
    ],
    ids=['hairpin with straights 12 m apart', 'figure of eight', 'open'],
)
@pytest.mark.parametrize('aside_m', [-2.0, 2.0])
def test_a_lap_on_a_course_near_itself_or_open_is_the_same(line: Line, aside_m: float) -> None:
    match = whole(line, driven(line, speed_mps=15, aside_m=aside_m))
    assert match.verdict is Verdict.SAME
    assert match.winding == pytest.approx(1, abs=0.01)


def test_a_cut_hairpin_is_missed_although_both_its_straights_are_near() -> None:
    """The path jumps across a 12 m gap, 60 m before the hairpin: never more than 6 m from the line."""
    line = line_of(straight(150), arc(6, 180), straight(300), arc(6, 180), straight(150))
    cut = line_of(straight(90), arc(6, 180), straight(240), arc(6, 180), straight(150))
    match = whole(line, driven(cut, speed_mps=15))
    assert not match.verdict.is_matched
    assert match.missed_m > 100


def test_gaps_between_fixes_are_no_evidence() -> None:
    line = line_of(*stadium())
    fixes = driven(line)
    short = fixes.taken((fixes.time_s < 10) | (fixes.time_s > 13.5))
    long = fixes.taken((fixes.time_s < 10) | (fixes.time_s > 20))
    assert whole(line, short).verdict is Verdict.SAME
    match = whole(line, long)
    assert match.verdict is Verdict.UNDECIDED
    assert 'missing' in match.sentence


def test_a_lap_without_positions_is_undecided() -> None:
    line = line_of(*stadium())
    assert whole(line, driven(line).taken(slice(0, 3))).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize('name', [A, G])
def test_every_real_lap_matches_a_line_made_of_any_other(name: str) -> None:
    real = session(name)
    laps = flying(real)
    lines = [line_of_lap(real.fixes, *lap) for lap in laps]
    matches = [
        match_lap(line, real.fixes, *lap, uncertain=False)
        for line in lines
        for lap in laps
        if line is not None
    ]
    table(f'{name}: laps on each other', matches)
    assert len(matches) == len(laps) ** 2 >= 25
    assert {match.verdict for match in matches} == {Verdict.SAME}


def test_real_laps_are_refused_on_60_layouts_with_one_bend_changed() -> None:
    real = session(A)
    laps = flying(real)
    assert real.course is not None
    matches = [
        match_lap(line, real.fixes, *laps[i % len(laps)], uncertain=False)
        for i, line in enumerate(changed_layouts(real.course.line))
    ]
    table(f'{A}: laps on changed layouts', matches)
    assert not [match for match in matches if match.verdict.is_matched]


@pytest.mark.parametrize('noise', ['perfect', 'external'])
def test_kart_laps_are_refused_on_60_layouts_with_one_bend_changed(noise: str) -> None:
    karts = simulate('kart', laps=6, noise=noise, seed=3)
    fixes, laps = seen(karts), laps_of(karts)
    own = list(Matches(centreline(karts), fixes, dict(enumerate(laps)), uncertain=False).values())
    table(f'kart, {noise}: laps on their own line', own)
    assert {match.verdict for match in own} == {Verdict.SAME}
    matches = [
        match_lap(line, fixes, *laps[i % 6], uncertain=False)
        for i, line in enumerate(changed_layouts(centreline(karts)))
    ]
    table(f'kart, {noise}: laps on changed layouts', matches)
    assert not [match for match in matches if match.verdict.is_matched]


def test_laps_driven_on_changed_layouts_are_refused_on_the_line() -> None:
    line = centreline(simulate('kart', laps=1))
    matches = [whole(line, driven(new, speed_mps=15)) for new in changed_layouts(line)]
    table('kart: changed layouts on the line', matches)
    assert not [match for match in matches if match.verdict.is_matched]


@pytest.mark.parametrize('kind', ['car', 'kart'])
def test_a_phone_that_reckons_ahead_matches_the_right_line_before_and_after_it_is_undone(kind: str) -> None:
    phone = simulate(kind, laps=4, rate_hz=1, noise='phone', tau_s=1.6, seed=5)
    raw = seen(phone)
    ahead_m = 1.6 * raw.speed_mps
    heading = np.nan_to_num(raw.heading_rad)
    undone = replace(
        raw,
        time_s=raw.time_s - 1.6,
        east_m=raw.east_m - ahead_m * np.sin(heading),
        north_m=raw.north_m - ahead_m * np.cos(heading),
    )
    line, laps = centreline(phone), laps_of(phone)
    for fixes, is_undone in ((raw, False), (undone, True)):
        found = Matches(line, fixes, dict(enumerate(laps)), uncertain=True, undone=is_undone)
        matches = list(found.values())
        table(f'{kind}, phone, undone: {is_undone}', matches)
        assert {match.verdict for match in matches} == {Verdict.SAME}
    changed = [
        match_lap(new, undone, *laps[i % 4], uncertain=True) for i, new in enumerate(changed_layouts(line))
    ]
    table(f'{kind}, phone: laps on changed layouts', changed)
    assert not [match for match in changed if match.verdict.is_matched]
