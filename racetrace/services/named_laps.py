"""The laps that an address names, as far as they are there."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from racetrace.services import sessions
from racetrace.services.compare_laps import Chosen, called
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
    wanted = dict(islice((ids or _first(instance, viewer)).items(), most))
    there = sessions.of_laps(instance, viewer, list(dict.fromkeys(wanted.values())))
    left_out = [word[:LONGEST] for word, lap_id in wanted.items() if lap_id not in there]
    notes = [f'Left out, because there is no such lap: {listed(left_out)}.'] if left_out else []
    if len(ids) > most:
        notes.append(f'The address names {plural(len(ids), "lap")}; one comparison shows the first {most}.')
    return Named(chosen=called(list(there.values())), notes=notes)


def _first(instance: Instance, viewer: Viewer) -> dict[str, int]:
    if not viewer.is_somebody:
        return {}
    newest = sessions.newest(instance, viewer, NEWEST)
    first = next((s.first_choice for s in newest if len(s.first_choice) > 1), ())
    return {str(lap.id): lap.id for lap in first}
