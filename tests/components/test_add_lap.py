from dataclasses import replace

from components.add_lap import groups
from racetrace.telemetry.log import LapKind
from racetrace.telemetry.summary import Summary, Written
from tests.compared import lap

LAPS = tuple(replace(of, id=10 + of.number) for of in (lap(0, None, LapKind.OUT), lap(1, 60.0), lap(2, 61.0)))
SESSION = Summary(name='a.csv', format='VBO', laps=LAPS, written=Written(driver_name='Ana'))


def test_laps_that_can_be_compared_are_offered_but_not_those_that_are_there() -> None:
    assert groups([SESSION], [11]) == [{'label': 'a.csv, Ana', 'laps': [{'id': 12, 'label': 'L2  1:01.000'}]}]


def test_a_session_with_nothing_to_offer_is_left_out() -> None:
    assert groups([SESSION], [11, 12]) == []
