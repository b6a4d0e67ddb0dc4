from racetrace.live.reader import Reader
from racetrace.simulation.apex import ApexFeed
from racetrace.simulation.race import simulate_race
from racetrace.timing.apex import Apex
from racetrace.timing.events import Event
from racetrace.timing.words import Kind, State
from tests.live.karts import init, lap


class Broken:
    def read(self, frame: bytes, at_ms: int) -> list[Event]:
        if frame == b'bad':
            raise RecursionError('too deep')
        return Apex().read(frame, at_ms)


def test_frames_come_to_a_board() -> None:
    reader = Reader(Apex())
    assert reader.read(init({'7': 3, '8': 3}), 1000)
    assert reader.read(lap('7', 4), 2000)
    board = reader.sessions.board
    assert (board.kind, board.entries['r7'].laps, len(board.entries['r7'].done)) == (Kind.RACE, 4, 1)
    assert (reader.frames, reader.failures, reader.noise) == (2, 0, 0)


def test_the_karts_of_a_simulated_race_are_on_the_grid_until_they_pass_the_line() -> None:
    meeting = simulate_race(karts=6, minutes=3, seed=4, qualifying=False)
    feed, reader = ApexFeed(meeting), Reader(Apex())
    race = meeting.sessions[0]
    for to_ms in (race.opens_ms, race.green_ms, race.green_ms + 60_000):
        for frame in feed.advance(to_ms):
            reader.read(frame.data, frame.at_ms)
        states = {one.state for one in reader.sessions.board.entries.values()}
        assert states == ({State.GRID} if to_ms <= race.green_ms else {State.RUNNING})


def test_a_frame_that_makes_our_code_fail_ends_nothing() -> None:
    reader = Reader(Broken())
    assert not reader.read(b'bad', 1000)
    assert reader.read(init({'7': 3}), 2000)
    assert (reader.frames, reader.failures, reader.failure) == (2, 1, 'RecursionError: too deep')
    assert reader.sessions.board.entries


def test_bytes_of_something_else_are_noise() -> None:
    reader = Reader(Apex())
    assert reader.read(b'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 1000)
    assert (reader.noise, reader.failures) == (1, 0)


def test_what_was_said_again_is_counted_over_all_sessions() -> None:
    reader = Reader(Apex())
    reader.read(init({'7': 3}, title='HEAT 1'), 1000)
    reader.read(lap('7', 4), 2000)
    reader.read(lap('7', 4), 2500)
    before = reader.unchanged
    assert before > 0
    reader.read(init({'9': 0}, title='HEAT 2'), 3000)
    assert reader.unchanged >= before


def test_something_runs_until_the_chequered_flag() -> None:
    reader = Reader(Apex())
    assert not reader.is_running
    reader.read(init({'7': 3}), 1000)
    assert reader.is_running
    reader.read(b'light|lf|\n', 2000)
    assert not reader.is_running


async def test_a_recording_is_read_to_the_same_board() -> None:
    frames = [(1000, init({'7': 3, '8': 3})), *((1000 + 60_000 * n, lap('7', 3 + n)) for n in range(1, 200))]
    one, other = Reader(Apex()), Reader(Apex())
    for at_ms, raw in frames:
        one.read(raw, at_ms)
    await other.read_all(iter(frames))
    assert other.sessions.board == one.sessions.board
    assert len(other.sessions.board.entries['r7'].done) == 199
