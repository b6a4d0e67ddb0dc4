from racetrace.timing.board import Board
from racetrace.timing.columns import clock, mapped, texts
from racetrace.timing.events import Column, Event, Gap, Lapped, Layout, Listed, Said
from racetrace.timing.words import Field, Kind

LAYOUT = Layout(
    (
        Column('c1', '', 'sta', Field.STATE),
        Column('c2', 'Clt', 'rk', Field.POSITION),
        Column('c4', 'Kart', 'no', Field.NUMBER),
        Column('c5', 'Equipe', 'dr', Field.NAME),
        Column('c6', 'Dernier T.', 'llp', Field.LAST),
        Column('c7', 'Ecart', 'gap', Field.GAP),
        Column('c8', 'Km/h', '', Field.OTHER),
        Column('c20', 'Tours', 'tlp', Field.LAPS),
    )
)
SAID: list[Event] = [
    Listed(('r1', 'r2')),
    Said('r1', Field.POSITION, 1),
    Said('r2', Field.POSITION, 2),
    Said('r1', Field.NUMBER, '9'),
    Said('r1', Field.NAME, 'North'),
    Said('r1', Field.LAST, 66_234),
    Said('r1', Field.LAPS, 12),
    Said('r1', Field.GAP, Gap()),
    Said('r1', Field.OTHER, '61', column='c8'),
    Said('r2', Field.LAST, 59_864),
    Said('r2', Field.GAP, Gap(laps=3)),
]


def board(*events: Event) -> Board:
    found = Board(kind=Kind.RACE)
    for event in events:
        found.apply(event, 1_000)
    return found


def test_each_column_of_the_circuit_has_its_number() -> None:
    columns = mapped(board(LAYOUT), {})
    assert list(columns) == [f'C{i}' for i in range(1, 15)]
    assert columns['C4'] == {'label': 'Kart', 'data_type': 'no', 'field': Field.NUMBER}
    assert columns['C3'] == {'label': 'Non utilisé', 'data_type': '', 'field': None}
    assert columns['C14']['field'] is None


def test_the_cells_are_written_as_the_older_program_wrote_them() -> None:
    one = board(LAYOUT, *SAID)
    found = texts(one, mapped(one, {}))
    assert found['r1'] == {
        'C1': 'grid',
        'C2': '1',
        'C4': '9',
        'C5': 'North',
        'C6': '1:06.234',
        'C7': 'Tour 12',
        'C8': '61',
    }
    assert (found['r2']['C6'], found['r2']['C7'], found['r2']['C8']) == ('59.864', '3 Tours', '')


def test_a_label_that_a_person_gave_says_what_is_in_the_column() -> None:
    one = board(LAYOUT, *SAID)
    columns = mapped(
        one, {'C8': 'Penalites', 'C2': 'Non utilisé', 'C4': '', 'C5': 'Equipe/Pilote', 'C6': 'Zeit'}
    )
    assert columns['C8'] == {'label': 'Penalites', 'data_type': '', 'field': Field.PENALTY}
    assert columns['C2']['field'] is columns['C4']['field'] is None
    assert (columns['C5']['field'], columns['C6']['field']) == (Field.NAME, Field.LAST)
    assert columns['C6']['label'] == 'Zeit'
    assert set(texts(one, columns)['r1']) == {'C1', 'C5', 'C6', 'C7', 'C8'}


def test_all_labels_of_the_older_program_are_known() -> None:
    labels = {
        'Clt': Field.POSITION,
        'Classement': Field.POSITION,
        'Kart': Field.NUMBER,
        'Equipe/Pilote': Field.NAME,
        'Dernier T.': Field.LAST,
        'Meilleur T.': Field.BEST,
        'Ecart': Field.GAP,
        'Intervalles': Field.INTERVAL,
        'S1': Field.SECTOR_1,
        'S2': Field.SECTOR_2,
        'S3': Field.SECTOR_3,
        'Tours': Field.LAPS,
        'En Piste': Field.ON_TRACK,
        'Stands': Field.PITS,
        'Pénalités': Field.PENALTY,
        'Categorie': Field.CATEGORY,
    }
    for label, field in labels.items():
        assert mapped(board(), {'C9': label})['C9']['field'] is field


def test_a_feed_without_columns_has_those_of_the_template() -> None:
    race: list[Event] = [
        Said('9', Field.POSITION, 1),
        Said('26', Field.POSITION, 2),
        Said('9', Field.NAME, 'Ron Smith'),
        Said('9', Field.TOTAL, 60_000),
        Lapped('9', 1, 60_000),
        Said('26', Field.TOTAL, 60_317),
        Lapped('26', 1, 60_317),
    ]
    one = board(*race)
    columns = mapped(one, {})
    assert [columns[f'C{i}']['label'] for i in range(1, 9)] == [
        'Position',
        'Number',
        'Driver',
        'Lap Time',
        'Best Time',
        'Gap',
        'Laps',
        'Non utilisé',
    ]
    found = texts(one, columns)
    assert found['9'] == {
        'C1': '1',
        'C2': '',
        'C3': 'Ron Smith',
        'C4': '',
        'C5': '1:00.000',
        'C6': 'Tour 1',
        'C7': '1',
    }
    assert found['26']['C6'] == '0.317'


def test_a_time_is_as_short_as_it_can_be() -> None:
    assert [clock(ms) for ms in (7, 59_864, 60_000, 66_234, 3_723_400)] == [
        '0.007',
        '59.864',
        '1:00.000',
        '1:06.234',
        '1:02:03.400',
    ]
