"""Circuits from and to the older karting program's app: by Firestore, and by files."""

import json
from pathlib import Path
from typing import Any

import pytest

from racetrace.errors import ConnectionEnded, CredentialsRefused, EntryRefused, FeedAddressRefused
from racetrace.live.firestore import Firestore
from racetrace.live.reach import Reach
from racetrace.live.service_account import service_account
from racetrace.live.web import Web
from racetrace.services import circuits
from racetrace.services.circuit_documents import documents_of, given_out, pull, push, take_in
from racetrace.services.instance import Instance
from racetrace.services.viewer import LOCAL
from racetrace.store import circuits as rows
from racetrace.store.migrate import migrate
from tests.live.twins.firestore import FirestoreTwin

LABELS = {'c1': 'Classement', 'c2': 'Kart', 'c3': 'Pilote', 'c4': 'Non utilisé'}
ARENA = {'nom': 'Arena', 'liveTimingUrl': 'https://live.example/a', 'wssUrl': 'wss://live.example:7913/'}


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    found = Instance.at(tmp_path / 'racetrace.db', workers=1, max_upload_bytes=1 << 20)
    migrate(found.data)
    return found


async def asked(twin: FirestoreTwin, folder: Path, instance: Instance, verb: Any, **more: Any) -> Any:
    account = service_account(twin.credentials(folder))
    async with Web(Reach(is_private_allowed=True)) as web:
        firestore = Firestore(web, account, project=account.project, url=twin.url)
        return await verb(instance, LOCAL, firestore, **more)


async def test_circuits_are_pulled_once_and_changed_after(instance: Instance, tmp_path: Path) -> None:
    others = {f'id{n}': {'nom': f'Track {n}'} for n in range(4)}
    async with FirestoreTwin(**others, Xb7kQ=ARENA | LABELS) as twin:
        taken = await asked(twin, tmp_path, instance, pull, visibility='public')
        assert (taken.made, taken.changed, taken.unchanged) == (5, 0, 0)
        twin.documents['Xb7kQ']['nom'] = 'New Arena'
        taken = await asked(twin, tmp_path, instance, pull, visibility='public')
        assert (taken.made, taken.changed, taken.unchanged) == (0, 1, 4)
    found = circuits.named(instance, LOCAL, 'Xb7kQ')
    assert (found.name, found.address) == ('New Arena', ARENA['wssUrl'])
    assert found.labels.items() >= LABELS.items()
    assert (found.visibility, found.provider) == ('public', 'apex')


async def test_circuits_are_pushed_to_where_they_came_from(instance: Instance, tmp_path: Path) -> None:
    async with FirestoreTwin(Xb7kQ=ARENA | {'updatedBy': 'the app'}) as twin:
        await asked(twin, tmp_path, instance, pull, visibility='private')
        ours = circuits.named(instance, LOCAL, 'Xb7kQ')
        circuits.write(instance, LOCAL, ours.id, {'name': 'Ours', 'labels': LABELS})
        new = circuits.add(instance, LOCAL, {'name': 'South', 'provider': 'apex'})
        assert await asked(twin, tmp_path, instance, push) == 2
        assert set(twin.documents) == {'Xb7kQ', new.uid}
        changed = twin.documents['Xb7kQ']
        assert (changed['nom'], changed['c2'], changed['c5']) == ('Ours', 'Kart', 'Non utilisé')
        assert changed['updatedBy'] == 'the app', 'what is not ours to write stays'
        taken = await asked(twin, tmp_path, instance, pull, visibility='private')
        assert (taken.made, taken.unchanged) == (0, 2), 'what was pushed is known again'


async def test_who_is_not_let_in_is_told(instance: Instance, tmp_path: Path) -> None:
    async with FirestoreTwin() as twin:
        account = service_account(twin.credentials(tmp_path))
        async with Web(Reach(is_private_allowed=True)) as web:
            other = Firestore(web, account, project='somebody-else', url=twin.url)
            with pytest.raises(ConnectionEnded, match='error 404'):
                await pull(instance, LOCAL, other, visibility='private')


@pytest.mark.parametrize(
    'said', ['', '[]', '{}', '{"project_id": "a", "client_email": "b", "private_key": "c"}']
)
def test_what_is_no_key_is_refused_without_being_quoted(tmp_path: Path, said: str) -> None:
    path = tmp_path / 'key.json'
    path.write_text(said)
    with pytest.raises(CredentialsRefused, match='is no key of a service account'):
        service_account(path)
    with pytest.raises(CredentialsRefused, match='cannot be read'):
        service_account(tmp_path / 'nobody.json')


async def test_a_key_is_sent_over_no_open_network(tmp_path: Path) -> None:
    async with FirestoreTwin() as twin:
        path = twin.credentials(tmp_path)
    said = json.loads(path.read_text()) | {'token_uri': 'http://token.example/token'}
    path.write_text(json.dumps(said))
    with pytest.raises(CredentialsRefused):
        service_account(path)


def test_what_is_given_out_can_be_taken_in_elsewhere(instance: Instance, tmp_path: Path) -> None:
    take_in(instance, LOCAL, [ARENA | LABELS | {'id': 'Xb7kQ'}])
    given = json.loads(json.dumps(given_out(instance, LOCAL)))
    assert take_in(instance, LOCAL, documents_of(given)).unchanged == 1
    other = Instance.at(tmp_path / 'other.db', workers=1, max_upload_bytes=1 << 20)
    migrate(other.data)
    assert take_in(other, LOCAL, documents_of(given)).made == 1
    assert circuits.named(other, LOCAL, 'Xb7kQ').labels.items() >= LABELS.items()


def test_the_apps_own_file_is_read_too(instance: Instance) -> None:
    said = {
        'Arena': {
            'url': 'https://live.example/a',
            'wssUrl': '',
            'mapping': {'C1': 'Clt', 'C2': 'Kart', 'C3': 'Ecart'},
        }
    }
    assert take_in(instance, LOCAL, documents_of(said)).made == 1
    assert take_in(instance, LOCAL, documents_of(said)).unchanged == 1, (
        'the same name and address is the same'
    )
    (found,) = circuits.seen(instance, LOCAL)
    assert (found.name, found.labels['c3']) == ('Arena', 'Ecart')


def test_columns_that_nobody_named_are_found_by_the_feed(instance: Instance) -> None:
    take_in(instance, LOCAL, [ARENA | {f'c{n}': 'Non utilisé' for n in range(1, 15)}])
    assert circuits.seen(instance, LOCAL)[0].labels == {}


async def test_what_was_deleted_here_stays_so(instance: Instance) -> None:
    take_in(instance, LOCAL, [ARENA])
    await circuits.delete(instance, LOCAL, circuits.seen(instance, LOCAL)[0].id)
    assert str(take_in(instance, LOCAL, [ARENA])).endswith('1 left out: deleted here')


async def test_a_feed_that_is_followed_is_not_sent_where_none_can_be(instance: Instance) -> None:
    take_in(instance, LOCAL, [ARENA])
    (arena,) = circuits.seen(instance, LOCAL)
    rows.write(instance.engine, arena.id, {'is_followed': True})
    with pytest.raises(FeedAddressRefused):
        take_in(instance, LOCAL, [{'nom': 'Another'}, ARENA | {'wssUrl': 'nonsense'}])
    assert [one.address for one in circuits.seen(instance, LOCAL)] == [ARENA['wssUrl']]
    taken = take_in(instance, LOCAL, [{'nom': 'Another'}, ARENA | {'wssUrl': 'wss://live.example:7914/'}])
    assert (taken.made, taken.changed) == (1, 1)


@pytest.mark.parametrize(
    'said',
    ['x', 7, None, [1], {'a': 1}, [{}], [{'nom': 'x' * 201}], [{'nom': 'a', 'c1': 5}], [{'nom': 'a\0b'}]],
)
def test_what_is_no_circuit_is_refused_and_nothing_taken(instance: Instance, said: object) -> None:
    with pytest.raises(EntryRefused):
        take_in(instance, LOCAL, [ARENA, *documents_of(said)])
    assert not rows.seen_by(instance.engine, LOCAL.user_id, 9)
