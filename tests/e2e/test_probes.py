"""Text of strangers is text on every page: nothing of it is run, wherever it was written."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.until import until
from tests.e2e.whole import DRAWN
from tests.running_server import RunningServer, running_server
from tests.simulated_log import simulated_log

# Each would set the flag, if it were taken for anything but text: by the parser of HTML, by Vue, by a link.
MARKUP: Final = '<img src=x onerror=probed=1><script>probed=1</script>'
TEMPLATE: Final = '{{constructor.constructor("probed=1")()}}${probed=1}'
LINK: Final = 'javascript:probed=1//'
FORMULA: Final = '=HYPERLINK("http://127.0.0.1:9/";1)'
UNSEEN: Final = '\u202egpj.\u2066\u200b\u200d\ufeff'  # turns what follows around, and takes no room
QUOTES: Final = '"\'></textarea></title><svg onload=probed=1>'
ALL: Final = f'{LINK}{UNSEEN}{FORMULA}{QUOTES}{MARKUP}{TEMPLATE}'[:200]
CHANNELS: Final = {
    'Barometric Pressure (kPa)': '<img src=x onerror=probed=1>',
    'Pressure Altitude (m)': ':onclick=probed=1',
    'Altitude (ft)': '{{probed=1}} __proto__',
}
SAID: Final = {'name': 'ana', 'email': 'ana@club.example', 'password': 'five red lights'}


@pytest.fixture(scope='module')
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp('probes') / 'racetrace.db'
    with running_server(data, environ={'RACETRACE_MODE': 'lan'}) as found:
        yield found


@pytest.fixture(scope='module')
def written(server: RunningServer) -> dict[str, Any]:
    """Everything that can be written, written; and the cookie of who wrote it."""
    with httpx.Client(base_url=server.url, timeout=60, headers={'User-Agent': f'Chrome/1 {MARKUP}'}) as ana:
        ana.post('/register', data=SAID)
        api = f'{server.url}/api/v1'

        def say(method: str, path: str, **said: object) -> Any:
            answer = ana.request(method, f'{api}{path}', json=said)
            assert answer.is_success, answer.text
            return answer.json() if answer.content else None

        sent = {'name': f'{MARKUP}{UNSEEN}.csv', 'wait': '60'}
        session = ana.put(f'{api}/sessions/upload', params=sent, content=hostile_log()).json()
        say('PATCH', '/users/me', display_name='<b>Ana</b>{{probed=1}}', about=MARKUP)
        car = say('POST', '/cars/', make=MARKUP, model=TEMPLATE, category=FORMULA, notes=ALL)
        event = say('POST', '/events/', name=ALL, notes=ALL)
        team = say('POST', '/teams/', name=ALL)
        belongs = {
            'car_id': car['id'],
            'event_id': event['id'],
            'team_id': team['id'],
            'visibility': 'public',
        }
        words = dict.fromkeys(('name', 'notes', 'session_type', 'driver_name', 'car_name'), ALL)
        say('PATCH', f'/sessions/{session["id"]}', **belongs, **words)
        laps = [lap['id'] for lap in session['laps'][1:4]]
        say('PATCH', f'/laps/{laps[2]}', excluded_reason=ALL)
        (track,) = say('GET', '/tracks/')
        say('PATCH', f'/tracks/{track["id"]}', name=ALL, country=MARKUP, city=TEMPLATE)
        say('PATCH', f'/courses/{session["course_id"]}', name=ALL)
        ana.put(f'{api}/sessions/upload', params={'name': ALL, 'wait': '60'}, content=MARKUP.encode())
        cookie = {'name': 'rt', 'value': ana.cookies['rt'], 'url': server.url}
    return {'session': session['id'], 'laps': laps, 'track': track['id'], 'cookie': cookie}


def hostile_log() -> bytes:
    text = simulated_log().decode().replace('Simulated kart', f'{MARKUP}{TEMPLATE}')
    for name, probe in CHANNELS.items():
        text = text.replace(f'"{name}"', f'"{probe}"')
    return text.encode()


ADDRESSES: Final = {  # and what of them is there, once they stand
    '/': '.list__row',
    '/?find=nowhere' + MARKUP: 'text=No session has',
    '/sessions/{session}': '.map[data-points]:not([data-points="0"])',
    '/laps/{lap}': DRAWN,
    '/laps/{left_out}': DRAWN,
    '/compare?laps={lap},{other}&ref={lap}': DRAWN,
    '/compare?laps={lap},{other},' + QUOTES: 'text=Left out',
    '/tracks': 'text=javascript:probed',
    '/tracks/{track}': 'text=javascript:probed',
    '/me': 'text=<b>Ana</b>{{probed=1}}',
}
NAMES_IT: Final = ('/sessions', '/laps', '/tracks')


@pytest.mark.parametrize('address', ADDRESSES)
def test_what_a_stranger_wrote_is_shown_and_nothing_of_it_is_run(
    page: Page, server: RunningServer, written: dict[str, Any], address: str
) -> None:
    dialogs: list[str] = []
    page.on(
        'dialog', lambda dialog: dialogs.append(dialog.message)
    )  # which leaves it open, and the page still
    page.context.add_cookies([written['cookie']])
    lap, other, left_out = written['laps']
    there = quote(address.format(**written, lap=lap, other=other, left_out=left_out), safe='/?=&,')
    page.goto(f'{server.url}{there}')
    expect(page.locator(ADDRESSES[address]).first).to_be_visible()
    for hidden in page.locator('details, [aria-haspopup]').all():
        hidden.click(force=True)
    for link in page.locator('a[href]').all():
        assert not (link.get_attribute('href') or '').startswith('javascript:')
    if address.startswith(NAMES_IT):
        assert MARKUP in page.inner_text('body'), 'it is shown as it was written'
    assert page.evaluate('typeof probed') == 'undefined'
    assert dialogs == []


def words_of(page: Page) -> set[str]:
    """Return what stands on the lines of a page."""
    return set(page.inner_text('body').splitlines())


def test_channels_are_called_as_the_file_calls_them(
    page: Page, server: RunningServer, written: dict[str, Any]
) -> None:
    page.context.add_cookies([written['cookie']])
    page.goto(f'{server.url}/laps/{written["laps"][0]}?ch={quote(",".join(CHANNELS.values()))}')
    expect(page.locator(DRAWN)).to_be_visible()
    until(page, lambda: set(CHANNELS.values()) <= words_of(page), 'the names of the channels')
    assert page.evaluate('typeof probed') == 'undefined'


def test_a_door_says_nothing_that_a_link_brought(page: Page, server: RunningServer) -> None:
    for address in (f'/login?why={MARKUP}&next={LINK}', f'/register?first={QUOTES}', f'/reset?link={QUOTES}'):
        page.goto(f'{server.url}{quote(address, safe="/?=&")}')
        expect(page.locator('form')).to_be_visible()
        assert page.evaluate('typeof probed') == 'undefined'
