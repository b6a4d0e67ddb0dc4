from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from racetrace.accounts.identity import Attempt
from racetrace.errors import ProviderAway, ProviderRefused
from racetrace.oauth.github import GitHub
from racetrace.oauth.provider import Client
from tests.oauth.github_double import GitHubDouble, github_double

HERE = 'http://127.0.0.1:8000/login/github/callback'
ATTEMPT = Attempt(secret='rto_of a browser')


@pytest.fixture
def double() -> Iterator[GitHubDouble]:
    with github_double() as running:
        yield running


def github(url: str, secret: str = 'known to both sides') -> GitHub:
    return GitHub(name='github', label='GitHub', url=url, client=Client(id='racetrace', secret=secret))


def code(double: GitHubDouble) -> str:
    back = double.agree(github(double.url).lead(ATTEMPT, HERE))
    return parse_qs(urlsplit(back).query)['code'][0]


def test_somebody_is_a_number_and_the_first_address_that_was_proved(double: GitHubDouble) -> None:
    identity = github(double.url).identity(ATTEMPT, code(double), HERE, 0)
    assert (identity.provider, identity.subject, identity.name) == ('github', '4711', 'ana')
    assert (identity.email, identity.email_verified) == ('ana@club.example', True)


@pytest.mark.parametrize(
    'emails',
    [
        [],
        [{'email': 'ana@club.example', 'primary': True, 'verified': False}],
        [{'email': 'ana@club.example', 'primary': False, 'verified': True}],
        [{'email': 17, 'primary': True, 'verified': True}, 'odd', None],
    ],
)
def test_another_address_proves_nothing(double: GitHubDouble, emails: Any) -> None:
    double.emails = emails
    identity = github(double.url).identity(ATTEMPT, code(double), HERE, 0)
    assert (identity.email, identity.email_verified) == (None, False)


@pytest.mark.parametrize('user', [{}, {'id': '4711'}, {'id': True}, {'id': None}, []], ids=str)
def test_who_has_no_number_is_nobody(double: GitHubDouble, user: Any) -> None:
    double.user = user
    with pytest.raises(ProviderAway):
        github(double.url).identity(ATTEMPT, code(double), HERE, 0)


def test_a_code_is_of_one_attempt_and_one_secret(double: GitHubDouble) -> None:
    for attempt, secret, given in (
        (ATTEMPT, 'known to both sides', 'a code of nobody'),
        (Attempt(secret='rto_of another'), 'known to both sides', code(double)),
        (ATTEMPT, 'known to one', code(double)),
    ):
        with pytest.raises(ProviderRefused):
            github(double.url, secret).identity(attempt, given, HERE, 0)


def test_the_public_one_has_its_api_at_an_address_of_its_own() -> None:
    assert github('https://github.com').api == 'https://api.github.com'
    assert github('https://git.club.example').api == 'https://git.club.example/api/v3'
