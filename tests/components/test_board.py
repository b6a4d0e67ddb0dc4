from dataclasses import dataclass
from datetime import datetime

from components.board import leader, measured


@dataclass(frozen=True, kw_only=True)
class Lap:
    driver_name: str = 'Ana'
    time_s: float = 60.0
    owner_id: int = 1
    lap_id: int = 1
    car_name: str = ''
    category: str = ''
    measured_by: str = 'logger'
    is_coarse: bool = False
    driven_at: datetime | None = None


def test_the_sentence_says_who_is_ahead_of_whom_and_where_one_is_oneself() -> None:
    ana, ben = Lap(), Lap(driver_name='Ben', time_s=60.25, owner_id=2)
    assert leader([ana, ben], 1) == 'Ana leads with 1:00.000; Ben is 0.250 s behind.'
    assert leader([ana, ben], 2).endswith('Your best is number 2.')


def test_one_who_is_alone_leads_too() -> None:
    assert leader([Lap(driver_name='')], 0) == 'Unnamed leads with 1:00.000. Nobody else has a lap here.'


def test_a_time_never_looks_surer_than_it_is() -> None:
    assert measured(Lap()) == "logger's time"
    assert measured(Lap(measured_by='loop', is_coarse=True)) == 'crossing of a found line, coarse'
