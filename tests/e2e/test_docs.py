from playwright.sync_api import Page, expect


def test_the_operations_are_listed_and_can_be_tried_out(page: Page) -> None:
    page.goto('/docs')
    health = page.locator('.opblock', has_text='/api/v1/health')
    expect(health).to_be_visible()
    health.locator('.opblock-summary-control').click()
    health.get_by_role('button', name='Try it out').click()
    health.get_by_role('button', name='Execute').click()
    expect(health.locator('.live-responses-table tbody .response-col_status')).to_have_text('200')
    expect(page.locator('.errors-wrapper')).to_have_count(0)
