"""Drop your own lap against one that somebody shared, and see where the time goes."""

from components.kit import box, button, text
from racetrace.telemetry.laps import Lap
from racetrace.words import lap_time


def against(best: Lap | None, *, sign_in: str) -> None:
    """`best` is the lap to beat; without one there is nothing to offer. A guest signs in first, `sign_in`."""
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
            if sign_in:
                button('Sign in to do so', kind='line', href=sign_in)
            else:
                button('Choose a file', kind='line', glyph='upload').props('data-upload')
