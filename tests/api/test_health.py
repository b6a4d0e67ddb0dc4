import httpx
import pytest

from racetrace.services import sessions


async def test_it_is_healthy(api: httpx.AsyncClient) -> None:
    assert (await api.get('/health')).json() == {'status': 'ok', 'redis': 'unused'}


async def test_a_store_that_does_not_answer_is_said(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError('the disk is gone')

    monkeypatch.setattr(sessions, 'count', fail)
    answer = await api.get('/health')
    assert (answer.status_code, answer.headers['content-type']) == (503, 'application/problem+json')
