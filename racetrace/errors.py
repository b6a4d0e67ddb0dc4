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


class RecordingRefused(RaceTraceError):
    """The file is not a recording of a timing feed."""


class ProfileRefused(RaceTraceError):
    """What should say how to read a feed does not, or not so that it can be followed."""


class LapsNotComparable(RaceTraceError):
    """There is no honest difference between these laps."""


class CorrectionRefused(RaceTraceError):
    """A correction cannot be made, or would leave nothing of the session."""


class CorrectedMeanwhile(RaceTraceError):
    """What was found rests on corrections, or on a line, that are no longer those in force."""


class ComparisonFailed(RaceTraceError):
    """Laps could not be compared, and nothing in the file says why."""


class NotFound(RaceTraceError):
    """There is no such thing, or none that this viewer may see."""


class NotPermitted(RaceTraceError):
    """This viewer may see it, but not do this with it."""


class SignInNeeded(RaceTraceError):
    """Nobody may do this without an account, and who asks is not signed in."""


class ChangeRefused(RaceTraceError):
    """What was asked for does not go together with what is there."""


class EntryRefused(RaceTraceError):
    """What was typed into a field is not what the field is for."""


class QuotaReached(RaceTraceError):
    """Somebody keeps as much as one account may."""


class CourseFileRefused(RaceTraceError):
    """This is no line of a course."""


class NotReady(RaceTraceError):
    """It is there, but still being worked on, or was refused."""


class WorkerLost(RaceTraceError):
    """The process that did the work ended before its answer."""


class StoreFull(RaceTraceError):
    """There is no space left for what was to be kept."""


class StoreAway(RaceTraceError):
    """The database does not answer: it may be starting."""


class StoreInUse(RaceTraceError):
    """Another RaceTrace works on the same data; `url` is where it is served, '' when it is not."""

    def __init__(self, sentence: str, url: str) -> None:
        super().__init__(sentence, url)
        self.url = url

    def __str__(self) -> str:
        sentence, url = self.args
        return f'{sentence} It is at {url}.' if url else f'{sentence} Wait until it has ended.'


class FileTooLarge(RaceTraceError):
    def __init__(self, most_bytes: int) -> None:
        super().__init__(most_bytes)

    def __str__(self) -> str:
        return f'This is larger than the {self.args[0] >> 20} MiB that RaceTrace takes.'


class WorkTooLong(RaceTraceError):
    def __init__(self, limit_s: float) -> None:
        super().__init__(limit_s)
        self.limit_s = limit_s

    def __str__(self) -> str:
        return f'This took longer than {self.limit_s:g} s and was ended.'


class StoreNotUsable(RaceTraceError):
    """The store cannot be opened, or not be brought to this version without losing something."""


class PasswordRefused(RaceTraceError):
    """A new password is too short, too long, or among the first to be guessed."""


class SignInRefused(RaceTraceError):
    """Name or password is wrong; it never says which."""


class CodeWanted(RaceTraceError):
    """The password is right, and this account wants a code of its authenticator app besides."""


class AccountLocked(RaceTraceError):
    """Said only to who knows the password."""


class TokenRefused(RaceTraceError):
    """What should prove who asks is none of ours, or is no longer in force."""


class RetryRefresh(RaceTraceError):
    """The same token was used a moment ago, as two windows at once do: the other has what came of it."""


class LinkRefused(RaceTraceError):
    """A one-time link is none of ours, was used, or is too old."""


class StepUpNeeded(RaceTraceError):
    """The viewer may do this after proving once more who he is."""


class NameTaken(RaceTraceError):
    """Another account has this name or this e-mail address."""


class AccountRefused(RaceTraceError):
    """What should become of an account cannot be."""


class RegistrationClosed(RaceTraceError):
    """Nobody makes an account here but who is asked to."""


class ProviderAway(RaceTraceError):
    """Who should say who somebody is answers not at all, too late, or not as agreed."""


class ProviderRefused(RaceTraceError):
    """Who should say who somebody is does not say it, or says what cannot be believed."""


class AttemptStale(RaceTraceError):
    """A sign-in elsewhere was not begun by this browser, is over, or is too old."""


class EmailUnproven(RaceTraceError):
    """Nobody says that the e-mail address is theirs who sign in with it."""


class LinkFirst(RaceTraceError):
    """The address is that of an account here, and which of the two proved it is not enough."""


class IdentityTaken(RaceTraceError):
    """With this account elsewhere somebody else signs in here."""


class MailFailed(RaceTraceError):
    """A letter did not go."""


class KeyUsed(RaceTraceError):
    """Another request had this key."""


class StillAtIt(RaceTraceError):
    """The same request came before, and is not answered yet."""


class TooBusy(RaceTraceError):
    """More people want it at this moment than can be served."""


class FeedAddressRefused(RaceTraceError):
    """No timing feed can be at this address, or none that this RaceTrace may ask."""


class ConnectionEnded(RaceTraceError):
    """A timing feed cannot be reached, has ended, or is not what it should be."""


class CredentialsRefused(RaceTraceError):
    """What should let us into a service of somebody else is not what that service gives out."""


class TooManyAttempts(RaceTraceError):
    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s

    def __str__(self) -> str:
        minutes = -(-self.wait_s // 60)
        return (
            f'There were too many attempts. Try again in {minutes} {"minute" if minutes == 1 else "minutes"}.'
        )
