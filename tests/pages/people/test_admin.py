"""The admin's screens: what he did not prove is asked for, and then goes through."""

from nicegui.testing import User

from tests.pages.people.club import PASSWORD, Enter, fill
from tests.pages.stored import ask, missing, stored

PARTS = ('users', 'tracks', 'storage', 'jobs', 'audit')


async def prove(person: User) -> None:
    await ask(person, 'POST', '/auth/admin/login', json={'password': PASSWORD})


async def test_for_everybody_else_there_is_no_such_page(enter: Enter) -> None:
    _, ben, guest = await enter('ana'), await enter('ben'), await enter()
    for part in PARTS:
        assert 'There is no such page.' in await missing(ben, f'/admin/{part}')
        assert (await guest.http_client.get(f'/admin/{part}')).status_code == 303  # to the door


async def test_nothing_is_shown_before_it_is_proved(enter: Enter) -> None:
    ana = await enter('ana')
    await enter('ben')
    for part in PARTS:
        await ana.open(f'/admin/{part}')
        await ana.should_see('Is it you?')
        await ana.should_not_see('ben@club.example')
    await ana.open('/admin/users')
    fill(ana, 0, {'password': 'wrong'})
    await ana.should_not_see('ben@club.example')
    fill(ana, 0, {'password': PASSWORD})
    await ana.should_see('ben@club.example', retries=100)
    await ana.should_not_see('Is it you?')


async def test_an_account_is_found_locked_and_unlocked(enter: Enter) -> None:
    ana = await enter('ana')
    await enter('ben')
    await enter('eva')
    await prove(ana)
    await ana.open('/admin/users?find=be&id=2')
    await ana.should_not_see('eva@club.example')
    ana.find(marker='lock').click()
    await ana.should_see('ben is locked', retries=100)
    await ana.should_see('locked', retries=100)
    ana.find(marker='undo').click()
    await ana.should_see('Taken back.', retries=100)
    await ana.should_see(marker='lock')


async def test_a_reset_link_is_told_once(enter: Enter) -> None:
    ana = await enter('ana')
    await enter('ben')
    await prove(ana)
    await ana.open('/admin/users?id=2')
    ana.find(marker='reset-link').click()
    from components.told_once import ToldOnce  # noqa: PLC0415  (NiceGUI loads components anew)

    await ana.should_see(ToldOnce, retries=100)
    (told,) = ana.find(ToldOnce).elements
    assert told.props['path'].startswith('/reset?link=rtl_')


async def test_the_last_admin_stays_one(enter: Enter) -> None:
    ana = await enter('ana')
    await prove(ana)
    await ana.open('/admin/users?id=1')
    ana.find(marker='make-admin-no-longer').click()
    await ana.should_see('This is the last admin.', retries=100)


async def test_a_track_is_named_and_published(enter: Enter) -> None:
    ana, guest = await enter('ana'), await enter()
    await stored(ana)
    await prove(ana)
    await ana.open('/admin/tracks?id=1')
    await ana.should_see('not published')
    fill(ana, 0, {'name': 'Mill Lane', 'country': 'Spain'})
    await ana.should_see('It is called Mill Lane now.', retries=100)
    ana.find(marker='published').click()
    await ana.should_see('Mill Lane is published.', retries=100)
    await guest.open('/tracks')
    await guest.should_see('Mill Lane')
    ana.find(marker='undo').click()
    await ana.should_see('Taken back.', retries=100)
    assert 'Mill Lane' not in (await guest.http_client.get('/tracks')).text


async def test_what_is_kept_what_failed_and_what_was_done_is_told(enter: Enter) -> None:
    ana = await enter('ana')
    await stored(ana)
    await ana.http_client.put('/api/v1/sessions/upload?name=map.kml&wait=30', content=b'<kml>no log</kml>')
    await prove(ana)
    await ana.open('/admin/storage')
    await ana.should_see('Nobody is held to a quota')
    await ana.should_see('100 %')
    await ana.open('/admin/jobs')
    await ana.should_see('Nothing under way, 1 failed.')
    await ana.should_see('map.kml')
    await ana.open('/admin/audit?what=step-up')
    await ana.should_see('step-up')
    await ana.should_see('It is kept for 400 days, and then removed.')
    await ana.should_not_see('register')


async def test_a_held_lap_is_shown_after_a_proof_and_freed(enter: Enter) -> None:
    ana = await enter('ana')
    await ana.open('/leaderboard')
    ana.find(marker='held').click()
    await ana.should_see('Is it you?', retries=100)
    fill(ana, 0, {'password': PASSWORD})
    await ana.should_see('None. What looks too fast', retries=100)


async def test_who_got_the_mail_says_that_the_address_is_theirs(enter: Enter) -> None:
    ana, ben = await enter('ana'), await enter('ben')
    await prove(ana)
    link = (await ask(ana, 'POST', '/admin/users/2/verify'))['link']
    await ben.open(f'/verify?link={link}')
    ben.find(marker='mine').click()
    await ben.should_see('This address is yours.', retries=100)
    await ben.open(f'/verify?link={link}')
    ben.find(marker='mine').click()
    await ben.should_see('This link was used', retries=100)
