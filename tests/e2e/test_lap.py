from playwright.sync_api import Page, expect


def test_a_lap_is_drawn_and_its_neighbours_are_a_key_away(page: Page) -> None:
    page.goto('/laps/3')
    expect(page.locator('.stack')).to_have_attribute('data-painted', '1')
    expect(page.locator('.map')).not_to_have_attribute('data-points', '0')
    expect(page.locator('.legend')).to_contain_text('km/h')
    page.locator('.stack__plot').hover()
    expect(page.locator('.map__dot')).to_have_count(1)
    page.keyboard.press('j')
    page.wait_for_url('**/laps/4')
    expect(page.locator('h1')).to_have_text('Lap 3')
    page.keyboard.press('k')
    page.wait_for_url('**/laps/3')


def test_it_is_one_step_from_the_comparison_with_the_best(page: Page) -> None:
    page.goto('/laps/2')
    page.get_by_role('link', name='Compare with the best').click()
    page.wait_for_url('**/compare?laps=4,2&ref=4*')
    expect(page.locator('.verdict')).to_contain_text('L1 is 0.060 s slower than L3.')


def test_a_corner_of_it_is_zoomed_to(page: Page) -> None:
    page.goto('/laps/4')
    expect(page.locator('.stack')).to_have_attribute('data-painted', '1')
    page.locator('.corners tbody tr').first.click()
    page.wait_for_url('**/laps/4?*zoom=*')
