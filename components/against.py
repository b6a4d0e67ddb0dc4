"""Drop your own lap against one that somebody shared, and see where the time goes."""

from components.kit import box, button, text
from racetrace.telemetry.laps import Lap
from racetrace.words import lap_time


def against(best: Lap | None, *, is_guest: bool) -> None:
    """`best` is the lap to beat; without one there is nothing to offer."""
    if best is None:
        return
    with box('section', 'section'):
        text('Your lap against it', 'section__title', 'h2')
        beaten = lap_time(best.time_s)
        text(
            f'Drop a file of yours anywhere here: its best lap is compared with {beaten}.',
            'section__note',
            'p',
        )
        with box('section__line'):
            if is_guest:
                button('Sign in to do so', kind='line', href='/login')
            else:
                button('Choose a file', kind='line', glyph='upload').props('data-upload')
