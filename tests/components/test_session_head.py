from dataclasses import replace

import pytest

from components.session_head import facts, ideal_s
from racetrace.telemetry.summary import Driven, Passed, Summary, Written
from tests.compared import lap

SESSION = Summary(
    name='a.csv',
    format='VBO',
    laps=(lap(1, 60.0), lap(2, 61.0), lap(3, None)),
    passed={1: Passed(splits_s=(10.0,) * 6), 2: Passed(splits_s=(9.0, 9.5, 11.0, 11.0, 10.0, 10.5))},
    fix_rate_hz=10.0,
)


def test_the_ideal_is_the_best_of_each_third() -> None:
    assert ideal_s(SESSION) == pytest.approx(18.5 + 20.0 + 20.0)


def test_there_is_no_ideal_of_one_lap_nor_of_coarse_positions() -> None:
    assert ideal_s(replace(SESSION, passed={1: SESSION.passed[1]})) is None
    assert ideal_s(replace(SESSION, is_coarse=True)) is None


def test_what_is_known_is_told_and_nothing_else() -> None:
    assert facts(SESSION) == ['1.00 km', 'VBO, 10 Hz GPS', '3 laps, 2 timed']
    written = Written(session_type='race', driver_name='Ana', car_name='Swift')
    driven = Driven(length_m=2900.0)
    assert facts(replace(SESSION, written=written, driven=driven))[:4] == ['Race', 'Ana', 'Swift', '2.90 km']


def test_a_session_made_by_hand_says_so() -> None:
    assert facts(Summary(name='', format='', laps=())) == ['made by hand, no file']
