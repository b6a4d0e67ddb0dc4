"""What a list is narrowed by. It stands in the address: a reload is harmless, a link shows the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from nicegui import ui


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    name: str  # in the address
    label: str
    value: str = ''
    options: tuple[tuple[str, str], ...] = ()  # values and words; none of them: to be typed
    kind: str = 'text'  # of what is typed, as browsers call it
    hint: str = ''
    drops: tuple[str, ...] = ()  # other names, which mean nothing after a change of this one


class FilterBar(ui.element, component='filter_bar.js'):
    def __init__(self, label: str, filters: Sequence[Filter]) -> None:
        super().__init__()
        self.classes('filters')
        self.props['label'] = label
        self.props['fields'] = [
            {
                'name': one.name,
                'label': one.label,
                'value': one.value,
                'options': [list(option) for option in one.options] or None,
                'kind': one.kind,
                'hint': one.hint,
                'drops': list(one.drops),
            }
            for one in filters
        ]
