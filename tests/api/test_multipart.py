import random
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence

import httpx
import pytest
from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect
from starlette.types import Message

from racetrace.api.multipart import file_of

FORM = 'multipart/form-data; boundary=Border'
FILE = b'Content-Disposition: form-data; name="file"; filename="lap.csv"\r\nContent-Type: text/csv\r\n\r\n'
TEXT = b'Content-Disposition: form-data; name="note"\r\n\r\n'
LOG = b'Time,Speed\n--Border is no border here\r\r\n--Borde\r\n--Border-\n0.1,23\r\n-'
BODY = b'--Border\r\n' + TEXT + b'wet\r\n--Border\r\n' + FILE + LOG + b'\r\n--Border--\r\n'


def request(chunks: Iterable[bytes], kind: str | None = FORM, *, breaks_off: bool = False) -> Request:
    waiting = iter(chunks)

    async def receive() -> Message:
        for chunk in waiting:
            return {'type': 'http.request', 'body': chunk, 'more_body': True}
        return {'type': 'http.disconnect'} if breaks_off else {'type': 'http.request', 'body': b''}

    headers = [] if kind is None else [(b'content-type', kind.encode('latin-1'))]
    return Request({'type': 'http', 'method': 'POST', 'headers': headers}, receive)


async def received(chunks: Iterable[bytes], kind: str | None = FORM) -> tuple[str, bytes]:
    file = await file_of(request(chunks, kind))
    return file.name, b''.join([piece async for piece in file.pieces()])


async def answer(chunks: Iterable[bytes], kind: str | None = FORM) -> tuple[int, str] | tuple[str, bytes]:
    try:
        return await received(chunks, kind)
    except HTTPException as error:
        return error.status_code, error.detail


def named(parameters: bytes) -> list[bytes]:
    return [b'--Border\r\nContent-Disposition: form-data; ' + parameters + b'\r\n\r\nx\r\n--Border--']


def in_pieces(body: bytes, sizes: Iterator[int]) -> list[bytes]:
    pieces = []
    while body:
        size = next(sizes)
        pieces.append(body[:size])
        body = body[size:]
    return pieces


async def test_a_file_arrives_whatever_the_pieces_that_bring_it() -> None:
    for cut in range(len(BODY) + 1):
        assert await received([BODY[:cut], BODY[cut:]]) == ('lap.csv', LOG)
    assert await received(BODY[k : k + 1] for k in range(len(BODY))) == ('lap.csv', LOG)


async def test_nothing_is_held_beyond_a_chunk() -> None:
    begin = BODY[: BODY.index(LOG)]
    come = 0

    def chunks() -> Iterator[bytes]:
        nonlocal come
        yield begin
        for _ in range(100):
            come += 1000
            yield b'x' * 1000
        yield b'\r\n--Border--'

    file = await file_of(request(chunks()))
    assert come == 0
    gone = 0
    async for piece in file.pieces():
        gone += len(piece)
        assert come - gone < 100
    assert gone == 100_000


@pytest.mark.parametrize('name', ['lap.csv', 'Nürburgring 北.vbo', 'a "b" c.csv', '../../x', 'x' * 4096])
async def test_a_form_of_httpx_is_read(name: str) -> None:
    content = random.Random(1).randbytes(200_000)
    made = httpx.Request(
        'POST', 'http://x', data={'name': 'wet', 'file': 'no file'}, files={'file': (name, content)}
    )
    body, kind = made.read(), made.headers['content-type']
    assert await received(in_pieces(body, iter(lambda: 65_536, 0)), kind) == (name, content)


@pytest.mark.parametrize(
    ('parameters', 'name'),
    [
        (b'name="file"; filename="..\\..\\x"', '..\\..\\x'),
        (b'name="file"; filename="\xe2\x80\xae\xd7\x90.csv"', '\u202eא.csv'),
        (b'name="file"; filename="say %22hi%22; a=b.csv"', 'say "hi"; a=b.csv'),
        (b'name="file"; filename="say \\"hi\\".csv"', 'say "hi".csv'),
        (b'name="file"; filename=""', ''),
        (b'name=file; filename=lap.csv', 'lap.csv'),
        (b'NAME="file"; FileName="lap.csv"', 'lap.csv'),
        (b'name="file"; filename="\xff.csv"', '\ufffd.csv'),
        (b'name="file"; filename*=UTF-8\'\'N%C3%BCrburg%20ring.csv', 'Nürburg ring.csv'),
        (b'name="file"; filename="N.csv"; filename*=utf-8\'de\'%C3%9C.csv', 'Ü.csv'),
        (b'name="file"; filename*=iso-8859-1\'\'%DC.csv', 'Ü.csv'),
        (b'name="file"; filename="a; filename*=utf-8\'\'b"', "a; filename*=utf-8''b"),
        (b'name="file"; filename="a"; filename*=zlib\'\'b', 'a'),
    ],
)
async def test_a_name_is_any_text(parameters: bytes, name: str) -> None:
    assert await received(named(parameters)) == (name, b'x')


@pytest.mark.parametrize(
    'parameters',
    [b'name="other"; filename="a"', b'name="file"', b'filename="a"', b'name="files"; filename="a"'],
)
async def test_a_form_without_the_file_says_so(parameters: bytes) -> None:
    assert await answer(named(parameters)) == (422, 'The form has no file in its field “file”.')


async def test_the_first_file_counts_and_what_follows_is_dropped() -> None:
    second = b'\r\n--Border\r\n' + FILE.replace(b'lap', b'two') + b'2'
    for tail in (second + b'\r\n--Border--', b'\r\n--Border\r\nbad bad', b'\r\n--Border\r\n' * 500):
        body = b'--Border\r\n' + FILE + b'1' + tail
        assert await received([body]) == await received([body[:99], body[99:]]) == ('lap.csv', b'1')


async def test_the_body_is_read_to_its_end() -> None:
    chunks = iter([BODY, b'epilogue', b'more'])
    await received(chunks)
    assert next(chunks, None) is None


def before(size: int) -> list[bytes]:
    return [b'--Border\r\n' + TEXT, b'x' * size, b'\r\n--Border\r\n' + FILE + b'log\r\n--Border--']


def headed(line: bytes) -> list[bytes]:
    return [b'--Border\r\n' + line + b'\r\n' + FILE + b'log\r\n--Border--']


async def test_much_may_come_before_the_file_but_not_all() -> None:
    parts = [b'--Border\r\n' + TEXT + b'wet\r\n'] * 99
    for chunks in (before(60_000), headed(b'X: ' + b'x' * 15_000), [*parts, *headed(b'X: x')]):
        assert await received(chunks) == ('lap.csv', b'log')


BAD: dict[str, tuple[Sequence[bytes], str | None]] = {
    'it is not multipart/form-data': ([BODY], 'text/csv'),
    'it is not multipart/form-data.': ([BODY], None),
    'it does not say what separates its parts': ([BODY], 'multipart/form-data'),
    'it does not say what separates its parts.': ([BODY], 'multipart/form-data; boundary=""'),
    'its boundary is too long': ([BODY], 'multipart/form-data; boundary=' + 'x' * 300),
    'it is empty': ([], FORM),
    'it ends before a file begins': ([BODY[:100]], FORM),
    'it ends before its file does': ([BODY[:-10]], FORM),
    'a boundary or a header in it is damaged': ([b'Time,Speed\n'], FORM),
    'a boundary or a header in it is damaged.': ([b'--Border\r\nno header\r\n\r\n'], FORM),
    'the headers of a part are longer than 16 KiB': (headed(b'X: ' + b'x' * 17_000), FORM),
    'the headers of a part are longer than 16 KiB.': (headed(b'X: xxxxxxxxxx\r\n' * 1600 + b'X: x'), FORM),
    'it has more than 100 parts': ([b'--Border\r\n' + TEXT + b'wet\r\n'] * 300, FORM),
    'no file begins in its first 64 KiB': (before(66_000), FORM),
    'no file begins in its first 64 KiB.': ([b'\r\n' * 40_000, BODY], FORM),
}


@pytest.mark.parametrize(('reason', 'chunks', 'kind'), [(reason, *bad) for reason, bad in BAD.items()])
async def test_what_is_no_form_is_refused_with_a_sentence(
    reason: str, chunks: Sequence[bytes], kind: str | None
) -> None:
    sentence = f'The body is not the form that a browser sends: {reason.rstrip(".")}.'
    body = b''.join(chunks)
    assert await answer(chunks, kind) == (400, sentence)
    assert await answer([body], kind) == (400, sentence)
    assert await answer(in_pieces(body, iter(lambda: 997, 0)), kind) == (400, sentence)


@pytest.mark.parametrize('length', [0, 60, 200])
async def test_who_goes_away_in_the_middle_is_not_answered(length: int) -> None:
    async def read() -> AsyncIterator[bytes]:
        async for piece in (await file_of(request([BODY[:length]], breaks_off=True))).pieces():
            yield piece

    with pytest.raises(ClientDisconnect):
        [piece async for piece in read()]


def mutated(chance: random.Random) -> bytes:
    body = bytearray(BODY)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(body))
        match chance.randrange(4):
            case 0:
                body[at] = chance.randrange(256)
            case 1:
                del body[at : at + chance.randint(1, 30)]
            case 2:
                body[at:at] = chance.choice(
                    [b'\r\n', b'--Border', b'\r\n--Border ', b'"', b';', b'\0', b'\r']
                )
            case _:
                body[at:at] = body[chance.randrange(len(body)) :][:40]
    return bytes(body)


async def test_ten_thousand_damaged_forms_are_read_or_refused_alike_in_any_pieces() -> None:
    chance = random.Random(20)
    outcomes = set()
    for _ in range(10_000):
        body = mutated(chance)
        whole = await answer([body])
        assert await answer(in_pieces(body, iter(lambda: chance.randint(1, 60), 0))) == whole
        outcomes.add(whole[0])
    assert {400, 422, 'lap.csv'} <= outcomes
    assert all(isinstance(outcome, str) or outcome in {400, 422} for outcome in outcomes)
