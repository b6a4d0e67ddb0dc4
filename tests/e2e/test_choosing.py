"""What of a comparison is seen is chosen: laps, channels, colours; and the address says all of it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.test_compare import ADDRESS, painted

PHONE = {'width': 390, 'height': 844}


def opened(page: Page, more: str = '', address: str = ADDRESS) -> None:
    page.goto(address + more)
    painted(page)


def names(page: Page) -> list[str]:
    found = page.locator('.read__name').evaluate_all('all => all.map((e) => e.firstChild.textContent)')
    return list(found)


def grids(page: Page) -> list[float]:
    """Return where the charts are drawn [px]."""
    drawn = 'stack => getElement(Number(stack.id.slice(1))).chart.getOption().grid.map((g) => g.top - 3)'
    return list(page.locator('.stack').evaluate(drawn))


def gutters(page: Page) -> list[float]:
    """Return where what stands beside them begins."""
    return list(page.locator('.read').evaluate_all('all => all.map((e) => parseFloat(e.style.top))'))


def usual(page: Page) -> None:
    """Forget what was chosen: the next test is of the same person."""
    page.get_by_role('button', name='Channels').click()
    page.get_by_role('button', name='The usual').click()
    page.wait_for_url('**ch=speed,throttle*')
    painted(page)


def test_channels_are_searched_chosen_and_put_in_order(page: Page) -> None:
    opened(page, '&ch=speed')
    page.get_by_role('button', name='Channels').click()
    page.get_by_label('Search channels').fill('rpm')
    page.get_by_role('checkbox').check()
    expect(page.locator('.read')).to_have_count(3)
    page.get_by_label('Engine up').click()
    page.wait_for_url('**&ch=rpm,speed')
    painted(page)
    assert names(page) == ['Delta', 'Engine', 'Speed']
    for height in ('small', 'tall'):
        page.get_by_label('Height of Engine').get_by_label(height).click()
        page.wait_for_url(f'**&ch=rpm:{height},speed')
        painted(page)
        apart = [drawn - said for drawn, said in zip(grids(page), gutters(page), strict=True)]
        assert apart == pytest.approx(apart[:1] * 3, abs=1), 'what is drawn stands beside its name'
    page.reload()
    painted(page)
    assert names(page) == ['Delta', 'Engine', 'Speed']
    usual(page)
    assert names(page)[:3] == ['Delta', 'Speed', 'Throttle']


def test_the_pane_of_channels_does_not_cover_the_charts(page: Page) -> None:
    opened(page)
    page.get_by_role('button', name='Channels').click()
    pane, charts = page.locator('.picker').bounding_box(), page.locator('.stack').bounding_box()
    assert pane
    assert charts
    assert pane['x'] + pane['width'] <= charts['x'] + 1
    page.keyboard.press('Escape')
    expect(page.locator('.picker')).to_have_count(0)


def test_a_lap_is_found_and_added_by_the_keyboard_alone(page: Page) -> None:
    opened(page)
    page.keyboard.press('a')
    page.keyboard.type('l2 kart')
    expect(page.locator('.seek').get_by_role('option')).to_have_count(1)
    expect(page.locator('.seek').get_by_role('option', selected=True)).to_contain_text('L2')
    page.keyboard.press('Enter')
    expect(page.locator('.chip')).to_have_count(3)
    expect(page.get_by_role('dialog')).to_have_count(0)
    expect(page.locator('.chip.is-focus')).to_contain_text('L2')


def test_words_that_no_lap_fits_are_answered(page: Page) -> None:
    opened(page)
    page.get_by_text('+ Add lap').click()
    page.keyboard.type('<b>nobody')
    expect(page.get_by_text('No lap fits these words.')).to_be_visible()
    page.keyboard.press('Escape')
    expect(page.get_by_text('+ Add lap')).to_be_focused()


def test_on_the_phone_the_search_and_the_channels_take_the_screen(page: Page) -> None:
    page.set_viewport_size({'width': 390, 'height': 844})
    opened(page)
    for opens, sheet in (('+ Add lap', '.seek__pane'), ('Channels', '.picker')):
        page.get_by_role('button', name=opens).click()
        box = page.locator(sheet).bounding_box()
        assert box == {'x': 0, 'y': 0, **PHONE}
        page.locator(sheet).get_by_label('Close').click()
        expect(page.locator(sheet)).to_have_count(0)


def test_keys_look_at_a_lap_and_make_it_the_reference(page: Page) -> None:
    opened(page, address='/compare?laps=4,2,3&ref=4')
    page.keyboard.press('3')
    expect(page.locator('.verdict')).to_contain_text('L2 is 0.022 s slower than L3.')
    page.keyboard.press('r')
    expect(page.locator('.verdict')).to_contain_text('L3 is 0.022 s faster than L2.')
    page.wait_for_url('**/compare?laps=4,2,3&ref=3*')
    painted(page)
    page.keyboard.press('Delete')
    expect(page.locator('.verdict')).to_contain_text('L1 is 0.038 s slower than L2.')


def test_corners_are_gone_through_and_zoomed_to_by_keys(page: Page) -> None:
    opened(page)
    page.keyboard.press('j')
    page.keyboard.press('j')
    page.keyboard.press('k')
    first = page.locator('.corners tbody tr').first
    expect(first).to_have_class(re.compile('is-on'))
    name = first.locator('button').inner_text()
    expect(page.locator('.turn.is-on')).to_contain_text(name)
    expect(page.locator('.stack__corner')).to_be_visible()
    page.keyboard.press('Enter')
    page.wait_for_url('**&zoom=*')


def test_a_corner_is_lit_and_zoomed_to_from_the_map(page: Page) -> None:
    opened(page)
    pin = page.locator('.pin').first
    name = pin.locator('text').evaluate('e => e.firstChild.textContent')
    pin.locator('text').hover()
    expect(page.locator('.corners tr.is-on')).to_contain_text(name)
    pin.locator('text').click()
    page.wait_for_url('**&zoom=*')
    expect(page.locator('.run--dim')).not_to_have_count(0)
    page.get_by_role('button', name='Whole lap').click()
    expect(page.locator('.run--dim')).to_have_count(0)


def test_the_map_moves_the_one_cursor(page: Page) -> None:
    opened(page)
    where = page.locator('.road').first.evaluate(
        'e => { const p = e.getPointAtLength(e.getTotalLength() / 3), b = e.ownerSVGElement'
        '.getBoundingClientRect(); return [b.left + p.x, b.top + p.y]; }'
    )
    page.mouse.move(*where)
    expect(page.locator('.stack__cursor:not(.stack__cursor--pin)')).to_be_visible()
    expect(page.locator('.map__dot')).to_have_count(2)


def test_the_map_is_coloured_by_speed_and_by_lap(page: Page) -> None:
    opened(page, '&zoom=100-300')
    colour = page.get_by_label('Colour the map by')
    colour.select_option('speed')
    expect(page.locator('.legend--heat')).to_contain_text(re.compile(r'\d+.*\d+ km/h'))
    thick = page.locator('.run').evaluate_all('all => all.map((e) => parseFloat(e.style.strokeWidth))')
    assert max(thick) > 2 * min(thick), 'thickness carries size'
    page.wait_for_url('**&colour=speed*')
    colour.select_option('lap')
    expect(page.locator('.legend__lap')).to_have_text(['L3', 'L1'])
    expect(page.locator('.map__ruler')).to_contain_text(re.compile(r'^\d+ m$'))
    page.wait_for_url('**&colour=lap*')
    colour.select_option('gain')
    page.wait_for_url(lambda url: 'colour' not in url)


def test_a_link_shows_the_same_in_another_browser(page: Page, browser: Browser, base_url: str) -> None:
    opened(page, address='/compare?laps=4,2,3&ref=2')
    page.get_by_role('button', name='Channels').click()
    page.get_by_role('checkbox', name='Engine').uncheck()
    page.get_by_label('Height of Speed').get_by_label('small').click()
    page.wait_for_url('**speed:small*')
    page.get_by_label('Colour the map by').select_option('speed')
    page.keyboard.press('Escape')
    page.locator('.chip', has_text='L2').locator('.chip__look').click()
    page.locator('.corners tbody tr').first.click()
    page.wait_for_url(lambda url: all(part in url for part in ('zoom=', 'look=3', 'colour=speed')))
    with browser.new_context(viewport=page.viewport_size) as other_browser:
        other = other_browser.new_page()
        other.goto(page.url)
        painted(other)
        expect(other.locator('.run--dim')).not_to_have_count(0)
        assert seen(other) == seen(page)
        assert other.url == page.url
    assert page.url.startswith(base_url)
    usual(page)


def seen(page: Page) -> dict[str, object]:
    """Return what a person sees, in words and places."""
    return {
        'laps': page.locator('.chip').all_inner_texts(),
        'focus': page.locator('.chip.is-focus').inner_text(),
        'answer': page.locator('.verdict').inner_text(),
        'channels': names(page),
        'heights': page.locator('.read').evaluate_all('all => all.map((e) => e.style.cssText)'),
        'colour': page.locator('.map__by select').input_value(),
        'map': page.locator('.run').evaluate_all(
            'all => all.map((e) => [e.className.baseVal, e.style.cssText])'
        ),
        'corners': page.locator('.turn').all_inner_texts(),
    }
