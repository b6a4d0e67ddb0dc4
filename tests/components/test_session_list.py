import re
from dataclasses import replace

from components.session_list import by, pace
from racetrace.telemetry.summary import Summary, Written
from tests.compared import lap

SESSION = Summary(
    name='a.csv',
    format='VBO',
    fix_rate_hz=9.9999,
    vehicle='Kart 7',
    laps=(lap(1, 62.0, start_s=0), lap(2, 60.0, start_s=62), lap(3, 61.0, start_s=122)),
)


def heights(path: str) -> list[float]:
    return [float(high) for high in re.findall(r'v([\d.]+)', path)]


def test_who_drove_what_or_else_what_recorded_it() -> None:
    assert by(SESSION) == 'VBO, 10 Hz'
    assert by(replace(SESSION, written=Written(driver_name='Ana'))) == 'Ana, Kart 7'
    assert by(replace(SESSION, written=Written(driver_name='Ana', car_name='Tony'))) == 'Ana, Tony'


def test_the_best_lap_is_the_highest_bar_and_stands_alone() -> None:
    usual, best = re.findall(r' d="([^"]*)"', pace(SESSION))
    assert heights(best) == [20.0]
    assert heights(usual) == [6.0, 13.0]


def test_a_day_of_laps_stays_within_its_row() -> None:
    many = tuple(lap(i, 60 + i % 7, start_s=60.0 * i) for i in range(300))
    starts = [float(x) for x in re.findall(r'M([\d.]+) ', pace(replace(SESSION, laps=many)))]
    assert len(starts) == 300
    assert max(starts) <= 128


def test_no_lap_is_no_bar() -> None:
    assert heights(pace(replace(SESSION, laps=()))) == []
