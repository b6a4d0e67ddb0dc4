"""What a feed told before: its sessions, each of which can be played again, and how its connection fared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from components.kit import box, button, text
from components.timing_exports import TimingExports
from components.track_link import TrackForm, TrackLink


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSession:
    session_id: int
    href: str
    name: str
    kind: str
    started_at: datetime
    is_running: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFacts:
    sessions: Sequence[KeptSession] = ()
    log: Sequence[tuple[datetime, str, str]] = ()  # when, what happened, in which words; the newest first
    figures: str = ''  # of the feed, in a sentence
    track: TrackLink | None = None  # for who may say which track it is


class KeptSessions:
    def __init__(self, facts: FeedFacts) -> None:
        with box('kept'):
            text('Sessions', 'section__title', 'h2')
            if not facts.sessions:
                text('What is run here is kept, and can be played again.', 'section__note', 'p')
            for session in facts.sessions:
                _session(session)
            text('Connection', 'section__title', 'h2')
            text(facts.figures, 'section__note', 'p')
            with box('kept__log', 'ol'):
                for at, kind, words in facts.log:
                    with box('kept__line', 'li'):
                        text(f'{at:%d %b, %H:%M:%S} UTC', 'muted num')
                        text(words, 'tone-bad' if kind == 'error' else '')
            if facts.track is not None:
                TrackForm(facts.track)


def _session(session: KeptSession) -> None:
    with box('kept__session'):
        with box('feeds__where'):
            text(session.name, 'feeds__circuit')
            running = ', running now' if session.is_running else ''
            text(f'{session.kind}, {session.started_at:%d %b %Y, %H:%M} UTC{running}', 'muted')
        TimingExports(session.session_id, session.name)
        button('Play', kind='line', href=session.href, title=f'Play {session.name} again')
