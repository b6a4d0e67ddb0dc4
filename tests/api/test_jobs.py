import httpx

from tests.api.imported import NOT_THERE, imported


async def test_the_newest_come_first_and_as_many_as_wanted(api: httpx.AsyncClient) -> None:
    for number in range(3):
        await api.put(
            '/sessions/upload', params={'name': f'{number}.csv', 'wait': 60}, content=b'%d' % number
        )
    jobs = (await api.get('/jobs', params={'limit': 2})).json()
    assert [job['name'] for job in jobs] == ['2.csv', '1.csv']
    assert jobs[0].keys() == {
        'job_id',
        'status',
        'session_id',
        'job_url',
        'name',
        'size',
        'attempts',
        'sentence',
    }


async def test_a_file_that_could_not_be_read_can_be_forgotten(api: httpx.AsyncClient) -> None:
    await api.put('/sessions/upload', params={'name': 'a', 'wait': 60}, content=b'no log')
    gone = await api.delete('/jobs/1')
    assert (gone.status_code, gone.content) == (204, b'')
    assert (await api.get('/jobs/1')).status_code == 404


async def test_one_that_was_read_cannot(api: httpx.AsyncClient) -> None:
    session = await imported(api)
    assert (await api.delete(f'/jobs/{session["job_id"]}')).status_code == 404
    assert (await api.get(f'/sessions/{session["id"]}')).status_code == 200


async def test_what_is_not_there_is_a_sentence(api: httpx.AsyncClient) -> None:
    for job, status in NOT_THERE.items():
        for answer in (await api.get(f'/jobs/{job}'), await api.delete(f'/jobs/{job}')):
            assert answer.status_code == status
            assert answer.json()['detail'].endswith('.')
