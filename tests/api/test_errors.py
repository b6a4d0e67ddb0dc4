"""Every error of ours has a status, and whatever else goes wrong is a problem with a sentence."""

from collections.abc import Mapping

import httpx
import pytest
from fastapi import FastAPI

from racetrace import errors
from racetrace.api import STATUS, answer_errors
from racetrace.errors import RaceTraceError

# Never raised while a request is answered, or said as they are: 500.
OTHERS = {
    errors.SettingRefused,
    errors.ComparisonFailed,
    errors.StoreInUse,
    errors.StoreNotUsable,
    errors.RecordingRefused,
    errors.CredentialsRefused,
    errors.MailFailed,  # after the answer, in a thread of its own
}


async def answered(error: Exception) -> httpx.Response:
    app = FastAPI()
    answer_errors(app)

    @app.get('/')
    def fail() -> None:
        raise error

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url='http://127.0.0.1') as client:
        return await client.get('/')


def test_every_error_of_ours_has_a_status() -> None:
    assert set(RaceTraceError.__subclasses__()) == STATUS.keys() | OTHERS


@pytest.mark.parametrize(
    ('error', 'status'),
    [
        (errors.FileTooLarge(1 << 20), 413),
        (errors.NotReady('It is being read.'), 409),
        (errors.StoreFull('The disk is full.'), 507),
        (errors.WorkTooLong(60), 504),
        (errors.ComparisonFailed('It failed.'), 500),
    ],
)
async def test_an_error_is_a_problem_with_its_sentence(error: RaceTraceError, status: int) -> None:
    answer = await answered(error)
    assert answer.headers['content-type'] == 'application/problem+json'
    body: Mapping[str, object] = answer.json()
    assert (answer.status_code, body['status'], body['detail']) == (status, status, str(error))
    assert body.keys() == {'type', 'title', 'status', 'detail'}


async def test_a_fault_tells_nothing_of_the_inside() -> None:
    answer = await answered(ZeroDivisionError('secret'))
    assert (answer.status_code, answer.headers['content-type']) == (500, 'application/problem+json')
    assert 'secret' not in answer.text


async def test_an_unknown_address_answers_a_program_with_a_problem(api: httpx.AsyncClient) -> None:
    answer = await api.get('/lapz')
    assert answer.headers['content-type'] == 'application/problem+json'
    assert (answer.status_code, answer.json()['detail']) == (404, 'There is no GET /api/v1/lapz.')


async def test_what_is_asked_in_a_way_that_nobody_can_is_told_how(api: httpx.AsyncClient) -> None:
    assert (await api.request('BREW', '/cars')).status_code == 501
    for method, path, known in (
        ('PUT', '/jobs/1', 'DELETE, GET'),
        ('TRACE', '/cars', 'GET, POST'),
        ('OPTIONS', '/cars/', 'GET, POST'),
        ('GET', '/laps/compare', 'POST'),
        ('QUERY', '/sessions/upload', 'POST, PUT'),
        ('POST', '/health', 'GET'),
    ):
        answer = await api.request(method, path)
        assert answer.headers['content-type'] == 'application/problem+json'
        assert (answer.status_code, answer.headers['allow']) == (405, known), path
