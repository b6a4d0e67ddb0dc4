"""The way to a provider and back, by links and plain forms as the door has them."""

from html import escape
from typing import Annotated, Final, TypeVar

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from racetrace.api import cookies
from racetrace.api.account_documents import Text
from racetrace.api.door import WHY, back, here, let_in
from racetrace.api.entrance import viewer_of_page
from racetrace.errors import CodeWanted
from racetrace.services.identities import unlink
from racetrace.services.instance import Instance
from racetrace.services.oauth import Arrived, Back, Leading, begin, begin_link, come_back, enter_code
from racetrace.services.prove import Credentials

LIFE_S: Final = 600
MOST_CHARACTERS: Final = 4000  # of a code or a state
Line = Annotated[Text, Form()]
Answer = TypeVar('Answer', bound=Response)


def router(instance: Instance, address: str) -> APIRouter:
    """`address` is where people find us; '' where it is whatever they typed."""
    door = APIRouter(include_in_schema=False)
    for provider in instance.providers:
        _add(door, instance, provider, address)

    @door.post('/login/code')
    def prove_besides(request: Request, otp: Line) -> RedirectResponse:
        secret = cookies.read(request, cookies.ELSEWHERE)
        try:
            arrived = enter_code(instance, cookies.caller(request), secret, otp)
        except CodeWanted as error:
            return back('/login/code', error)
        except tuple(WHY) as error:
            return back('/login', error)
        return _arrived(request, arrived)

    @door.post('/me/unlink')
    def remove(request: Request, identity: Annotated[int, Form()], proof: Line = '') -> RedirectResponse:
        try:
            cookies.caller(request)
            unlink(instance, viewer_of_page(request), _given(proof), identity)
        except tuple(WHY) as error:
            return back('/me', error)
        return RedirectResponse('/me', 303)

    return door


def _add(door: APIRouter, instance: Instance, provider: str, address: str) -> None:
    path = f'/login/{provider}/callback'

    def returning(request: Request) -> str:
        return (address or str(request.base_url).rstrip('/')) + path

    @door.get(f'/login/{provider}')
    def lead(request: Request, next: str = '/') -> RedirectResponse:
        if request.state.has_account:
            return RedirectResponse(here(next), 303)
        try:
            caller = cookies.caller(request)
            leading = begin(instance, caller, provider, returning(request), here(next))
        except tuple(WHY) as error:
            return back('/login', error, next=here(next))
        answer = RedirectResponse(leading.url, 303)
        return _leading(request, answer, leading)

    @door.get(path)
    def take_in(request: Request) -> RedirectResponse:
        try:
            back_with = _back_with(request, provider, returning(request))
            viewer = viewer_of_page(request) if request.state.has_account else None
            arrived = come_back(instance, cookies.caller(request), viewer, back_with)
        except CodeWanted:
            return RedirectResponse('/login/code', 303)
        except tuple(WHY) as error:
            return back('/me' if request.state.has_account else '/login', error)
        return _arrived(request, arrived)

    @door.post(f'/me/link/{provider}')
    def link(request: Request, proof: Line = '') -> Response:
        try:
            cookies.caller(request)
            viewer = viewer_of_page(request)
            leading = begin_link(instance, viewer, _given(proof), provider, returning(request), '/me')
        except tuple(WHY) as error:
            return back('/me', error)
        # Not a redirect: a form of ours may lead to no page of others (form-action), and that is well so.
        url = escape(leading.url)
        page = f'<!doctype html><title>RaceTrace</title><meta http-equiv="refresh" content="0;url={url}">'
        return _leading(request, HTMLResponse(f'{page}<a href="{url}">Go on</a>'), leading)


def _given(proof: str) -> Credentials:
    """A password, or a code of an app: whichever it is."""
    return Credentials(password=proof, code=proof)


def _back_with(request: Request, provider: str, returning: str) -> Back:
    said = request.query_params
    return Back(
        provider=provider,
        here=returning,
        secret=cookies.read(request, cookies.ELSEWHERE),
        state=said.get('state', '')[:MOST_CHARACTERS],
        code=said.get('code', '')[:MOST_CHARACTERS],
    )


def _leading(request: Request, answer: Answer, leading: Leading) -> Answer:
    cookies.write(request, answer, cookies.ELSEWHERE, leading.secret, LIFE_S)
    answer.headers['Cache-Control'] = 'no-store'
    return answer


def _arrived(request: Request, arrived: Arrived) -> RedirectResponse:
    if arrived.signed_in is None:
        answer = RedirectResponse(here(arrived.onward), 303)
    else:
        answer = let_in(request, arrived.signed_in, arrived.onward)
    cookies.drop(request, answer, cookies.ELSEWHERE)
    return answer
