"""Frames of a small race, as Apex Timing would send them."""

from collections.abc import Mapping

HEADS = (('no', 'Kart'), ('dr', 'Team'), ('tlp', 'Laps'), ('llp', 'Last'))


def init(karts: Mapping[str, int], *, title: str = 'RACE', kind: str = 'r', light: str = 'lg') -> bytes:
    """Return the table: laps by number of the kart."""
    heads = ''.join(
        f'<td data-id="c{n}" data-type="{kind}">{label}</td>' for n, (kind, label) in enumerate(HEADS, 1)
    )
    rows = ''.join(_row(number, laps) for number, laps in karts.items())
    lines = (
        f'init|{kind}|',
        'title1||6 HOURS',
        f'title2||{title}',
        'track||SOUTH (1100m)',
        f'light|{light}|',
        f'grid||<tbody><tr data-id="r0" class="head">{heads}</tr>{rows}</tbody>',
    )
    return '\n'.join(lines).encode()


def _row(number: str, laps: int) -> str:
    key = f'r{number}'
    return (
        f'<tr data-id="{key}"><td><div data-id="{key}c1" class="no1">{number}</div></td>'
        f'<td data-id="{key}c2" class="dr">TEAM {number}</td>'
        f'<td data-id="{key}c3" class="in">{laps or ""}</td>'
        f'<td data-id="{key}c4" class="tn">{"1:00.000" if laps else ""}</td></tr>'
    )


def lap(number: str, laps: int, time: str = '1:01.000') -> bytes:
    """Return the frame of a completed lap."""
    return f'r{number}c4|tn|{time}\nr{number}c3|in|{laps}\nr{number}|*|61000|\n'.encode()
