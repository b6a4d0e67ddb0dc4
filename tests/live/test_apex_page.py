import pytest

from racetrace.errors import ConnectionEnded, FeedAddressRefused
from racetrace.live.address import address
from racetrace.live.apex_page import ApexPage, _folder, _read, apex_page
from racetrace.live.reach import Reach
from racetrace.live.web import Web
from tests.live.tiny import site

NEW = 'https://live.apex-timing.com/kip-palmela/'
OLD = 'https://www.apex-timing.com/live-timing/rkc/index.html'


def read(page: str, config: str) -> ApexPage:
    return _read(_folder(address(page, ('https', 'http'))), config)


def test_ports_count_from_that_of_the_page() -> None:
    page = read(NEW, 'var configPort = 7910;\nvar configGMT = 1;')
    assert str(page.socket) == 'wss://live-data.apex-timing.com:7913/'
    assert page.ajax_port == 7914
    functions = 'https://live-data.apex-timing.com/live-timing/commonv2/functions/'
    assert (str(page.ajax), str(page.requests)) == (functions + 'live_ajax.php', functions + 'request.php')
    assert page.headers == {'Origin': 'https://live.apex-timing.com', 'Referer': NEW}


def test_a_page_may_name_its_computers() -> None:
    page = read(
        OLD,
        "var configPort = 10110; var configHost = 'data.example'; "
        "var configRequestUrl = 'https://ask.example/functions/';",
    )
    assert str(page.socket) == 'wss://data.example:10113/'
    assert str(page.requests) == 'https://ask.example/functions/request.php'


def test_the_older_pages_have_their_data_in_the_same_place() -> None:
    page = read(OLD, 'var configPort=8310;')
    assert str(page.page) == 'https://www.apex-timing.com/live-timing/rkc/'
    assert str(page.socket) == 'wss://live-data.apex-timing.com:8313/'


def test_a_page_elsewhere_has_its_data_there() -> None:
    page = read('http://192.168.1.9:8080/live/track', 'configPort = 9000')
    assert str(page.socket) == 'ws://192.168.1.9:9002/'
    assert str(page.ajax) == 'http://192.168.1.9:8080/live/commonv2/functions/live_ajax.php'


@pytest.mark.parametrize('config', ['', '<html>', 'var configPort = 0;', 'var configPort = 65535;'])
def test_a_page_without_a_port_is_none_of_theirs(config: str) -> None:
    with pytest.raises(ConnectionEnded, match='no page of a circuit at Apex Timing'):
        read(NEW, config)


def test_a_computer_that_is_none_is_told() -> None:
    with pytest.raises(ConnectionEnded, match='names no computer'):
        read(NEW, "configPort = 7910; configHost = '::::'")


async def test_it_is_found_from_what_a_person_copied() -> None:
    asked = []

    def page(path: str, *_: object) -> tuple[int, str, str]:
        asked.append(path)
        return 200, '', 'var configPort = 7910;'

    async with site(page) as port, Web(Reach(is_private_allowed=True)) as web:
        found = await apex_page(f'http://localhost:{port}/live/rkc/index.html?a=b', web)
    assert asked == ['/live/rkc/javascript/config.js']
    assert found.port == 7910


async def test_only_pages_are_pages() -> None:
    async with Web(Reach(is_private_allowed=True)) as web:
        with pytest.raises(FeedAddressRefused):
            await apex_page('file:///etc/passwd', web)
