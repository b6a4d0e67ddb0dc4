"""By Google and by GitHub into RaceTrace, as somebody at a browser goes."""

import socket
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.oauth.github_double import GitHubDouble, github_double
from tests.oauth.openid_provider import ID, SECRET, OpenIDProvider, openid_provider
from tests.running_server import RunningServer, running_server


@pytest.fixture(scope='module')
def port() -> int:
    """One that both sides know before either is there."""
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return int(s.getsockname()[1])


@pytest.fixture(scope='module')
def google(port: int) -> Iterator[OpenIDProvider]:
    with openid_provider([f'http://127.0.0.1:{port}/login/google/callback']) as provider:
        yield provider


@pytest.fixture(scope='module')
def github() -> Iterator[GitHubDouble]:
    with github_double() as double:
        double.emails = [{'email': 'ben@club.example', 'primary': True, 'verified': True}]
        double.user['login'] = 'ben'
        yield double


@pytest.fixture(scope='module')
def ours(
    tmp_path_factory: pytest.TempPathFactory, port: int, google: OpenIDProvider, github: GitHubDouble
) -> Iterator[RunningServer]:
    environ = {
        'RACETRACE_MODE': 'lan',
        'GOOGLE_CLIENT_ID': ID,
        'GOOGLE_CLIENT_SECRET': SECRET,
        'RACETRACE_GOOGLE_URL': google.url,
        'GITHUB_CLIENT_ID': ID,
        'GITHUB_CLIENT_SECRET': SECRET,
        'RACETRACE_GITHUB_URL': github.url,
    }
    data = tmp_path_factory.mktemp('oauth') / 'racetrace.db'
    with running_server(data, port=port, environ=environ) as server:
        assert server.port == port
        yield server


def sign_in_at_google(page: Page, ours: RunningServer, address: str) -> None:
    page.goto(f'{ours.url}/login?next=%2Fme')
    page.get_by_role('link', name='Continue with Google').click()
    page.get_by_label('Address').fill(address)
    page.get_by_role('button', name='Sign in elsewhere').click()


def test_by_google_one_is_in(page: Page, ours: RunningServer) -> None:
    sign_in_at_google(page, ours, 'ana@club.example')
    expect(page).to_have_url(f'{ours.url}/me')
    expect(page.get_by_role('heading', name='ana')).to_be_visible()
    expect(page.get_by_role('button', name='Remove Google ana@club.example')).to_be_visible()


def test_by_github_one_is_in_and_adds_google(page: Page, ours: RunningServer) -> None:
    page.goto(f'{ours.url}/login?next=%2Fme')
    page.get_by_role('link', name='Continue with GitHub').click()
    page.get_by_role('button', name='Authorize').click()
    expect(page).to_have_url(f'{ours.url}/me')
    page.get_by_role('button', name='Add Google').click()
    page.get_by_label('Address').fill('ben.elsewhere@club.example')
    page.get_by_role('button', name='Sign in elsewhere').click()
    expect(page).to_have_url(f'{ours.url}/me')
    expect(page.get_by_role('button', name='Remove Google ben.elsewhere@club.example')).to_be_visible()


def test_a_state_that_was_tampered_with_is_told(page: Page, ours: RunningServer) -> None:
    page.goto(f'{ours.url}/login')
    with page.expect_request('**/auth?*') as asked:
        page.get_by_role('link', name='Continue with Google').click()
    page.get_by_label('Address').wait_for()
    (state,) = parse_qs(urlsplit(asked.value.url).query)['state']
    page.goto(f'{ours.url}/login/google/callback?code=any&state=XXXX{state[4:]}')
    expect(page).to_have_url(f'{ours.url}/login?why=stale')
    expect(page.get_by_role('alert')).to_contain_text('Begin again.')
