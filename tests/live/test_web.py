import pytest

from racetrace.errors import ConnectionEnded, FeedAddressRefused
from racetrace.live.address import Address
from racetrace.live.reach import Reach
from racetrace.live.web import MOST_BYTES, Web
from tests.live.tiny import Page, site

ANYWHERE = Reach(is_private_allowed=True)


async def asked(page: Page, rest: str = '/a') -> str:
    async with site(page) as port, Web(ANYWHERE) as web:
        return await web.text(Address(scheme='http', host='localhost', port=port, rest=rest))


async def test_a_page_is_read() -> None:
    assert await asked(lambda path, query, _: (200, '', f'{path} {query}'), '/a?b=c') == "/a {'b': 'c'}"


async def test_a_form_is_sent() -> None:
    async with site(lambda *asked: (200, '', asked[2])) as port, Web(ANYWHERE) as web:
        where = Address(scheme='http', host='localhost', port=port)
        assert await web.text(where, data={'port': '7910', 'request': 'S#'}) == 'port=7910&request=S%23'


async def test_it_is_led_on_by_the_same_computer() -> None:
    def page(path: str, *_: object) -> tuple[int, str, str]:
        return (301, 'Location: /a/\r\n', '') if path == '/a' else (200, '', path)

    assert await asked(page) == '/a/'


@pytest.mark.parametrize('location', ['http://127.0.0.1/', '//inner/', 'file:///etc/passwd'])
async def test_it_is_led_to_no_other_computer(location: str) -> None:
    with pytest.raises(ConnectionEnded, match='leads to another computer'):
        await asked(lambda *_: (302, f'Location: {location}\r\n', ''))


async def test_it_is_not_led_in_circles() -> None:
    with pytest.raises(ConnectionEnded, match='without end'):
        await asked(lambda *_: (302, 'Location: /a\r\n', ''))


async def test_a_page_without_end_is_not_taken() -> None:
    with pytest.raises(ConnectionEnded, match='more than 4 MiB'):
        await asked(lambda *_: (200, '', 'x' * (MOST_BYTES + 1)))


async def test_what_comes_packed_is_not_taken() -> None:
    with pytest.raises(ConnectionEnded, match='packed'):
        await asked(lambda *_: (200, 'Content-Encoding: gzip\r\n', 'x'))


async def test_an_error_is_told() -> None:
    with pytest.raises(ConnectionEnded, match='answers with the error 404'):
        await asked(lambda *_: (404, '', ''))


async def test_what_is_no_web_server_is_told() -> None:
    with pytest.raises(ConnectionEnded, match=r'http://localhost:\d+ cannot be asked'):
        await asked(lambda *_: (200, 'x\x00: y\r\n', ''))


async def test_a_server_may_not_ask_inside() -> None:
    async with Web(Reach(is_private_allowed=False)) as web:
        with pytest.raises(FeedAddressRefused, match='RACETRACE_PRIVATE_FEEDS'):
            await web.text(Address(scheme='http', host='localhost', port=80))
