"""Who races: karts with their pace, their teams, drivers and categories. Nobody here exists."""

from dataclasses import dataclass
from random import Random
from typing import Final

CATEGORIES: Final = ('Pro', 'Rental')
SLOWER: Final = (1.0, 1.028)  # of the pace, by category
TEAMS: Final = (
    'Alder Racing',
    'Équipe Bleue',
    'Corner Nine',
    'Late Brakers',
    "O'Hara Karting",
    'Señal Verde',
    'Grün-Weiß',
    'Two Wheels Off',
    'Kerb Hoppers',
    'North Paddock',
    'Slipstream',
    'Red Mist Racing',
    'The Understudies',
    'Full Lock',
)
FIRST: Final = (
    *('Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gil', 'Hana', 'Igor', 'José', 'Kim', 'Léa'),
    *('Max', 'Nora', 'Ole', 'Pia'),
)
LAST: Final = (
    *('Archer', 'Brandt', 'Costa', 'Dufour', 'Ek', 'Fields', 'Grant', 'Holm', 'Ibáñez', 'Jansen'),
    *('Keller', 'Lund', 'Moreau', 'Núñez', 'Okoye', 'Paris', 'Quist', 'Rossi', 'Silva'),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Racer:
    """A person who drives in a race."""

    first: str
    last: str
    pace: float  # of the kart's time for a lap: below 1 is faster

    @property
    def name(self) -> str:
        return f'{self.first} {self.last}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    number: str
    team: str  # who drives alone is a team of one name
    racers: tuple[Racer, ...]
    category: int  # index into CATEGORIES
    transponder: int
    pace: float  # of the circuit's time for a lap
    spread: float  # standard deviation of a lap, as a part of it

    @property
    def category_name(self) -> str:
        return CATEGORIES[self.category]


def entrants(count: int, in_teams: bool, rng: Random) -> tuple[Entrant, ...]:
    """Return `count` karts, of teams of two or three or of one driver each, in the order of entry."""
    numbers = rng.sample(range(1, max(100, 2 * count)), count)
    people = [f'{first} {last}' for first in FIRST for last in LAST]
    rng.shuffle(people)
    made = []
    for index, number in enumerate(numbers):
        racers = tuple(_racer(people, rng) for _ in range(rng.choice((2, 3)) if in_teams else 1))
        category = index % len(CATEGORIES)
        made.append(
            Entrant(
                number=str(number),
                team=_team(index) if in_teams else racers[0].name,
                racers=racers,
                category=category,
                transponder=rng.randrange(1_000_000, 16_000_000),
                pace=SLOWER[category] * rng.uniform(0.985, 1.015),
                spread=rng.uniform(0.002, 0.007),
            )
        )
    return tuple(made)


def _racer(people: list[str], rng: Random) -> Racer:
    """Take the next name; past the last, begin again with one more letter."""
    name = people.pop(0)
    people.append(f'{name} B.')
    first, _, last = name.partition(' ')
    return Racer(first=first, last=last, pace=rng.uniform(0.995, 1.008))


def _team(index: int) -> str:
    again, which = divmod(index, len(TEAMS))
    return f'{TEAMS[which]} {again + 1}' if again else TEAMS[which]
