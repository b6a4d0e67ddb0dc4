"""A circuit by another name, or its feed from another place: looked at first, and in force at once."""

from collections.abc import Mapping
from typing import Any

from racetrace.services import circuits
from racetrace.services.circuits import Circuit
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.timing.providers import BY_PROFILE
from racetrace.timing.words import Provider


def change_feed(instance: Instance, viewer: Viewer, circuit_id: int, said: Mapping[str, Any]) -> Circuit:
    """Change what is new of `said`: `name`, `provider`, `address` and `visibility`.

    A feed that is followed is connected to anew where it comes from elsewhere. Raises NotFound, NotPermitted,
    EntryRefused, FeedAddressRefused; nothing is changed then.
    """
    found = circuits.owned(instance, viewer, circuit_id)
    news = {name: value for name, value in said.items() if value != _now(found, name)}
    if news.get('address') == '':
        news['page_url'] = ''  # it would be read from there instead
    circuits.insist_place(instance, found, news)
    if 'provider' in news and found.profile is not None and Provider(news['provider']) not in BY_PROFILE:
        news['profile'] = None  # it was of the provider before
    return circuits.write(instance, viewer, circuit_id, news) if news else found


def place(circuit: Circuit) -> str:
    """Return where a feed comes from, as its owner typed it."""
    return circuit.address or circuit.page_url


def _now(circuit: Circuit, name: str) -> object:
    return place(circuit) if name == 'address' else getattr(circuit, name)
