import json

import pytest

from racetrace.timing.profile import FormatProfile, LapsFrom, TimesIn
from racetrace.timing.proposal import Proposal, proposed
from racetrace.timing.words import Field

ROW = {
    'id': 'a1',
    'kart': 9,
    'pilote': 'Ada',
    'tours': 14,
    'dernierTour': 54.1,
    'meilleurTour': 53.417,
    'x': None,
}
PONG = b'{"type":"pong"}'


def found(*frames: object) -> Proposal:
    one = proposed([frame if isinstance(frame, bytes) else json.dumps(frame).encode() for frame in frames])
    assert one is not None
    return one


@pytest.mark.parametrize(
    ('frame', 'rows', 'key'),
    [
        ([ROW], (), 'id'),
        ({'data': {'drivers': [ROW]}, 'at': 1}, ('data', 'drivers'), 'id'),
        ({'drivers': {'r1': ROW, 'r2': ROW}}, ('drivers',), ''),
        ([{name: cell for name, cell in ROW.items() if name != 'id'}], (), 'kart'),
    ],
    ids=['a list', 'a list within', 'by key', 'without a key'],
)
def test_rows_are_found_wherever_they_are(frame: object, rows: tuple[str, ...], key: str) -> None:
    profile = found(PONG, frame).profile
    assert (profile.rows, profile.key, profile.separator) == (rows, key, '')
    columns = dict(profile.columns)
    assert columns['kart'] is Field.NUMBER
    assert columns['pilote'] is Field.DRIVER
    assert columns['tours'] is Field.LAPS
    assert columns['dernierTour'] is Field.LAST
    assert columns['meilleurTour'] is Field.BEST
    assert columns['x'] is Field.OTHER
    assert (profile.laps_from, profile.times_in) == (LapsFrom.COUNT, TimesIn.SECONDS)


def test_confidence_is_the_part_that_is_understood_and_samples_are_shown() -> None:
    one = found([{'kart': 9, 'laps': 1, 'x': 2, 'y': 3}])
    assert one.confidence == 0.5
    assert one.samples == ('[{"kart": 9, "laps": 1, "x": 2, "y": 3}]',)


def test_laps_of_more_than_twenty_minutes_are_milliseconds() -> None:
    assert found([ROW | {'dernierTour': 54_100}]).profile.times_in is TimesIn.MILLISECONDS


def test_without_a_count_the_last_lap_tells() -> None:
    assert found([{'no': 9, 'last': '54.1'}]).profile.laps_from is LapsFrom.LAST
    assert found([{'no': 9, 'gap': '54.1'}]).profile.laps_from is LapsFrom.NOTHING


@pytest.mark.parametrize('separator', [';', '\t', '|', ','])
def test_a_table_is_found_by_its_head(separator: str) -> None:
    lines = [['Platz', 'Nr.', 'Fahrer', 'Runden', 'Letzte Runde'], ['1', '9', 'Ada', '14', '0:54.1']]
    frame = '\n'.join(separator.join(line) for line in lines).encode()
    profile = found(b'welcome', frame).profile
    assert (profile.separator, profile.key) == (separator, 'Nr.')
    assert [one for _, one in profile.columns] == [
        Field.POSITION,
        Field.NUMBER,
        Field.DRIVER,
        Field.LAPS,
        Field.LAST,
    ]


def test_the_better_understood_of_two_tables_is_proposed() -> None:
    weather = {'weather': [{'name': 'wind', 'position': 'west'}], 'drivers': [ROW]}
    assert found(weather).profile.rows == ('drivers',)


def test_nothing_is_proposed_for_what_is_no_table() -> None:
    assert proposed([]) is None
    assert proposed([PONG, b'hello', b'{"a": [1, 2]}', b'[]', b'{"kart": 9}', b'\xff\xfe']) is None


def test_what_is_proposed_can_be_kept() -> None:
    profile = found([ROW | {'\x1b': 1, 'y' * 100: 2, '': 3, 'deep': {'a': 1}}]).profile
    assert FormatProfile.from_dict(profile.to_dict()) == profile
    assert 'deep' not in dict(profile.columns)
