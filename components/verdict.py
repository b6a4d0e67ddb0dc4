"""The answer first: one sentence on a lap against the reference, before any chart is read."""

from nicegui import ui

from components.kit import box, text
from racetrace.telemetry.answer import Answer


class Verdict(ui.element):
    def __init__(self, found: Answer) -> None:
        super().__init__('section')
        self.classes('verdict')
        with self:
            with box('verdict__line'):
                text(f'{found.lap} is ')
                text(found.by, f'tone-{_tone(found)} num')
                text(f' {found.reference}. ')
            if found.more:
                text(found.more, 'verdict__more', 'div')


def _tone(found: Answer) -> str:
    if not found.behind_s:
        return 'even'
    return 'lose' if found.behind_s > 0 else 'gain'


class Refusal(ui.element):
    """Why there is no answer; what is known stays on the page."""

    def __init__(self, sentence: str) -> None:
        super().__init__('section')
        self.classes('verdict').mark('refusal')
        with self, box('verdict__line'):
            box('dot dot--warn')
            text(sentence)


class Busy(ui.element):
    """What is being worked on, where the answer will stand."""

    def __init__(self, sentence: str) -> None:
        super().__init__('section')
        self.classes('verdict verdict--busy')
        with self:
            text(sentence, 'muted', 'div')
            with box('meter meter--busy'):
                box(tag='i')
