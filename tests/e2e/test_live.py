"""A live board in a real browser, over a real socket: it follows, admits its age, and believes no markup."""

import math
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from components.live_track import path
from tests.e2e.everybody import SMALL, WIDER, serious
from tests.e2e.until import until
from tests.e2e.whole import PHONE
from tests.live_played import OUTLINE
from tests.running_server import running_server

Play = Callable[..., dict[str, Any]]

ROOT: Final = str(Path(__file__).parents[2])
PLAYED: Final = (sys.executable, '-m', 'tests.live_played')
FULL: Final = '.tower[data-rows="12"]'
WATCHED: Final = """() => {
    const glide = Element.prototype.animate;
    window.glided = [];
    Element.prototype.animate = function (frames, how) {
        window.glided.push(how.duration);
        return glide.call(this, frames, how);
    };
}"""
STOOD_STILL: Final = """() => {
    const parts = [...document.querySelectorAll('.livetrack__kart, .flagbar__clock, .tower__tag--pit')];
    const seen = parts.map((part) => part.getAttribute('transform') ?? part.textContent).join();
    if (seen !== window.seen) [window.seen, window.since] = [seen, performance.now()];
    return parts.length > 3 && performance.now() - window.since > 1200;
}"""
EVIL: Final = '<img src=x onerror="document.title=1">'


@pytest.fixture(scope='module')
def live_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp('live')
    with running_server(folder / 'racetrace.db', command=PLAYED, environ={'PYTHONPATH': ROOT}) as server:
        yield server.url


@pytest.fixture
def page(browser: Browser, live_url: str) -> Iterator[Page]:
    """A page of that server; the one of all other tests knows no live timing."""
    with browser.new_context(base_url=live_url) as context:
        yield context.new_page()


@pytest.fixture
def play(live_url: str) -> Play:
    """Do something with feed 1, and return what the browsers said and asked; each test has the race anew."""

    def one(feed: int = 1, **what: Any) -> dict[str, Any]:
        answer = httpx.post(f'{live_url}/played/{feed}', json=what, timeout=20)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    one(anew=True)
    return one


def opened(page: Page, address: str = '/live/1') -> None:
    page.goto(address)
    expect(page.locator(FULL)).to_be_visible()


def row(page: Page, number: str) -> Locator:
    return page.locator(f'.tower tr[data-key="r{number}"]')


def order(page: Page) -> list[str]:
    return page.locator('.tower .plate').all_inner_texts()


def test_a_cell_that_changes_is_patched_and_its_row_stays(page: Page, play: Play) -> None:
    opened(page)
    row(page, '8').evaluate('(row) => { row.isTheSame = true; }')
    play(events=[['Said', 'r8', 'last', 64_001, 'ob']])
    expect(row(page, '8').locator('.cell--purple')).to_have_text('1:04.001')
    assert row(page, '8').evaluate('(row) => row.isTheSame')
    expect(page.locator('.feedlog')).to_contain_text('best lap of all, 1:04.001')


def test_who_overtakes_glides_up_and_says_so(page: Page, play: Play) -> None:
    opened(page)
    page.evaluate(WATCHED)
    play(events=[['Said', 'r13', 'position', 1], ['Said', 'r7', 'position', 2]])
    expect(row(page, '13').locator('.tower__pos')).to_have_text('1')
    assert order(page)[:3] == ['13', '7', '8']
    assert page.evaluate('window.glided') == [260, 260]
    expect(row(page, '13').locator('.tower__move')).to_contain_text('▲')
    expect(page.locator('.feedlog')).to_contain_text('takes the lead')


def test_nothing_glides_for_who_asks_for_stillness(page: Page, play: Play) -> None:
    page.emulate_media(reduced_motion='reduce')
    opened(page)
    play(events=[['Said', 'r13', 'position', 1], ['Said', 'r7', 'position', 2]])
    expect(row(page, '13').locator('.tower__pos')).to_have_text('1')
    assert page.evaluate('document.getAnimations().length') == 0


def test_the_flag_is_a_word_and_what_it_means_and_the_clock_counts_down(page: Page, play: Play) -> None:
    opened(page)
    play(events=[['Flagged', 'red'], ['Ticked', 'countdown', 3_600_000]])
    expect(page.locator('.flagbar--red')).to_contain_text('RED')
    expect(page.locator('.flagbar--red')).to_contain_text('Stop as race control says')
    expect(page.locator('.flagbar__clock')).to_have_text(re.compile('0:59:5[0-9]'))


def test_silence_shows_within_three_seconds_and_ends_with_the_next_word(page: Page, play: Play) -> None:
    opened(page)
    expect(page.locator('.pill')).to_contain_text('Apex feed,')
    play(heart=False)
    page.locator('body.is-stale').wait_for(timeout=4_000)  # the last pong may have been on its way
    expect(page.locator('.pill--warn')).to_contain_text('silent')
    expect(page.locator('.flagbar.is-muted')).to_contain_text('last heard')
    play(heart=True, events=[['Said', 'r8', 'last', 65_100]])
    expect(page.locator('body.is-stale')).to_have_count(0)


def test_a_feed_that_is_lost_says_how_long_ago_it_was_heard(page: Page, play: Play) -> None:
    opened(page)
    play(say={'type': 'feed', 'state': 'lost', 'age_ms': 72_000})
    expect(page.get_by_role('alert')).to_contain_text('The feed is lost: nothing was heard for 1 min.')
    page.wait_for_function(STOOD_STILL, timeout=5_000)  # a board that looks alive would move on


def test_who_was_cut_off_gets_only_what_was_missed(page: Page, play: Play) -> None:
    opened(page)
    play(events=[['Said', 'r8', 'last', 65_200]])
    seq = play()['seq']
    expect(page.locator(f'.livefeed[data-seq="{seq}"]')).to_have_count(1)
    play(up=False, cut=True)
    play(events=[['Said', 'r8', 'last', 65_300]])
    play(up=True)
    expect(row(page, '8').locator('.cell--time')).to_have_text('1:05.300')
    assert play()['asked'][-1] == {'seq': str(seq)}


def test_who_is_sent_away_reads_why_and_is_back_when_the_feed_is(page: Page, play: Play) -> None:
    play(away=[4004, 'Nobody follows it now.'])
    page.goto('/live/1')
    expect(page.get_by_role('alert')).to_have_text(
        'Nobody follows it now. As soon as somebody follows it again, this page goes on by itself.'
    )
    expect(page.locator('.tower__none')).to_be_visible()
    expect(page.locator('.tower .is-waiting')).to_have_count(0)  # nothing is on its way
    play(away=None)
    expect(page.locator(FULL)).to_be_visible(timeout=10_000)
    expect(page.get_by_role('alert')).to_have_count(0)


def test_who_watches_a_feed_that_is_stopped_reads_so_beside_what_was_last_known(
    page: Page, play: Play
) -> None:
    opened(page)
    play(away=[4004, 'There is no such circuit.'], cut=True)
    expect(page.get_by_role('alert')).to_contain_text('There is no such circuit.')
    page.wait_for_function(STOOD_STILL, timeout=8_000)
    expect(page.get_by_role('alert')).to_contain_text('There is no such circuit.')
    expect(page.locator(FULL)).to_be_visible()


def test_a_socket_that_says_nothing_is_told_and_left_as_soon_as_the_network_is_back(
    page: Page,
    play: Play,  # noqa: ARG001
) -> None:
    heard: list[bool] = []
    page.route_web_socket('**/live/1/ws*', lambda ws: ws.connect_to_server() if heard else None)
    page.goto('/live/1')
    expect(page.get_by_role('alert')).to_contain_text('No connection to RaceTrace.')
    expect(page.get_by_role('alert')).to_contain_text('network')
    heard.append(True)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(FULL)).to_be_visible(timeout=3_000)
    expect(page.get_by_role('alert')).to_have_count(0)


def test_a_feed_that_never_said_anything_is_not_called_young(page: Page, play: Play) -> None:
    opened(page)
    play(say={'type': 'feed', 'state': 'down', 'age_ms': None})
    expect(page.locator('.flagbar')).to_contain_text('nothing heard yet')
    expect(page.locator('.pill')).to_have_text('The feed does not answer')


def test_what_left_a_hole_is_asked_for_anew_and_what_is_old_is_passed_over(page: Page, play: Play) -> None:
    opened(page)
    seq = play(events=[['Said', 'r8', 'last', 65_400]])['seq']
    expect(row(page, '8').locator('.cell--time')).to_have_text('1:05.400')
    play(say={'type': 'delta', 'seq': seq, 'rows': [{'key': 'r8', 'last': 1}]})
    play(say={'type': 'delta', 'seq': seq + 5, 'rows': [{'key': 'r8', 'last': 2}]})
    until(page, lambda: play()['asked'][-1] == {'seq': str(seq)}, 'a socket that goes on where it was')
    expect(row(page, '8').locator('.cell--time')).to_have_text('1:05.400')


def test_a_delay_asks_for_another_moment_for_all_parts_and_stands_in_the_address(
    page: Page, play: Play
) -> None:
    opened(page)
    page.get_by_role('button', name='−30 s').click()
    expect(page.locator('.delay__now')).to_have_text('−30 s')
    until(page, lambda: play()['asked'][-1] == {'delay': '30'}, 'the socket of the delay')
    expect(page.locator('.flagbar')).to_contain_text('−30 s')
    assert page.evaluate("new URL(location).searchParams.get('delay')") == '30'
    opened(page, page.url)
    assert play()['asked'][-1] == {'delay': '30'}


def test_a_pause_holds_all_parts_and_going_on_brings_what_was_missed(page: Page, play: Play) -> None:
    opened(page)
    page.keyboard.press('p')
    expect(page.locator('.delay__now')).to_have_text('paused')
    before = page.locator('.flagbar__clock').inner_text()
    play(events=[['Flagged', 'yellow'], ['Said', 'r8', 'last', 61_000], ['Ticked', 'countdown', 60_000]])
    page.wait_for_timeout(700)  # in which two ticks of the page would have shown it
    expect(page.locator('.flagbar--green')).to_be_visible()
    expect(page.locator('.flagbar__clock')).to_have_text(before)
    page.keyboard.press('p')
    expect(page.locator('.flagbar--yellow')).to_be_visible()
    expect(row(page, '8').locator('.cell--time')).to_have_text('1:01.000')


def test_a_kart_is_followed_by_key_and_by_tap_and_a_reload_is_harmless(page: Page, play: Play) -> None:  # noqa: ARG001
    opened(page)
    for key in 'jjf':
        page.keyboard.press(key)
    expect(page.locator('.tower .is-mine .plate')).to_have_text('13')
    opened(page, page.url)
    expect(page.locator('.tower .is-mine .plate')).to_have_text('13')
    row(page, '8').click()
    expect(page.locator('.tower .is-mine .plate')).to_have_text('8')
    row(page, '8').click()
    expect(page.locator('.tower .is-mine')).to_have_count(0)


def test_two_karts_are_set_against_each_other(page: Page, play: Play) -> None:
    laps = [['Lapped', key, n, ms] for n in range(13, 18) for key, ms in (('r7', 64_500), ('r13', 64_000))]
    play(events=[*laps, ['Said', 'r13', 'gap', [1_400, 0]]])
    opened(page, '/live/1?pane=pace')
    for key in 'jxjx':
        page.keyboard.press(key)
    says = page.locator('.pacepair .pane__says')
    expect(says).to_have_text('7 is 0.500 s a lap slower than 13. The gap of 1.400 s shrinks: about 3 laps.')
    expect(page.locator('.pacepair__mean')).to_contain_text('+0.500')
    assert page.evaluate("new URL(location).searchParams.get('pair')") == '7,13'


def test_the_panes_show_pits_gaps_and_places(page: Page, play: Play) -> None:  # noqa: ARG001
    opened(page)
    page.get_by_role('tab', name='Pits').click()
    expect(page.locator('.pitboard')).to_contain_text('1 kart in the pit lane: 5.')
    expect(page.locator('.pitboard tr', has_text='Kartclub').locator('td').nth(3)).to_have_text('7 laps')
    page.get_by_role('tab', name='Gaps').click()
    expect(page.locator('.gapstrip__lap')).to_have_text('242 laps')
    expect(page.locator('.gapstrip__train')).not_to_have_count(0)
    page.get_by_role('tab', name='Places').click()
    expect(page.locator('.lapchart[data-laps="12"]')).to_be_visible()
    assert page.evaluate("new URL(location).searchParams.get('pane')") == 'places'


def test_laps_told_afterwards_are_marked_and_a_stint_that_was_not_seen_is_at_least_so_long(
    page: Page, play: Play
) -> None:
    play(
        events=[['Said', 'r90', 'number', '90'], ['Said', 'r90', 'laps', 7], ['Said', 'r90', 'position', 13]]
    )
    for number in (8, 9):
        play(later_ms=60_000, events=[['Lapped', 'r90', number, 60_000 + number, '']])
        play(events=[['Said', 'r90', 'laps', number]])
    page.goto('/live/1')
    stint = row(page, '90').locator('td').last
    expect(stint).to_have_text('≥ 2')
    expect(stint).to_have_attribute('title', 'At least: the start of this stint was not seen')
    page.get_by_role('tab', name='Pits').click()
    expect(page.locator('.pitboard tr', has_text='90').locator('td').nth(3)).to_have_text('≥ 2 laps')
    expect(page.locator('.tenlaps .is-told')).to_have_count(0)
    play(recalled=['r90', [[n, 60_000 + n, '', n == 3] for n in range(1, 10)]])
    expect(row(page, '90').locator('.tenlaps .is-told')).to_have_count(7)
    expect(row(page, '90').locator('.tenlaps')).to_have_attribute(
        'title', re.compile('Lap 7: 1:00.007, told afterwards by the timing system')
    )
    page.goto('/live/1?pane=places')
    expect(page.locator('.lapchart .pane__says')).to_contain_text(
        'Dotted: told afterwards by the timing system.'
    )
    page.goto('/live/1?pane=pace&pair=90,7')
    expect(page.locator('.pacepair__table .told')).to_have_count(5)
    expect(page.locator('.pacepair__told')).to_have_text(
        'At least one of the two: told afterwards by the timing system.'
    )


def test_on_a_phone_tags_stand_in_the_middle_of_their_row_and_flags_below_one_another(
    page: Page, play: Play
) -> None:
    page.set_viewport_size({'width': PHONE['width'], 'height': PHONE['height']})
    opened(page)
    said = [['12:00:00', 'penalty', '4', 'Short cut'], ['11:59:00', 'yellow', '', 'Spin']]
    play(events=[['Said', 'r4', 'penalty', '5 s'], ['Announced', said]])
    expect(row(page, '4').locator('.tower__tag--penalty')).to_have_text('5 s')
    tag, whole = (box(one) for one in (row(page, '4').locator('.tower__tag'), row(page, '4')))
    assert tag['y'] + tag['height'] / 2 == pytest.approx(whole['y'] + whole['height'] / 2, abs=1.5)
    flags = page.locator('.live__news .news__flag')
    assert flags.count() > 2
    assert len({round(box(one)['x']) for one in flags.all()}) == 1


def box(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found is not None
    return found


def test_karts_move_round_the_track(page: Page, play: Play) -> None:  # noqa: ARG001
    opened(page)
    kart = page.locator('.livetrack__kart', has_text=re.compile('^19$'))
    before = kart.get_attribute('transform')
    until(page, lambda: kart.get_attribute('transform') != before, 'a kart that moves')
    expect(page.locator('.livetrack')).to_contain_text('Places estimated from passings')
    expect(page.locator('.livetrack__kart')).to_have_count(11)  # one is in the pit lane


def test_half_a_lap_after_its_passing_a_kart_is_at_the_middle_of_the_stations(page: Page, play: Play) -> None:
    """The fourth of eight: by distance it would be 73 m before."""
    opened(page)
    play(events=[['Passed', 'r19', 0, 650_000]])  # a slow lap, so that a slow test sees it in one place
    play(later_ms=325_000, events=[['Said', 'r8', 'last', 64_002]])
    kart = page.locator('.livetrack__kart', has_text=re.compile('^19$'))

    def away() -> float:
        x, y = (float(one) for one in re.findall(r'-?[\d.]+', kart.get_attribute('transform') or '0 0'))
        return math.dist((x, y), path(OUTLINE)[4])

    until(page, lambda: away() < 1.5, 'the kart at half its lap')
    expect(page.locator('.livetrack')).to_contain_text('at an even pace')


def test_a_replay_is_played_and_sought(page: Page, play: Play) -> None:
    opened(page, '/live/2')
    page.get_by_role('button', name='Pause the replay').click()
    page.get_by_role('button', name='Race', exact=True).click()
    page.get_by_label('Speed').select_option('60')
    told = [
        {'type': 'replay', 'is_playing': False},
        {'type': 'replay', 'at_ms': 1_800_001_200_000},
        {'type': 'replay', 'speed': 60},
    ]
    until(page, lambda: [s for s in play(2)['said'] if s['type'] == 'replay'] == told, 'the three words')
    expect(page.locator('.delay')).to_have_count(0)


def test_a_replay_goes_on_where_it_was_when_the_connection_is_back(page: Page, play: Play) -> None:
    opened(page, '/live/2')
    play(2, cut=True)
    until(page, lambda: [s for s in play(2)['said'] if s.get('type') == 'replay'], 'a word of where it was')
    (told,) = [s for s in play(2)['said'] if s['type'] == 'replay']
    assert told['at_ms'] >= 1_800_000_800_000
    assert (told['speed'], told['is_playing']) == (10, True)


def test_at_its_end_a_replay_is_played_again(page: Page, play: Play) -> None:
    opened(page, '/live/2')
    slider = page.get_by_label('Place in the recording')
    slider.press('ArrowRight')
    slider.press('End')
    page.get_by_role('button', name='Play it again').click()
    until(page, lambda: len([s for s in play(2)['said'] if s['type'] == 'replay']) == 3, 'three words')
    near, far, again = [s for s in play(2)['said'] if s['type'] == 'replay']
    assert near['at_ms'] - 1_800_000_800_000 == pytest.approx(30_000, abs=20_000)
    assert far == {'type': 'replay', 'at_ms': 1_800_003_600_000}
    assert again == {'type': 'replay', 'is_playing': True, 'at_ms': 1_800_000_000_000}


def test_names_are_text_and_never_markup(page: Page, play: Play) -> None:
    opened(page, '/live/1?pane=gaps')
    said = [['Said', 'r8', name, EVIL] for name in ('name', 'driver', 'number', 'penalty', 'colour')]
    message = ['12:00:00', 'penalty', EVIL, EVIL]
    play(events=[*said, ['Bannered', EVIL], ['Titled', EVIL, EVIL], ['Announced', [message]]])
    expect(page.locator('.tower')).to_contain_text(EVIL)
    for pane in ('Pace', 'Pits', 'Places', 'Track'):
        page.get_by_role('tab', name=pane).click()
    assert page.locator('.page img').count() == 0
    assert page.title() != '1'


@pytest.mark.parametrize('address', ['/live', '/live/1', '/live/1?pane=pace', '/live/1?pane=pits', '/live/2'])
def test_a_phone_shows_it_whole_and_a_thumb_meets_every_control(page: Page, play: Play, address: str) -> None:  # noqa: ARG001
    page.set_viewport_size({'width': PHONE['width'], 'height': PHONE['height']})
    page.goto(address)
    expect(page.locator(FULL if address != '/live' else '.feeds')).to_be_visible()
    assert page.evaluate(WIDER) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize(
    'address', ['/live', '/live/1?kart=16', '/live/1?pane=gaps', '/live/1?pane=pace', '/live/2?pane=pits']
)
def test_nothing_serious_stands_in_anybodys_way(page: Page, play: Play, address: str) -> None:
    page.emulate_media(color_scheme='dark', reduced_motion='reduce')
    page.goto(address)
    expect(page.locator(FULL if address != '/live' else '.feeds')).to_be_visible()
    play(events=[['Said', 'r8', 'last', 64_001, 'ob'], ['Said', 'r4', 'last', 64_901, 'pb']])
    assert serious(page) == []
    page.keyboard.press('t')
    expect(page.locator('body.body--light')).to_have_count(1)
    assert serious(page) == []


def test_a_screen_on_the_wall_has_the_board_and_nothing_to_press(page: Page, play: Play) -> None:  # noqa: ARG001
    page.set_viewport_size({'width': 1920, 'height': 1080})
    opened(page, '/live/1?screen=tv')
    for part in ('.rail', '.bar', '.delay'):
        expect(page.locator(part).first).to_be_hidden()
    assert (
        page.locator('.tower__pos').first.evaluate('(cell) => parseFloat(getComputedStyle(cell).fontSize)')
        >= 20
    )
