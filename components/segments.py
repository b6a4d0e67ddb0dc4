"""A few ways to look at the same thing, beside one another; each is an address."""

from collections.abc import Sequence

from components.kit import box, text


def segments(label: str, ways: Sequence[tuple[str, str, bool]]) -> None:
    """`ways` are words, where they lead, and whether this is it."""
    with box('segments', 'nav', aria_label=label):
        for word, href, is_here in ways:
            link = text(word, 'segments__one is-on' if is_here else 'segments__one', 'a')
            link.props['href'] = href
            if is_here:
                link.props['aria-current'] = 'true'
