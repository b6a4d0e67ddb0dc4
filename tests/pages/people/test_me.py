import pyotp
from nicegui.elements.mixins.text_element import TextElement

from tests.pages.people.club import PASSWORD, Enter, fill
from tests.pages.stored import ask

NAME, EMAIL, SECRET, APP, TOKEN, END = range(6)  # the forms, as they stand on the page


async def test_the_name_that_others_see_is_changed_and_only_text(enter: Enter) -> None:
    ana = await enter('ana')
    await ana.open('/me')
    fill(ana, NAME, {'display_name': '<b>Ana</b>'})
    await ana.should_see('The name is changed.', retries=100)
    assert (await ask(ana, 'GET', '/users/me'))['display_name'] == '<b>Ana</b>'


async def test_a_password_is_changed_by_who_knows_the_one_before(enter: Enter) -> None:
    ana = await enter('ana')
    await ana.open('/me')
    fill(ana, SECRET, {'old': PASSWORD, 'new': 'six blue lights on'})
    await ana.should_see('Every other sign-in has ended.', retries=100)
    again = {'username': 'ana', 'password': 'six blue lights on'}
    assert ana.http_client is not None
    assert (await ana.http_client.post('/api/v1/auth/login', data=again)).is_success
    assert (await ask(ana, 'GET', '/users/me'))['name'] == 'ana', 'this browser stays signed in'


async def test_an_app_is_wanted_once_its_first_code_was_right(enter: Enter) -> None:
    ana = await enter('ana')
    await ana.open('/me')
    fill(ana, APP, {'proof': PASSWORD})
    await ana.should_see('Scan this with the app', retries=100)
    (key,) = ana.find(kind=TextElement, marker='app-key').elements
    fill(ana, -1, {'code': pyotp.TOTP(key.text.replace(' ', '')).now()})
    await ana.should_see('Make recovery codes next.', retries=100)
    assert (await ask(ana, 'GET', '/users/me'))['has_totp']
    fill(ana, APP, {'proof': PASSWORD})
    await ana.should_see('they are told this once', retries=100)


async def test_a_program_gets_a_token_that_is_told_once_and_ended(enter: Enter) -> None:
    ana = await enter('ana')
    await ana.open('/me')
    fill(ana, TOKEN, {'name': 'Pit wall', 'proof': PASSWORD})
    await ana.should_see('it is told this once', retries=100)
    await ana.should_see('Pit wall')
    await ana.open('/me')
    await ana.should_not_see('it is told this once')
    ana.find(marker='end-token-1').click()
    await ana.should_not_see('Pit wall', retries=100)
    assert await ask(ana, 'GET', '/users/me/tokens') == []


async def test_an_account_ends_by_its_password_alone(enter: Enter) -> None:
    await enter('ana')
    ben = await enter('ben')
    await ben.open('/me')
    fill(ben, END, {'proof': 'not mine at all'})
    assert (await ask(ben, 'GET', '/users/me'))['name'] == 'ben'
    fill(ben, END, {'proof': PASSWORD})
    assert ben.http_client is not None
    for _ in range(100):
        if (await ben.http_client.get('/api/v1/users/me')).status_code == 401:
            break
    assert (await ben.http_client.get('/api/v1/users/me')).status_code == 401
