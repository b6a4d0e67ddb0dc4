"""The simulated lines beside those of real feeds: every shape that we write, somebody wrote before us."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator

import pytest

from racetrace.simulation.apex import apex_frames
from racetrace.simulation.race import simulate_race
from tests.recordings import recording

RECEIVED = re.compile(r'(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\n')
HEAD = re.compile(r'<td data-id="c(\d+)" data-type="([^"]*)"')
CELL = re.compile(r'r(\d+)c(\d+)\|([^|]*)\|(.*)')
FREE = {'dr', 'no', ''}  # names, and what a club puts into columns of its own


def recorded(name: str) -> Iterator[str]:
    data = recording(name).read_bytes()
    if name.endswith('.ndjson'):
        yield from (json.loads(line)['raw'] for line in data.splitlines())
    else:
        text = (gzip.decompress(data) if name.endswith('.gz') else data).decode(errors='replace')
        yield from RECEIVED.split(text)


def wild(text: str) -> str:
    """Return text with 9 for every number, with minutes or without, and a for every word."""
    timed = re.sub(r'(\d+:)?\d+\.\d+', '9.9', re.sub(r'[^\W\d_]+', 'a', text))
    return re.sub(r'\d+', '9', timed)


def shapes(frames: Iterable[str]) -> set[str]:
    """Return the kinds of lines there are; cells by the type of their column, wherever it stands."""
    found: set[str] = set()
    types: dict[str, str] = {}
    for frame in frames:
        for line in frame.splitlines():
            cell = CELL.fullmatch(line)
            if cell and types:
                kind = types.get(cell[2], '?')
                found.add(f'{kind}|{cell[3]}|{"" if kind in FREE else wild(cell[4])}')
            elif line.startswith('grid|'):
                types = dict(HEAD.findall(line))
                found |= {re.sub(r'>[^<]+<', '>a<', tag) for tag in tags(line)}
            elif re.match(r'r\d+\|', line):
                found.add(wild(line))
            elif line.split('|')[0] in {'init', 'light', 'dyn1', 'best'}:
                head = line.split('|')
                found.add('|'.join([*head[:2], wild(head[2])]))
    return found


def tags(grid: str) -> set[str]:
    """Return the tags of a table with the numbers, sizes and classes left out."""
    plain = re.sub(r'data-(pr|width|min|pos)="\d+"', r'data-\1="9"', grid)
    plain = re.sub(r'data-id="[rc\d]+"', 'data-id="9"', plain)
    return set(re.findall(r'<[^>]+>', re.sub(r' class="(?!head|rk|no")[^"]*"', ' class=""', plain)))


@pytest.fixture(scope='module')
def real() -> set[str]:
    names = ('santos_2026-04-25.log.gz', 'rkc_inline.log', 'los-santos-3h-first-30min.ndjson')
    return set().union(*(shapes(recorded(f'apex/{name}')) for name in names))


@pytest.mark.parametrize(('kind', 'sectors'), [('sprint', True), ('endurance', False)])
def test_every_shape_is_one_of_a_real_feed(real: set[str], kind: str, sectors: bool) -> None:
    ours = shapes(
        frame.data.decode() for frame in apex_frames(simulate_race(kind, minutes=25), sectors=sectors)
    )
    assert len(ours) > 40
    assert sorted(ours - real) == []


def test_pieces_of_a_frame_stand_in_the_order_of_a_real_one() -> None:
    """Race control, cells, rows, then the banner: as 9 in 10 of the real frames that have several."""
    rank = {'light': 0, 'com': 0, 'cell': 1, 'row': 2, 'msg': 3, 'dyn1': 3}

    def ordered(frame: str) -> bool:
        kinds = [
            'cell' if CELL.match(line) else 'row' if re.match(r'r\d+\|', line) else line.split('|')[0]
            for line in frame.splitlines()
        ]
        places = [rank[kind] for kind in kinds if kind in rank]
        return places == sorted(places)

    ours = [frame.data.decode() for frame in apex_frames(simulate_race(minutes=6))]
    assert all(ordered(frame) for frame in ours if not frame.startswith('init'))
    real = [
        frame for frame in recorded('apex/santos_2026-04-25.log.gz') if '|*|' in frame and len(frame) < 4000
    ]
    assert sum(map(ordered, real)) / len(real) > 0.9
