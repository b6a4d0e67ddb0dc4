from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from components.feed_cards import state_words
from pages.followed_feeds import FollowedFeeds
from racetrace.errors import FeedAddressRefused
from racetrace.live.feed_status import FeedState, Status
from racetrace.services import circuits
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL, NOBODY, Viewer
from racetrace.settings import Settings
from racetrace.store import feed_log
from tests.conftest import running_house

SECRET = '192.168.1.20'
DOWN = Status(
    state=FeedState.DOWN,
    is_quiet=False,
    attempts=3,
    now_ns=10**18,
    last_frame_ns=None,
    again_ns=None,
    sentence=f'{SECRET}, port 50000, cannot be reached: Connection refused.',
    frames=0,
    noise=0,
    unchanged=0,
    failures=0,
    failure='',
    unwritten=0,
    held_up=0,
    store='',
)
TYPED = {'name': 'South', 'provider': 'rmonitor', 'address': f'{SECRET}:50000', 'visibility': 'public'}


@dataclass(kw_only=True)
class Place:
    instance: Instance
    feeds: FollowedFeeds

    def has_feed(self, status: Status | None, monkeypatch: pytest.MonkeyPatch, **said: Any) -> int:
        made = circuits.add(self.instance, LOCAL, TYPED | said)
        monkeypatch.setattr(self.instance.following, 'status', lambda _id: status)
        return made.id


@pytest.fixture
async def place(settings: Settings) -> AsyncIterator[Place]:
    async with running_house(settings) as app:
        yield Place(instance=app.state.instance, feeds=FollowedFeeds(app.state.instance))


@pytest.mark.parametrize('address', ['', 'file:///etc/passwd', 'http://[::1', 'javascript:alert(1)'])
async def test_a_feed_whose_address_is_refused_leaves_no_circuit_behind(place: Place, address: str) -> None:
    with pytest.raises(FeedAddressRefused):
        await place.feeds.add(LOCAL, TYPED | {'provider': 'apex', 'address': address})
    assert place.feeds.listed(LOCAL) == []


async def test_the_owner_reads_why_there_is_no_connection_and_nobody_else(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.has_feed(DOWN, monkeypatch)
    (own,), (other,) = place.feeds.listed(LOCAL), place.feeds.listed(NOBODY)
    assert own.why == DOWN.sentence
    assert (other.why, other.is_mine) == ('', False)


async def test_the_computer_of_a_feed_is_named_to_its_owner_only(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed_id = place.has_feed(DOWN, monkeypatch)
    feed_log.add(
        place.instance.engine, feed_id, feed_log.LogLine(at_ms=0, kind='error', message=DOWN.sentence)
    )

    def words(viewer: Viewer) -> str:
        board = place.feeds.board(viewer, feed_id)
        assert board.facts is not None
        said = circuits.status(place.instance, viewer, feed_id)
        return f'{board.facts.log} {circuits.log(place.instance, viewer, feed_id, 9)} {said}'

    assert words(LOCAL).count(SECRET) == 3
    assert SECRET not in words(NOBODY)
    assert 'There was no connection.' in words(NOBODY)


async def test_the_age_of_a_feed_is_told_in_seconds_and_from_a_minute_on_in_minutes(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = replace(DOWN, state=FeedState.LIVE, last_frame_ns=DOWN.now_ns - 4_000_000_000)
    place.has_feed(live, monkeypatch)
    assert state_words(place.feeds.listed(LOCAL)[0]) == 'live, 4 s old'
    quiet = replace(live, state=FeedState.STALE, last_frame_ns=DOWN.now_ns - 119_000_000_000)
    monkeypatch.setattr(place.instance.following, 'status', lambda _id: quiet)
    assert state_words(place.feeds.listed(LOCAL)[0]).endswith(' for 1 min')
