"""A race that was never driven, on the board: to look at the parts of a live page, and to test them."""

from typing import Final

from racetrace.timing.board import Board
from racetrace.timing.events import (
    Announced,
    Event,
    Flagged,
    Gap,
    Lapped,
    Listed,
    Message,
    OnTrack,
    Passed,
    Pitted,
    Said,
    Ticked,
    Titled,
)
from racetrace.timing.words import Counting, Field, Flag, Kind, Mark

START_MS: Final = 1_800_000_000_000
TEAMS: Final = (
    ('7', 'Mill Lane Racing', ('Ana', 'Ben'), '#ff8c42'),
    ('13', 'Riverside Juniors', ('Chloé', 'Dev'), '#4f9dff'),
    ('8', 'Torque & Tea', ('Eli',), '#7ae582'),
    ('4', 'Slipstream', ('Ines',), '#ffd23f'),
    ('16', 'Late Brakers', ('Jon', 'Kim'), '#3ddbd9'),
    ('10', 'Equipo Norte', ('Lola',), '#ff5c7a'),
    ('2', 'Paddock Pirates', ('Mo', 'Nia'), '#9aa5b1'),
    ('33', 'Apex Hunters', ('Omar',), '#b388ff'),
    ('5', 'Rental Rockets', ('Pia', 'Quin'), '#66c2a5'),
    ('19', 'Blue Flag Society', ('Rui',), '#5b8cff'),
    ('21', 'Kartclub Oberlahn e. V. Nachwuchs', ('Finn', 'Gus', 'Hanna'), '#e05cff'),
    ('24', 'Chicane Café', ('Sam', 'Tess'), '#c9a227'),
)
NEWS: Final = (
    Message('14:12:40', 'penalty', '24', 'Short cut at turn 6: 5 s'),
    Message('14:03:05', 'yellow', '', 'Spin at turn 3, marshals on the track'),
    Message('14:00:00', 'green', '', 'Race started'),
)
STOPPED: Final = 'r21'
LAP_MS: Final = 65_000
LAPS: Final = 12


def sample_board(*, has_sectors: bool = False, entries: int = len(TEAMS)) -> Board:
    """Return the board after twelve laps: a train in front, one in the pit lane, one lapped."""
    board = Board(kind=Kind.RACE, started_ms=START_MS)
    begin: list[Event] = [
        Titled('Club day', '3 h endurance'),
        OnTrack('Riverside kart', 1100),
        Listed(tuple(f'r{number}' for number, *_ in TEAMS[:entries])),
        Flagged(Flag.GREEN),
        Announced(NEWS),
    ]
    for event in begin:
        board.apply(event, START_MS)
    for rank, (number, name, drivers, colour) in enumerate(TEAMS[:entries]):
        _entered(board, rank, f'r{number}', (number, name, drivers[0], colour))
        _driven(board, rank, f'r{number}', has_sectors=has_sectors)
    end = START_MS + LAPS * LAP_MS
    board.apply(Ticked(Counting.DOWN, 3 * 3_600_000 - LAPS * LAP_MS), end)
    board.apply(Pitted('r5', True), end + 9_000)
    return board


def _entered(board: Board, rank: int, key: str, said: tuple[str, str, str, str]) -> None:
    for field, value in zip((Field.NUMBER, Field.NAME, Field.DRIVER, Field.COLOUR), said, strict=True):
        board.apply(Said(key, field, value), START_MS)
    board.apply(Said(key, Field.POSITION, rank + 1), START_MS)


def _driven(board: Board, rank: int, key: str, *, has_sectors: bool) -> None:
    """Drive: who is further behind is slower, and each lap a little different."""
    at_ms, laps = START_MS, LAPS - (2 if rank == len(TEAMS) - 1 else 0)
    for number in range(1, laps + 1):
        lap_ms = LAP_MS + 110 * rank + (number * 7919 + rank * 104_729) % 590
        mark = (
            Mark.OVERALL
            if (rank, number) == (1, 11)
            else Mark.PERSONAL
            if number == 4 + rank % 7
            else Mark.PLAIN
        )
        if mark is not Mark.PLAIN:
            lap_ms -= 900 - 40 * rank
        if key == STOPPED and number == 6:
            board.apply(Pitted(key, True), at_ms + 30_000)
            board.apply(Pitted(key, False), at_ms + 70_000)
            board.apply(Said(key, Field.DRIVER, 'Gus'), at_ms + 70_000)
            lap_ms += 41_000
        at_ms += lap_ms
        if has_sectors:
            _sectors(board, key, lap_ms, mark, at_ms)
        board.apply(Passed(key, 0), at_ms)
        board.apply(Said(key, Field.LAST, lap_ms, mark), at_ms)
        board.apply(Lapped(key, number, lap_ms, mark), at_ms)
    behind = Gap(ms=at_ms - START_MS - LAPS * LAP_MS - 3_000) if laps == LAPS else Gap(laps=LAPS - laps)
    board.apply(Said(key, Field.GAP, behind if rank else Gap()), at_ms)
    if laps < LAPS:
        board.apply(Said(key, Field.INTERVAL, Gap(laps=1)), at_ms)
    board.apply(Said(key, Field.PITS, int(key == STOPPED)), at_ms)


def _sectors(board: Board, key: str, lap_ms: int, mark: Mark, at_ms: int) -> None:
    shares = ((Field.SECTOR_1, 0.36), (Field.SECTOR_2, 0.3), (Field.SECTOR_3, 0.34))
    for field, share in shares:
        board.apply(Said(key, field, round(lap_ms * share), mark), at_ms)
