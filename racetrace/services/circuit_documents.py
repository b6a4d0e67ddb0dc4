"""Circuits as documents of the older karting program, which kept them in Firestore and in files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from racetrace.errors import EntryRefused
from racetrace.live.firestore import Firestore
from racetrace.services import circuits
from racetrace.services.circuits import Circuit
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import circuits as rows
from racetrace.store.uid import uid_of
from racetrace.timing.columns import UNUSED
from racetrace.timing.karting import overrides

MOST: Final = 5_000
COLUMNS: Final = tuple(f'c{i}' for i in range(1, 15))
LENGTHS: Final = {'nom': 200, 'liveTimingUrl': 500, 'wssUrl': 500} | dict.fromkeys(COLUMNS, 60)

Document = dict[str, Any]


@dataclass(slots=True)
class Taken:
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0  # deleted here

    def __str__(self) -> str:
        found = f'{self.made} made, {self.changed} changed, {self.unchanged} as they were'
        return f'{found}, {self.left_out} left out: deleted here' if self.left_out else found


def document(circuit: Circuit) -> Document:
    """Return a circuit with every column, as the app wants them; one that nobody named is not used."""
    return {
        'nom': circuit.name,
        'liveTimingUrl': circuit.page_url,
        'wssUrl': circuit.address,
        **{name: circuit.labels.get(name, UNUSED) for name in COLUMNS},
    }


def given_out(instance: Instance, viewer: Viewer) -> list[Document]:
    """Return the viewer's own circuits, by name."""
    mine = [one for one in circuits.seen(instance, viewer, MOST) if one.owner_id == viewer.user_id]
    return [
        {'id': one.uid, **document(one), 'createdAt': one.created_at.replace(tzinfo=UTC).isoformat()}
        for one in sorted(mine, key=lambda one: one.name.casefold())
    ]


def take_in(
    instance: Instance, viewer: Viewer, said: Sequence[Mapping[str, Any]], *, visibility: str = 'private'
) -> Taken:
    """Make circuits of documents, or change those that came of them before; all are looked at first.

    Raises EntryRefused, NotPermitted, FeedAddressRefused.
    """
    wanted = {_uid(one): _checked(one) for one in said}
    _insist_places(instance, wanted)
    taken = Taken()
    for uid, one in wanted.items():
        known = rows.by_uid(instance.engine, uid)
        if known is None:
            new = {**_columns(one), 'uid': uid, 'provider': 'apex', 'visibility': visibility}
            circuits.add(instance, viewer, new)
            taken.made += 1
        elif known.is_deleted:
            taken.left_out += 1
        elif document(known.circuit) == one:
            taken.unchanged += 1
        else:
            circuits.write(instance, viewer, known.circuit.id, _columns(one))
            taken.changed += 1
    return taken


def _insist_places(instance: Instance, wanted: Mapping[str, dict[str, Any]]) -> None:
    for uid, one in wanted.items():
        known = rows.by_uid(instance.engine, uid)
        if known is not None and known.circuit.is_followed and document(known.circuit) != one:
            circuits.insist_place(instance, known.circuit, _columns(one))


def documents_of(said: object) -> list[Mapping[str, Any]]:
    """Return the documents of a file: a list of them, or the app's own `{name: {url, wssUrl, mapping}}`.

    Raises EntryRefused.
    """
    found = said if isinstance(said, list) else _by_name(said) if isinstance(said, dict) else None
    if found is None or len(found) > MOST or not all(isinstance(one, dict) for one in found):
        raise EntryRefused(f'The file must hold a list of at most {MOST} circuits, or an object of them.')
    return found


async def pull(instance: Instance, viewer: Viewer, firestore: Firestore, *, visibility: str) -> Taken:
    """Take in what Firestore has. Raises ConnectionEnded, EntryRefused."""
    return take_in(instance, viewer, await firestore.circuits(), visibility=visibility)


async def push(instance: Instance, viewer: Viewer, firestore: Firestore) -> int:
    """Write the viewer's circuits there, those that came from there to where they were; return how many.

    Raises ConnectionEnded.
    """
    names = {_uid(one): str(one['id']) for one in await firestore.circuits()}
    ours = given_out(instance, viewer)
    for one in ours:
        uid = str(one.pop('id'))
        one.pop('createdAt')  # a time of Firestore's own
        await firestore.write(names.get(uid, uid), one)
    return len(ours)


def _by_name(said: Mapping[str, Any]) -> list[Any]:
    return [
        {
            'nom': name,
            'liveTimingUrl': one.get('url') or '',
            'wssUrl': one.get('wssUrl') or '',
            **{column.lower(): label for column, label in (one.get('mapping') or {}).items()},
        }
        if isinstance(one, dict) and isinstance(one.get('mapping') or {}, dict)
        else None
        for name, one in said.items()
    ]


def _uid(said: Mapping[str, Any]) -> str:
    """Return ours for the id that a document has; one without is known by its name and address."""
    name = said.get('id')
    if not isinstance(name, str) or not 0 < len(name) <= 1500:
        return uid_of(f'{said.get("nom")}\n{said.get("liveTimingUrl")}')
    return name if _is_uid(name) else uid_of(name)


def _is_uid(name: str) -> bool:
    return len(name) == 36 and name.count('-') == 4 and not set(name) - set('0123456789abcdef-')


def _checked(said: Mapping[str, Any]) -> Document:
    """Return a document as `document` makes them."""
    texts = {name: _text(said, name, most) for name, most in LENGTHS.items()}
    if not texts['nom']:
        raise EntryRefused('A circuit of the file has no name: give each a nom.')
    return texts | {name: texts[name] or UNUSED for name in COLUMNS}


def _columns(said: Document) -> dict[str, Any]:
    given = overrides({name: said[name] for name in COLUMNS})
    return {
        'name': said['nom'],
        'page_url': said['liveTimingUrl'],
        'address': said['wssUrl'],
        'labels': {name.lower(): label for name, label in given.items()},
    }


def _text(said: Mapping[str, Any], name: str, most: int) -> str:
    value = said.get(name)
    if value is None:
        return ''
    if not isinstance(value, str) or len(value) > most or not (value.isprintable() or not value):
        shown = str(said.get('nom'))[:60]
        raise EntryRefused(f'{name} of the circuit {shown!r} must be a text of at most {most} characters.')
    return value.strip()
