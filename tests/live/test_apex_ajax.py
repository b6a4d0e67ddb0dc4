from collections.abc import Sequence

from racetrace.live.address import Address
from racetrace.live.apex_ajax import QUIET, ApexAjax
from racetrace.live.apex_page import ApexPage
from racetrace.live.reach import Reach
from racetrace.live.web import Web
from tests.live.tiny import listen, site


async def no_time(_: float) -> None:
    """Wait for nothing."""


async def told(answers: Sequence[str]) -> tuple[list[bytes], str, list[dict[str, str]]]:
    """Return the frames of these answers, why it ended after them, and what was asked."""
    left, asked = list(answers), []

    def page(path: str, query: dict[str, str], _: str) -> tuple[int, str, str]:
        assert path == '/functions/live_ajax.php'
        asked.append(query)
        return (200, '', left.pop(0)) if left else (503, '', '')

    async with site(page) as port, Web(Reach(is_private_allowed=True)) as web:
        place = Address(scheme='http', host='127.0.0.1', port=port, rest='/functions/')
        ajax = ApexAjax(
            page=ApexPage(page=place, port=7910, host='', functions=place), web=web, sleep=no_time
        )
        frames, why = await listen(ajax)
    return frames, why, asked


async def test_each_answer_says_where_the_next_goes_on() -> None:
    frames, why, asked = await told(['0@57@init|r|\ngrid||\n', '0@61@', '0@62@r1|*|\n'])
    assert frames == [b'init|r|\ngrid||\n', b'r1|*|\n']
    assert [(one['init'], one['index'], one['counter']) for one in asked[:3]] == [
        ('1', '0', '0'),
        ('0', '57', '1'),
        ('0', '61', '2'),
    ]
    assert {one['port'] for one in asked} == {'7914'}
    assert why.endswith('answers with the error 503.')


async def test_who_is_told_to_begin_anew_does() -> None:
    _, _, asked = await told(['0@57@a||\n', '0@0@REFRESH_BROWSER', '0@3@init|r|\n'])
    assert [(one['init'], one['index']) for one in asked[:3]] == [('1', '0'), ('0', '57'), ('1', '0')]


async def test_silence_is_told_now_and_then() -> None:
    frames, _, _ = await told(['0@1@'] * (2 * QUIET + 1))
    assert frames == [b'', b'']


async def test_what_is_no_answer_ends_it() -> None:
    _, why, _ = await told(['<html>'])
    assert why.endswith('does not answer as Apex Timing does.')


async def test_bytes_that_are_no_text_do_not_end_it() -> None:
    frames, _, _ = await told(['0@1@title1||a@b\x00|\n'])
    assert frames == [b'title1||a@b\x00|\n']
