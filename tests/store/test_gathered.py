import pytest
from sqlalchemy import Engine
from sqlmodel import col, update

from racetrace.accounts.roles import TeamRole
from racetrace.errors import NotFound
from racetrace.store import bin as deleted
from racetrace.store import cars, drivers, events, gathered, sessions, teams
from racetrace.store.database import writing
from racetrace.store.place_rows import PlaceRow
from racetrace.store.session_rows import LapRow
from tests.garage import driven, taken_in, user
from tests.stored import OWNER


def test_a_car_has_its_sessions_and_its_best_lap_on_each_course(engine: Engine) -> None:
    mazda, other = (cars.add(engine, OWNER, {'make': make}) for make in ('Mazda', 'CRG'))
    slow = driven(engine, 61.0, 62.0, car_id=mazda)
    fast = driven(engine, 60.0, car_id=mazda, visibility='private')
    driven(engine, 59.0, car_id=other)
    with writing(engine) as db:
        db.exec(update(PlaceRow).values(name='Mill Lane'))
    assert gathered.counts_of_cars(engine, OWNER) == {mazda: 2, other: 1}
    found = {best.car_id: best for best in gathered.bests_of_cars(engine, OWNER)}
    assert (found[mazda].time_s, found[mazda].course) == (60.0, 'Mill Lane')
    assert found[mazda].lap_id == sessions.session(engine, OWNER, fast).laps[0].id
    sessions.put_in_bin(engine, OWNER, fast)
    assert gathered.counts_of_cars(engine, OWNER)[mazda] == 1
    with writing(engine) as db:
        first = sessions.session(engine, OWNER, slow).laps[0].id
        db.exec(update(LapRow).where(col(LapRow.id) == first).values(excluded_reason='cut'))
    assert [best.time_s for best in gathered.bests_of_cars(engine, OWNER) if best.car_id == mazda] == [62.0]
    assert gathered.bests_of_cars(engine, user(engine, 'ben')) == []


def test_an_event_and_a_team_show_what_their_viewer_may_see(engine: Engine) -> None:
    ben = user(engine, 'ben')
    event_id = events.add(engine, OWNER, {'name': 'Day'})
    team_id = teams.add(engine, OWNER, 'Team')
    private = driven(engine, 60.0, visibility='private', event_id=event_id, team_id=team_id)
    shown = driven(engine, 61.0, visibility='team', event_id=event_id, team_id=team_id)
    for of, of_id in ((gathered.of_event, event_id), (gathered.of_team, team_id)):
        assert [one.id for one in of(engine, OWNER, of_id, 9)] == [shown, private]
        assert of(engine, ben, of_id, 9) == []
    taken_in(engine, team_id, 'BEN ', TeamRole.MEMBER)
    assert [one.id for one in gathered.of_event(engine, ben, event_id, 9)] == [shown]


def test_a_deleted_car_comes_back_to_its_owner_alone(engine: Engine) -> None:
    car_id = cars.add(engine, OWNER, {'make': 'Mazda', 'model': 'MX-5'})
    cars.delete(engine, OWNER, car_id)
    with pytest.raises(NotFound):
        cars.restore(engine, user(engine, 'ben'), car_id)
    cars.restore(engine, OWNER, car_id)
    assert cars.car(engine, OWNER, car_id).title == 'Mazda MX-5'


def test_drivers_are_known_by_who_drove_last(engine: Engine) -> None:
    for time_s, driver in ((60.0, 'Ana'), (61.0, 'Ben'), (62.0, 'Ana')):
        driven(engine, time_s, driver=driver)
    gone = driven(engine, 63.0, driver='Cleo')
    sessions.put_in_bin(engine, OWNER, gone)
    assert drivers.of_owner(engine, OWNER, 9) == ['Ana', 'Ben']


def test_what_is_in_the_bin_can_go_for_good_by_its_owner(engine: Engine) -> None:
    session_id = driven(engine, 60.0)
    with pytest.raises(NotFound):
        deleted.remove(engine, OWNER, session_id)  # it is not in the bin
    sessions.put_in_bin(engine, OWNER, session_id)
    ((found, since),) = deleted.of_owner(engine, OWNER)
    assert found.id == session_id
    assert since is not None
    with pytest.raises(NotFound):
        deleted.remove(engine, user(engine, 'ben'), session_id)
    deleted.remove(engine, OWNER, session_id)
    assert deleted.of_owner(engine, OWNER) == []
    with pytest.raises(NotFound):
        sessions.take_out_of_bin(engine, OWNER, session_id)
