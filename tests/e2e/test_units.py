from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.whole import TWO, opened


def change(page: Page, to: str) -> None:
    page.get_by_role('button', name='Units:').click()
    expect(page.get_by_role('button', name='Units:')).to_have_text(to)


@pytest.fixture
def imperial(page: Page) -> Iterator[None]:
    """Somebody who reads miles, until the test ends: the setting is the person's, not the browser's."""
    opened(page, '/')
    change(page, 'mph')
    yield
    opened(page, '/')
    change(page, 'km/h')


def speed(page: Page) -> float:
    """Return what the gutter says of the first lap at one place of the track."""
    page.evaluate("window.raceTrace.set('cursor', 200)")
    value = page.locator('.read', has_text='Speed').locator('.read__value').first
    expect(value).not_to_be_empty()
    return float(value.inner_text())


@pytest.mark.usefixtures('imperial')
def test_charts_tables_and_axes_are_in_the_units_of_the_person(page: Page) -> None:
    opened(page, TWO)
    expect(page.locator('.read', has_text='Speed')).to_contain_text('mph')
    miles = speed(page)
    expect(page.locator('.stack__cursor b')).to_have_text('656 ft')
    top = page.locator('.corners tbody td:nth-child(3)').first.inner_text()
    change(page, 'km/h')
    expect(page.locator('.stack[data-painted="1"]')).to_be_visible()
    assert speed(page) == pytest.approx(1.609344 * miles, abs=1.4)
    expect(page.locator('.stack__cursor b')).to_have_text('200 m')
    assert page.locator('.corners tbody td:nth-child(3)').first.inner_text() != top
    change(page, 'mph')
