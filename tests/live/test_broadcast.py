import asyncio
import json
from typing import Any

from racetrace.live.broadcast import ABOUT_S, Broadcast
from racetrace.live.past import Past
from racetrace.live.reader import Reader
from racetrace.live.viewer import Viewer
from racetrace.timing.apex import Apex
from tests.live.clocks import START_MS, HandClock, until
from tests.live.karts import init, lap

Document = dict[str, Any]


class Watching:
    """What a page makes of what it is told."""

    def __init__(self, viewer: Viewer, seq: int = 0) -> None:
        self.viewer = viewer
        self.said: list[Document] = []
        self.rows: dict[str, Document] = {}
        self.order: list[str] = []
        self.head: Document = {}
        self.feed: Document = {}
        self.seq = seq
        self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        async for text in self.viewer.messages():
            self.take(json.loads(text))

    def take(self, said: Document) -> None:
        self.said.append(said)
        if said['type'] == 'feed' or 'feed' in said:
            self.feed = said.get('feed', said)
        if said['type'] == 'snapshot':
            self.rows = {row['key']: row for row in said['rows']}
            self.head, self.order, self.seq = said['head'], said['order'], said['seq']
        elif said['type'] == 'delta':
            assert said['seq'] == self.seq + 1
            for row in said.get('rows', []):
                self.rows[row['key']] = self.rows.get(row['key'], {}) | row
            self.head |= said.get('head', {})
            self.order, self.seq = said.get('order', self.order), said['seq']

    @property
    def kinds(self) -> list[str]:
        return [said['type'] for said in self.said]

    def laps(self, number: str) -> int | None:
        laps: int | None = self.rows.get(f'r{number}', {}).get('laps')
        return laps

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.wait({self._task})


class Race:
    """A board that is told, with time that passes when a test says so."""

    def __init__(self, past: Past | None = None) -> None:
        self.clock = HandClock()
        self.reader = Reader(Apex())
        self.reader.read(init({'7': 3, '8': 3}), START_MS)
        self.broadcast = Broadcast(self.reader.sessions, now_s=self.clock.now_s, past=past)
        self.state = 'live'
        self.broadcast.about = lambda: {'state': self.state, 'now_ms': self.clock.ns // 1_000_000}
        self.laps = 3
        self.broadcast.tick()

    def lap(self) -> None:
        """Let kart 7 complete a lap, and tell it half a second after."""
        self.laps += 1
        self.reader.read(lap('7', self.laps), self.clock.ns // 1_000_000)
        self.second(0.5)

    def second(self, seconds: float = 1.0) -> None:
        self.clock.pass_by(seconds)
        self.broadcast.tick()

    def watched(self, *, seq: int | None = None, delay_s: float = 0.0) -> Watching:
        return Watching(Viewer(self.broadcast, seq=seq, delay_s=delay_s), seq or 0)

    @property
    def shown(self) -> Document:
        return dict(json.loads(self.broadcast.whole()))


async def drained() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


async def test_who_comes_gets_the_board_and_then_what_changes() -> None:
    race = Race()
    one = race.watched()
    await drained()
    race.lap()
    await drained()
    assert one.kinds == ['snapshot', 'feed', 'delta']
    assert one.said[0]['feed']['state'] == 'live'
    assert [row['key'] for row in one.said[-1]['rows']] == ['r7']
    assert (one.laps('7'), one.seq) == (4, race.broadcast.seq)
    await one.leave()


async def test_all_are_told_the_same_text_encoded_once() -> None:
    race = Race()
    some = [race.watched() for _ in range(3)]
    texts: list[list[str]] = [[] for _ in some]
    await drained()
    race.lap()
    viewers = [Viewer(race.broadcast, seq=race.broadcast.seq - 1) for _ in range(3)]
    for viewer, said in zip(viewers, texts, strict=True):
        said.append(await anext(viewer.messages()))
    assert len({id(said[0]) for said in texts}) == 1
    for one in some:
        await one.leave()


async def test_what_is_told_can_be_put_together_to_the_board_at_any_time() -> None:
    race = Race()
    first = race.watched()
    for _ in range(30):
        race.lap()
        await drained()
    late = race.watched()
    await drained()
    whole = race.shown
    for one in (first, late):
        assert (one.seq, one.order, one.head) == (whole['seq'], whole['order'], whole['head'])
        assert one.rows == {row['key']: row for row in whole['rows']}
        await one.leave()


async def test_another_session_is_told_whole() -> None:
    race = Race()
    one = race.watched()
    await drained()
    race.reader.read(init({'9': 0}, title='HEAT 2'), START_MS + 1000)
    race.second()
    await drained()
    assert one.kinds == ['snapshot', 'feed', 'snapshot']
    assert (one.head['name'], one.order) == ('HEAT 2', ['r9'])
    assert one.said[2]['seq'] > one.said[0]['seq']
    await one.leave()


async def test_how_the_feed_is_doing_is_told_when_it_changes_and_now_and_then() -> None:
    race = Race()
    one = race.watched()
    await drained()
    race.second()
    race.state = 'stale'
    race.second()
    await drained()
    assert one.kinds == ['snapshot', 'feed', 'feed']
    assert one.said[-1]['state'] == 'stale'
    race.second(ABOUT_S)
    await drained()
    assert one.kinds[3:] == ['feed']
    await one.leave()


async def test_both_are_one_text_when_the_board_changes_too() -> None:
    race = Race()
    one = race.watched()
    await drained()
    race.state = 'stale'
    race.lap()
    await drained()
    assert one.kinds == ['snapshot', 'feed', 'delta']
    assert (one.feed['state'], one.said[-1]['now_ms']) == ('stale', race.clock.ns // 1_000_000)
    await one.leave()


async def test_a_clock_that_was_set_is_told_at_once() -> None:
    race = Race()
    one = race.watched()
    await drained()
    race.broadcast.say_how()
    race.second(0.5)
    await drained()
    assert one.kinds == ['snapshot', 'feed', 'feed']
    await one.leave()


async def test_who_comes_back_gets_what_he_missed() -> None:
    race = Race()
    one = race.watched()
    await drained()
    await one.leave()
    for _ in range(5):
        race.lap()
    again = race.watched(seq=one.seq)
    await drained()
    assert [kind for kind in again.kinds if kind != 'feed'] == ['delta'] * 5
    for said in again.said:
        one.take(said)
    assert one.laps('7') == 8
    await again.leave()


async def test_who_was_away_too_long_gets_the_board() -> None:
    race = Race()
    seq = race.broadcast.seq
    for _ in range(60):
        race.lap()
    for known in (seq, seq - 1000, race.broadcast.seq + 1):
        again = race.watched(seq=known)
        await drained()
        assert (again.kinds[0], again.laps('7')) == ('snapshot', 63)
        await again.leave()


async def test_who_is_slow_gets_the_newest_board_and_costs_nobody_anything() -> None:
    race = Race()
    viewer, quick = Viewer(race.broadcast), race.watched()
    messages = viewer.messages()
    await anext(messages)
    await drained()
    for _ in range(100):
        race.lap()
        await drained()
    assert quick.kinds.count('delta') == 100
    said = [json.loads(await anext(messages)) for _ in range(2)]
    assert [one['type'] for one in said] == ['feed', 'snapshot']
    assert said[1]['seq'] == race.broadcast.seq
    assert viewer.skipped == 1
    await messages.aclose()
    await quick.leave()


async def test_a_delay_holds_for_all_that_is_told() -> None:
    race = Race()
    for _ in range(80):
        race.lap()  # 40 s
    one = race.watched(delay_s=30.0)
    await drained()
    assert one.laps('7') == 3 + 20
    race.reader.read(b'light|lr|\nmsg||CRASH\n', START_MS + 41_000)
    race.state = 'stale'
    for _ in range(60):
        race.second(0.5)
        await drained()
    assert (one.laps('7'), one.head['flag'], one.head['banner']) == (83, 'green', '')
    assert one.feed['state'] == 'live'
    race.second(0.5)
    await drained()
    assert (one.head['flag'], one.head['banner']) == ('red', 'CRASH')
    assert one.feed['state'] == 'stale'
    await one.leave()


async def test_a_delay_that_is_longer_than_what_is_known_begins_with_the_oldest() -> None:
    race = Race()
    race.lap()
    one = race.watched(delay_s=300.0)
    await drained()
    assert one.laps('7') == 3
    await one.leave()


async def test_the_delay_can_be_changed_both_ways() -> None:
    race = Race()
    for _ in range(40):
        race.lap()
    one = race.watched()
    await drained()
    one.viewer.delay(10.0)
    await drained()
    assert one.laps('7') == 43 - 20
    assert {'type': 'delay', 'delay_s': 10.0, 'paused': False} in one.said
    one.viewer.delay(0.0)
    await drained()
    assert one.laps('7') == 43
    await one.leave()


async def test_a_delay_is_no_longer_than_five_minutes() -> None:
    viewer = Viewer(Race().broadcast, delay_s=1e9)
    assert viewer.delay_s == 300.0
    viewer.delay(-5.0)
    assert viewer.delay_s == 0.0


async def test_who_pauses_goes_on_where_he_was_and_is_later_by_that() -> None:
    race = Race()
    one = race.watched()
    await drained()
    one.viewer.pause()
    for _ in range(20):
        race.lap()
        await drained()
    assert (one.laps('7'), one.kinds[-1], one.said[-1]['paused']) == (3, 'delay', True)
    one.viewer.resume()
    await drained()
    assert (one.laps('7'), one.viewer.delay_s) == (3, 10.0)
    for _ in range(4):
        race.second(0.5)
        await drained()
    assert one.laps('7') == 3 + 4
    await one.leave()


async def test_the_past_is_bounded_and_who_is_behind_it_begins_anew() -> None:
    race = Race(Past(most_bytes=20_000))
    one = race.watched(delay_s=60.0)
    for _ in range(300):
        race.lap()
        await drained()
    assert race.broadcast.past.bytes <= 20_000
    assert one.viewer.skipped > 0
    assert one.rows
    await one.leave()


async def test_all_leave_when_it_is_over() -> None:
    race = Race()
    some = [race.watched() for _ in range(3)]
    await drained()
    assert len(race.broadcast.viewers) == 3
    await some[0].leave()
    assert len(race.broadcast.viewers) == 2
    race.broadcast.close()
    await drained()
    assert not race.broadcast.viewers


async def test_it_tells_at_once_after_a_silence_and_then_at_most_so_often() -> None:
    reader = Reader(Apex())
    reader.read(init({'7': 3}), START_MS)
    broadcast = Broadcast(reader.sessions, every_s=0.05)
    telling = asyncio.create_task(broadcast.run())
    one = Watching(Viewer(broadcast))
    await drained()
    loop = asyncio.get_running_loop()
    start_s = loop.time()
    for n in range(4, 200):
        reader.read(lap('7', n), START_MS + n)
        broadcast.stir()
        await asyncio.sleep(0.001)
    await until(lambda: one.laps('7') == 199)
    assert one.kinds.count('delta') <= (loop.time() - start_s) / 0.05 + 2
    telling.cancel()
    await one.leave()
