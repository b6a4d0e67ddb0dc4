"""`racetrace circuits` and `racetrace firebase`: circuits from and to the older karting program's app."""

import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from racetrace.accounts.inner_feeds import InnerFeeds
from racetrace.cli.storing import DataFile, in_store, settings_with
from racetrace.errors import RaceTraceError
from racetrace.words import plural

if TYPE_CHECKING:
    from racetrace.live.firestore import Firestore
    from racetrace.services.instance import Instance

MOST_BYTES: Final = 16 << 20
PUBLIC: Final = typer.Option('--public', help='Circuits that are new here are for everybody to see.')

program = typer.Typer(help='Circuits in files, as the older karting program had them.', no_args_is_help=True)
firebase = typer.Typer(help="Circuits in the app's Firestore.", no_args_is_help=True)


@program.command('import')
def import_file(
    file: Annotated[Path, typer.Argument(help='A list of circuits in JSON.')],
    public: Annotated[bool, PUBLIC] = False,
    data: DataFile = None,
) -> None:
    """Take circuits from a file; what came of it before is changed, and not made twice."""
    from racetrace.services.circuit_documents import documents_of, take_in
    from racetrace.services.viewer import LOCAL

    documents = documents_of(_read(file))

    async def take(instance: 'Instance') -> list[str]:
        return [f'{file.name}: {take_in(instance, LOCAL, documents, visibility=_seen(public))}']

    _say(in_store(settings_with(data), take))


@program.command('export')
def export_file(
    file: Annotated[Path, typer.Argument(help='Where to write them; it must not be there yet.')],
    data: DataFile = None,
) -> None:
    """Write one's circuits to a file."""
    from racetrace.services.circuit_documents import given_out
    from racetrace.services.viewer import LOCAL

    async def give(instance: 'Instance') -> list[str]:
        documents = given_out(instance, LOCAL)
        text = json.dumps(documents, ensure_ascii=False, indent=2)
        try:
            with file.open('x', encoding='utf-8') as opened:
                opened.write(text + '\n')
        except OSError as error:
            raise RaceTraceError(f'{file} cannot be written: {error.strerror}.') from error
        return [f'{file.name}: {plural(len(documents), "circuit")}']

    _say(in_store(settings_with(data), give))


@firebase.command('pull')
def pull(public: Annotated[bool, PUBLIC] = False, data: DataFile = None) -> None:
    """Take the circuits of the app; where both sides have changed one, the app's is taken."""
    from racetrace.services import circuit_documents
    from racetrace.services.viewer import LOCAL

    async def take(instance: 'Instance', firestore: 'Firestore') -> str:
        return str(await circuit_documents.pull(instance, LOCAL, firestore, visibility=_seen(public)))

    _with_firestore(data, take)


@firebase.command('push')
def push(data: DataFile = None) -> None:
    """Give one's circuits to the app, over what it has of them."""
    from racetrace.services import circuit_documents
    from racetrace.services.viewer import LOCAL

    async def give(instance: 'Instance', firestore: 'Firestore') -> str:
        return f'{plural(await circuit_documents.push(instance, LOCAL, firestore), "circuit")} written'

    _with_firestore(data, give)


def _with_firestore(
    data: str | None, work: Callable[['Instance', 'Firestore'], Coroutine[Any, Any, str]]
) -> None:
    from racetrace.live.firestore import Firestore
    from racetrace.live.reach import Reach
    from racetrace.live.service_account import service_account
    from racetrace.live.web import Web

    settings = settings_with(data)
    account = service_account(settings.firebase_credentials)
    is_inner_allowed = settings.inner_feeds is not InnerFeeds.NOBODY  # whoever types here owns the computer
    project = settings.firebase_project or account.project

    async def ask(instance: 'Instance') -> list[str]:
        async with Web(Reach(is_private_allowed=is_inner_allowed)) as web:
            firestore = Firestore(web, account, project=project, url=settings.firebase_url)
            return [f'Firestore, {project}: {await work(instance, firestore)}']

    _say(in_store(settings, ask))


def _read(file: Path) -> object:
    try:
        with file.open('rb') as opened:
            content = opened.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise RaceTraceError(f'{file} has more than {MOST_BYTES >> 20} MiB: it is no list of circuits.')
        return json.loads(content)
    except OSError as error:
        raise RaceTraceError(f'{file} cannot be read: {error.strerror}.') from error
    except (ValueError, RecursionError) as error:
        raise RaceTraceError(f'{file} is no JSON: give a list of circuits.') from error


def _seen(public: bool) -> str:
    return 'public' if public else 'private'


def _say(sentences: list[str]) -> None:
    for sentence in sentences:
        typer.echo(sentence)
