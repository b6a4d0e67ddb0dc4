"""How the feed of a circuit is read: drawn up by its owner, looked at before it counts, kept by version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from racetrace.errors import NotReady
from racetrace.services import circuits
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_seen
from racetrace.services.viewer import Viewer
from racetrace.store import feed_formats, feed_log, things
from racetrace.store.circuits import Circuit, circuit
from racetrace.store.feed_formats import FormatVersion as FormatVersion
from racetrace.timing.columns import Mapped
from racetrace.timing.mapping import FoundColumn, doubts, found_columns, previewed
from racetrace.timing.profile import FormatProfile
from racetrace.timing.providers import BY_PROFILE
from racetrace.timing.shown import rows
from racetrace.timing.words import Field, Provider

SHOWN: Final = 5  # rows of a preview


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFormat:
    """What is known of it."""

    circuit: Circuit
    analysis: dict[str, Any] | None  # as racetrace.services.analyse_feed reports it
    versions: Sequence[FormatVersion]  # the newest first
    columns: Mapped  # C1 to C14, with what people called them

    @property
    def profile(self) -> FormatProfile | None:
        """Return the one in force, else the one that is proposed."""
        said = self.circuit.profile or (self.analysis and self.analysis['profile'])
        return FormatProfile.from_dict(said) if said else None

    @property
    def is_mapped(self) -> bool:
        """Return whether the feed is one that a profile reads, and there is one to begin with."""
        heard = self.analysis['provider'] if self.analysis else self.circuit.provider
        return self.profile is not None and Provider(heard) in BY_PROFILE

    @property
    def guessed(self) -> dict[str, Field]:
        """Return what each column was taken for when the feed was listened to."""
        said = self.analysis['profile'] if self.analysis else None
        return dict(FormatProfile.from_dict(said).columns) if said else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a profile makes of what was heard."""

    found: Sequence[FoundColumn]
    doubts: Mapping[str, str]  # a sentence, by column
    rows: Sequence[dict[str, Any]]  # of the board, as racetrace.timing.shown makes them
    entries: int


def feed_format(instance: Instance, viewer: Viewer, circuit_id: int) -> FeedFormat:
    """Raises NotFound, NotPermitted, SignInNeeded."""
    _demand(instance, viewer, circuit_id)
    found = circuit(instance.engine, circuit_id)
    analysis = feed_log.analysis(instance.engine, circuit_id)
    said = (analysis or {}).get('columns') or {}
    return FeedFormat(
        circuit=found,
        analysis=analysis,
        versions=feed_formats.versions(instance.engine, circuit_id),
        columns={name: one for name, one in said.items() if one['data_type'] or one['field']},
    )


def version(instance: Instance, viewer: Viewer, circuit_id: int, number: int) -> tuple[FormatVersion, int]:
    """Return a version, and the number of the one in force. Raises NotFound, NotPermitted, SignInNeeded."""
    _demand(instance, viewer, circuit_id)
    found = feed_formats.version(instance.engine, circuit_id, number)
    return found, circuit(instance.engine, circuit_id).profile_version


def proposed(instance: Instance, viewer: Viewer, circuit_id: int) -> dict[str, Any]:
    """Return the profile that the last analysis proposes. Raises NotReady, and as `feed_format`."""
    _demand(instance, viewer, circuit_id)
    analysis = feed_log.analysis(instance.engine, circuit_id)
    if analysis is None or not analysis['profile']:
        raise NotReady('No profile is proposed for this feed: have it analysed while a session is run.')
    said: dict[str, Any] = analysis['profile']
    return said


def preview(instance: Instance, viewer: Viewer, circuit_id: int, said: Mapping[str, Any]) -> Preview:
    """Return what a profile makes of the frames of the last analysis, and write nothing.

    Raises NotFound, NotPermitted, ProfileRefused.
    """
    _demand(instance, viewer, circuit_id)
    profile = FormatProfile.from_dict(said)
    heard = feed_formats.sample(instance.engine, circuit_id)
    found = found_columns(heard, profile)
    board = previewed(heard, profile)
    return Preview(
        found=found,
        doubts=doubts(found, profile),
        rows=list(rows(board))[:SHOWN],
        entries=len(board.entries),
    )


def save(instance: Instance, viewer: Viewer, circuit_id: int, said: Mapping[str, Any]) -> Circuit:
    """Read the feed by this from now on, as a new version.

    Raises NotFound, NotPermitted, ProfileRefused, and FeedAddressRefused where its address is of
    another kind.
    """
    provider = Provider.TABLE if said.get('separator') else Provider.JSON
    return _write(instance, viewer, circuit_id, {'provider': provider, 'profile': dict(said)})


def save_labels(instance: Instance, viewer: Viewer, circuit_id: int, labels: Mapping[str, str]) -> Circuit:
    """Call the columns this, by c1 to c14; an empty word is the feed's own. Raises NotFound, NotPermitted."""
    kept = {name: label for name, label in labels.items() if label}
    return circuits.write(instance, viewer, circuit_id, {'labels': kept})


def use_again(instance: Instance, viewer: Viewer, circuit_id: int, version: int) -> Circuit:
    """Make an older version the newest. Raises NotFound, NotPermitted, FeedAddressRefused."""
    _demand(instance, viewer, circuit_id)
    found = feed_formats.version(instance.engine, circuit_id, version)
    said = {'provider': found.provider, 'profile': found.profile, 'labels': found.labels}
    return _write(instance, viewer, circuit_id, said)


def _write(instance: Instance, viewer: Viewer, circuit_id: int, said: dict[str, Any]) -> Circuit:
    circuits.insist_place(instance, circuits.owned(instance, viewer, circuit_id), said)
    return circuits.write(instance, viewer, circuit_id, said)


def _demand(instance: Instance, viewer: Viewer, circuit_id: int) -> None:
    demand_seen(viewer, 'circuit.write', things.circuit(instance.engine, circuit_id), 'circuit')
