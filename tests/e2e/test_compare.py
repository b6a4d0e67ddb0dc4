import pytest
from playwright.sync_api import Page, expect

ADDRESS = '/compare?laps=4,2&ref=4'  # L3 and L1 of the session that is there

# What could be scrolled sideways, however the overflow is hidden.
WIDER = """[...document.querySelectorAll('html, body, .page, .page *')]
    .filter((e) => e.tagName === 'HTML' || ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
    .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.className || e.tagName)"""


def painted(page: Page) -> None:
    expect(page.locator('.stack')).to_have_attribute('data-painted', '1')
    expect(page.locator('.map')).not_to_have_attribute('data-points', '0')


def test_two_laps_are_chosen_and_compared(page: Page) -> None:
    page.goto('/sessions/1')
    page.locator('[data-lap="2"]').click()
    page.locator('[data-lap="1"]').click()
    expect(page.locator('.verdict')).to_contain_text('L1 is 0.060 s slower than L3.')
    page.locator('.tray .btn--primary').click()
    page.wait_for_url('**/compare?laps=4,2&ref=4*')
    painted(page)
    expect(page.locator('.verdict')).to_contain_text('L1 is 0.060 s slower than L3.')
    expect(page.locator('.corners tbody tr')).not_to_have_count(0)


def test_one_cursor_goes_through_charts_and_map(page: Page) -> None:
    page.goto(ADDRESS)
    painted(page)
    page.locator('.stack__plot').hover()
    expect(page.locator('.stack__cursor:not(.stack__cursor--pin)')).to_be_visible()
    expect(page.locator('.map__dot')).to_have_count(2)
    expect(page.locator('.read').nth(1).locator('.read__value').first).not_to_be_empty()
    page.mouse.move(2, 2)
    expect(page.locator('.map__dot')).to_have_count(0)


def test_the_mouse_says_nothing_to_the_server(page: Page) -> None:
    frames: list[str | bytes] = []

    def keep(frame: str | bytes) -> None:
        frames.append(frame)

    page.on('websocket', lambda socket: socket.on('framesent', keep))
    page.goto(ADDRESS)
    painted(page)
    said = len(frames)
    for x in range(300, 900, 10):
        page.mouse.move(x, 400)
    assert len(frames) - said <= 1, 'but for a beat of the socket itself'


def test_a_zoom_is_in_the_address_and_survives_a_reload(page: Page) -> None:
    page.goto(ADDRESS)
    painted(page)
    page.locator('.corners tbody tr').first.click()
    page.wait_for_url('**&zoom=*')
    zoomed = page.url
    page.reload()
    painted(page)
    expect(page.locator('.run--dim')).not_to_have_count(0)
    assert page.url == zoomed
    page.locator('.stack').press('Escape')
    page.wait_for_url(lambda url: 'zoom' not in url)


def test_channels_are_those_of_the_address(page: Page) -> None:
    page.goto(ADDRESS + '&ch=speed_mps')
    painted(page)
    expect(page.locator('.read')).to_have_count(2)


def test_another_lap_is_brought_to_the_front(page: Page) -> None:
    page.goto('/compare?laps=4,2,3&ref=4')
    painted(page)
    page.locator('.chip', has_text='L2').locator('.chip__look').click()
    expect(page.locator('.verdict')).to_contain_text('L2 is 0.022 s slower than L3.')
    expect(page.locator('.chip.is-focus')).to_contain_text('L2')


def test_another_reference_keeps_the_zoom_and_the_channels_and_survives_a_reload(page: Page) -> None:
    page.goto(ADDRESS + '&zoom=200-400&ch=speed')
    painted(page)
    page.get_by_label('Make L1 the reference').click()
    expect(page.locator('.verdict')).to_contain_text('L3 is 0.060 s faster than L1.')
    page.wait_for_url('**/compare?laps=4,2&ref=2&zoom=200-400&ch=speed')
    page.reload()
    painted(page)
    expect(page.locator('.verdict')).to_contain_text('L3 is 0.060 s faster than L1.')
    expect(page.locator('.run--dim')).not_to_have_count(0)
    expect(page.locator('.read')).to_have_count(2)


def test_a_lap_is_added_and_removed_without_leaving_the_page(page: Page) -> None:
    page.goto(ADDRESS)
    painted(page)
    page.get_by_text('+ Add lap').click()
    page.get_by_role('option', name='L2').click()
    expect(page.locator('.chip')).to_have_count(3)
    painted(page)
    page.get_by_label('More for L1').click()
    page.get_by_text('Remove').click()
    expect(page.locator('.verdict')).to_contain_text('L2 is 0.022 s slower than L3.')
    page.wait_for_url('**/compare?laps=4,3&ref=4*')


def test_a_zoom_of_another_track_is_let_go(page: Page) -> None:
    page.goto(ADDRESS + '&zoom=5000-6000')
    painted(page)
    page.wait_for_url(lambda url: 'zoom' not in url)


def test_three_laps_fit_their_gutters(page: Page) -> None:
    page.set_viewport_size({'width': 1440, 'height': 700})
    page.goto('/compare?laps=4,2,3&ref=4')
    painted(page)
    page.locator('.stack__plot').hover()
    clipped = '(boxes) => boxes.filter((e) => e.scrollHeight > e.clientHeight + 1).length'
    assert page.locator('.read').evaluate_all(clipped) == 0


@pytest.mark.parametrize('address', ['/sessions/1', '/laps/4', '/laps/1', '/compare?laps=4,2,3&ref=4'])
def test_nothing_scrolls_sideways_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({'width': 390, 'height': 844})
    page.goto(address)
    expect(page.locator('.verdict, .map').first).to_be_visible()
    assert page.evaluate(WIDER) == []
    inside = 'e => e.getBoundingClientRect().right <= innerWidth + 0.5'
    assert page.locator('.page').evaluate(inside)
    assert all(row.evaluate(inside) for row in page.locator('.grid tr').all())
