"""Small building blocks. Text goes in as text; only our own icons and paths become markup."""

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from components import icons


def box(classes: str = '', tag: str = 'div', **attributes: str) -> ui.element:
    element = ui.element(tag).classes(classes)
    for key, value in attributes.items():
        element.props[key.replace('_', '-')] = value
    return element


def text(value: str, classes: str = '', tag: str = 'span') -> TextElement:
    return TextElement(tag=tag, text=value).classes(classes)


def markup(svg: str, classes: str = '') -> ui.element:
    """Only for what this program wrote itself."""
    return ui.html(svg, sanitize=False, tag='span').classes(f'svg {classes}')


def icon(name: str, size: int = 20, classes: str = '') -> ui.element:
    return markup(icons.svg(name, size), classes)


def button(
    label: str = '', *, kind: str = 'quiet', glyph: str = '', href: str = '', title: str = ''
) -> ui.element:
    """`kind` is primary (one per screen), line or quiet. With `href` it is a link."""
    element = box(f'btn btn--{kind}' + ('' if label else ' btn--icon'), 'a' if href else 'button')
    if href:
        element.props['href'] = href
    if title:
        element.props['title'] = title
        element.props['aria-label'] = title
    with element:
        if glyph:
            icon(glyph, 16)
        if label:
            text(label)
    return element


def fact(label: str, value: str, title: str = '') -> None:
    with box('fact') as element:
        if title:
            element.props['title'] = title
        text(label, 'over')
        text(value, 'num')


def stat(label: str, value: str, note: str = '', tone: str = '') -> None:
    with box('stat'):
        text(label, 'over')
        text(value, f'stat__value num {tone}')
        if note:
            text(note, 'stat__note num')
