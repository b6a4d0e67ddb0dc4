"""What can go wrong in a way a person can be told: `str()` of each is a sentence.

Caught at the edges only (page, API, command line). All arguments are positional and handed to
`Exception`, because an error raised in a worker travels back by pickle, as `type(*args)`.
"""


class RaceTraceError(Exception):
    """The root of all the others."""


class SettingRefused(RaceTraceError):
    def __init__(self, name: str, given: str, wanted: str) -> None:
        super().__init__(name, given, wanted)
        self.name = name

    def __str__(self) -> str:
        name, given, wanted = self.args
        return f'{name} is {given!r}; it must be {wanted}.'


class LogFormatError(RaceTraceError):
    """The file is not a log that can be read."""


class LapsNotComparable(RaceTraceError):
    """There is no honest difference between these laps."""


class ComparisonFailed(RaceTraceError):
    """Laps could not be compared, and nothing in the file says why."""


class NotFound(RaceTraceError):
    """There is no such thing, or none that this viewer may see."""


class NotReady(RaceTraceError):
    """It is there, but still being worked on, or was refused."""


class WorkerLost(RaceTraceError):
    """The process that did the work ended before its answer."""


class StoreNotUsable(RaceTraceError):
    """The database file cannot be brought to this version without losing something."""
