"""The words of live timing that every provider's are translated into."""

from enum import StrEnum


class Provider(StrEnum):
    """Who sends a feed, or in which shape."""

    APEX = 'apex'
    RMONITOR = 'rmonitor'
    RACE_MONITOR = 'racemonitor'
    JSON = 'json'  # of nobody that is known: read by a profile
    TABLE = 'table'
    DEMO = 'demo'  # a race that is simulated
    OPENF1 = 'openf1'  # known, and not read yet
    F1 = 'f1'
    UNKNOWN = 'unknown'


class Kind(StrEnum):
    PRACTICE = 'practice'
    QUALIFYING = 'qualifying'
    RACE = 'race'
    NONE = 'none'  # nothing is run now

    @property
    def is_race(self) -> bool:
        return self is Kind.RACE


class Mark(StrEnum):
    """How a time compares, as the feed says."""

    PLAIN = ''
    PERSONAL = 'pb'
    OVERALL = 'ob'


class Flag(StrEnum):
    NONE = 'none'
    GREEN = 'green'
    YELLOW = 'yellow'
    DOUBLE_YELLOW = 'double_yellow'
    SAFETY_CAR = 'sc'
    VIRTUAL_SAFETY_CAR = 'vsc'
    RED = 'red'
    CHEQUERED = 'chequered'


class State(StrEnum):
    """Where an entry is."""

    GRID = 'grid'
    RUNNING = 'running'
    PIT = 'pit'
    OUT_LAP = 'out_lap'
    STOPPED = 'stopped'
    RETIRED = 'retired'
    FINISHED = 'finished'


class Counting(StrEnum):
    """What the session's clock counts."""

    DOWN = 'countdown'
    UP = 'elapsed'
    LAPS = 'laps'
    STILL = 'still'  # a duration or a word that stands
    NONE = 'none'


class Field(StrEnum):
    """What a column of the board holds; the value is the name of the entry's attribute."""

    POSITION = 'position'
    NUMBER = 'number'
    NAME = 'name'  # of the team, or of the only driver
    DRIVER = 'driver'  # who drives now
    CATEGORY = 'category'
    COLOUR = 'colour'  # of the plate: #rrggbb
    NATION = 'nation'
    VEHICLE = 'vehicle'
    TRANSPONDER = 'transponder'
    LAPS = 'laps'
    LAST = 'last'  # ms
    BEST = 'best'  # ms
    BEST_LAP = 'best_lap'  # its number
    GAP = 'gap'  # to the leader
    INTERVAL = 'interval'  # to who is ahead
    SECTOR_1 = 's1'  # ms
    SECTOR_2 = 's2'
    SECTOR_3 = 's3'
    TOTAL = 'total'  # ms since the start, at the last passing
    PITS = 'pits'  # stops, as the feed counts them
    ON_TRACK = 'on_track'  # the feed's own text: since the last stop, or in the pit
    STATE = 'state'
    PENALTY = 'penalty'  # the feed's own text
    CHANGE = 'change'  # places won (positive) or lost
    OTHER = 'other'  # a column of this circuit's own; the layout has its label


TIMES = frozenset({Field.LAST, Field.BEST, Field.SECTOR_1, Field.SECTOR_2, Field.SECTOR_3, Field.TOTAL})
SECTORS = (Field.SECTOR_1, Field.SECTOR_2, Field.SECTOR_3)
