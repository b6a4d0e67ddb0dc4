"""A pane in which channels are chosen for the charts, put in order, and made small or tall."""

from collections.abc import Callable, Sequence

from nicegui import events, ui

from components.channel_choice import MOST, Height, Picked
from components.channel_groups import groups
from racetrace.telemetry.comparison import Comparison


class ChannelPicker(ui.element, component='channel_picker.js'):
    def __init__(
        self,
        comparison: Comparison,
        picked: Sequence[Picked],
        *,
        on_pick: Callable[[list[Picked]], object],
        on_usual: Callable[[], object],
        on_close: Callable[[], object],
    ) -> None:
        super().__init__()
        self.classes('picker')
        self.props['groups'] = groups(comparison)
        self.props['picked'] = [{'name': one.name, 'height': one.height} for one in picked]
        self.props['most'] = MOST

        def pick(event: events.GenericEventArguments) -> object:
            found = read(event.args)
            return on_pick(found) if found else None

        self.on('pick', pick)
        self.on('usual', on_usual)
        self.on('close', on_close)


def read(said: object) -> list[Picked]:
    """Return what the browser says is wanted; nothing where that is no list of channels."""
    found = []
    for one in said if isinstance(said, list) else []:
        match one:
            case {'name': str(name), 'height': str(height)} if name and height in list(Height):
                found.append(Picked(name=name, height=Height(height)))
    return found
