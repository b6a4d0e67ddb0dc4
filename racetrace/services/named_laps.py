"""The laps that an address names, as far as they are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from racetrace.errors import NotFound
from racetrace.services import sessions
from racetrace.services.compare_laps import Chosen, choose
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.words import listed, plural

NEWEST: Final = 12  # sessions that are looked through for two laps to begin with
LONGEST: Final = 19  # letters of a word that are said again


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    chosen: list[Chosen]
    notes: list[str]  # on those that are not there


def named_laps(instance: Instance, viewer: Viewer, ids: Mapping[str, int], most: int) -> Named:
    """Find laps by their ids, each under the word that names it.

    Without a name it is the first choice of the newest session that has one.
    """
    there, left_out = [], []
    for word, lap_id in islice((ids or _first(instance, viewer)).items(), most):
        try:
            sessions.of_lap(instance, viewer, lap_id)
        except NotFound:
            left_out.append(word[:LONGEST])
        else:
            there.append(lap_id)
    notes = [f'Left out, because there is no such lap: {listed(left_out)}.'] if left_out else []
    if len(ids) > most:
        notes.append(f'The address names {plural(len(ids), "lap")}; one comparison shows the first {most}.')
    return Named(chosen=choose(instance, viewer, there), notes=notes)


def _first(instance: Instance, viewer: Viewer) -> dict[str, int]:
    newest = sessions.newest(instance, viewer, NEWEST)
    first = next((s.first_choice for s in newest if len(s.first_choice) > 1), ())
    return {str(lap.id): lap.id for lap in first}
