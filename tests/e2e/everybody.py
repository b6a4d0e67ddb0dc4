"""What stands in anybody's way on a page: what axe finds, what scrolls sideways, what a thumb would miss."""

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

# What could be scrolled sideways, however the overflow is hidden.
WIDER: Final = """[...document.querySelectorAll('html, body, .page, .page *')]
    .filter((e) => e.tagName === 'HTML' || ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
    .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.className || e.tagName)"""
# Controls that a thumb would miss. A cell of the corner ruler is as wide as its corner; the corner's row
# in the table does the same.
SMALL: Final = """[...document.querySelectorAll('a, button, select, input, textarea, [tabindex="0"]')]
    .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((e) => !e.matches('.turn') && getComputedStyle(e).pointerEvents !== 'none')
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height && (box.width < 43.9 || box.height < 43.9))
    .map(([e, box]) => `${e.className} “${e.textContent.trim().slice(0, 20)}” ${box.width}:${box.height}`)"""


def serious(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f'{violation["id"]}: {node["target"]} {node["html"][:160]} {node["failureSummary"]}'
        for violation in found['violations']
        if violation['impact'] in {'serious', 'critical'}
        for node in violation['nodes']
    ]
