import asyncio
from collections.abc import Sequence

from racetrace.live.address import Address
from racetrace.live.reach import Reach
from racetrace.live.tcp_lines import LONGEST_LINE, TcpLines
from tests.live.tiny import listen, tcp


async def told(pieces: Sequence[bytes]) -> tuple[bytes, list[bytes], str]:
    """Return what was sent, the frames it came in, and why it ended."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    async with tcp(talk) as port:
        where = Address(scheme='tcp', host='127.0.0.1', port=port)
        frames, why = await listen(TcpLines(address=where, reach=Reach(is_private_allowed=True)))
    return b''.join(pieces), frames, why


async def test_frames_are_whole_lines_however_they_arrive() -> None:
    sent, frames, why = await told([b'$G,1,"9', b'",14,"00:01"\r\n$F,99', b'99\r\n', b'$H\n'])
    assert b''.join(frames) == sent
    assert all(frame.endswith(b'\n') for frame in frames)
    assert why.endswith(' ended the connection.')


async def test_a_line_that_was_cut_off_is_dropped_and_told() -> None:
    _, frames, why = await told([b'$F,1\r\n$G,1,"9",14'])
    assert frames == [b'$F,1\r\n']
    assert why.endswith('ended the connection in the middle of a line: 11 bytes were dropped.')


async def test_a_line_without_end_is_handed_on_before_it_fills_the_memory() -> None:
    sent, frames, _ = await told([b'x' * 5 * LONGEST_LINE, b'\n'])
    assert b''.join(frames) == sent
    assert max(map(len, frames)) <= 3 * LONGEST_LINE
