"""Sign in by an account elsewhere: lead there, and take in who comes back."""

from dataclasses import dataclass, field

from racetrace.accounts.identity import Attempt, Identity
from racetrace.accounts.lockout import limits_to_lead
from racetrace.accounts.tokens import Secret
from racetrace.errors import AttemptStale, CodeWanted, NotFound, ProviderRefused
from racetrace.oauth.provider import Provider
from racetrace.services.instance import Instance
from racetrace.services.oauth_account import link, shown, whose
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again, proven_elsewhere, seconds
from racetrace.services.sign_in import SignedIn, let_in
from racetrace.services.viewer import Caller, Viewer
from racetrace.store import attempts, failures
from racetrace.store.attempts import Begun, Proved
from racetrace.store.database import reading, writing

STALE = 'This sign-in was begun elsewhere, is over already, or is older than ten minutes. Begin again.'


@dataclass(frozen=True, slots=True, kw_only=True)
class Leading:
    url: str  # where the browser goes
    secret: str = field(repr=False)  # what it keeps until it is back


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """What a browser comes back with."""

    provider: str
    here: str  # the address it was sent back to
    secret: str = field(repr=False)
    state: str = field(repr=False)
    code: str = field(repr=False)  # '': somebody thought better of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    signed_in: SignedIn | None  # None: was, and may now sign in by this one too
    onward: str


def begin(instance: Instance, caller: Caller, provider: str, here: str, onward: str) -> Leading:
    """Raises NotFound, ProviderAway and TooManyAttempts."""
    return _begin(instance, caller.address, Begun(provider=provider, onward=onward, linker_id=None), here)


def begin_link(
    instance: Instance, viewer: Viewer, given: Credentials, provider: str, here: str, onward: str
) -> Leading:
    """Let somebody who is signed in add a way in. Raises SignInRefused besides."""
    demand_own(viewer, 'account.secrets')
    prove_again(instance, viewer, given)
    begun = Begun(provider=provider, onward=onward, linker_id=viewer.user_id)
    return _begin(instance, viewer.address, begun, here)


def come_back(instance: Instance, caller: Caller, viewer: Viewer | None, back: Back) -> Arrived:
    """Raises AttemptStale for whoever did not begin it, ProviderAway and ProviderRefused; CodeWanted where
    `enter_code` comes next; and what keeps out who it is: AccountLocked, EmailUnproven, LinkFirst,
    RegistrationClosed, IdentityTaken.
    """
    attempt = Attempt(secret=back.secret)
    if not back.secret or not attempt.is_its_state(back.state):
        raise AttemptStale(STALE)
    with writing(instance.engine) as db:
        begun = attempts.come_back(db, attempt.sha256, back.provider, instance.clock())
    is_theirs = begun is not None and begun.linker_id in {None, viewer.user_id if viewer else 0}
    if begun is None or not is_theirs:
        raise AttemptStale(STALE)
    if not back.code:
        raise ProviderRefused('The other side did not say who you are. Begin again.')
    asked = _provider(instance, back.provider)
    identity = asked.identity(attempt, back.code, back.here, seconds(instance.clock()))
    if begun.linker_id is None:
        return _enter(instance, caller, attempt, identity, begun)
    link(instance, caller, begun.linker_id, identity.provider, identity.subject, shown(identity))
    return Arrived(signed_in=None, onward=begun.onward)


def enter_code(instance: Instance, caller: Caller, secret: str, code: str) -> Arrived:
    """Give the code that is wanted besides. Raises AttemptStale, CodeWanted and TooManyAttempts."""
    attempt = Attempt(secret=secret)
    with reading(instance.engine) as db:
        proved = attempts.proved(db, attempt.sha256, instance.clock())
    if proved is None:
        raise AttemptStale(STALE)
    return _let_in(instance, caller, attempt, proved, code)


def _begin(instance: Instance, address: str, begun: Begun, here: str) -> Leading:
    asked = _provider(instance, begun.provider)
    attempt = Attempt(secret=Secret.fresh('rto_').text)
    with writing(instance.engine) as db:
        failures.attempt(db, limits_to_lead(address), instance.clock())
    url = asked.lead(attempt, here)
    with writing(instance.engine) as db:
        attempts.begin(db, attempt.sha256, begun, instance.clock())
    return Leading(url=url, secret=attempt.secret)


def _provider(instance: Instance, name: str) -> Provider:
    if name not in instance.providers:
        raise NotFound('Nobody of that name is asked here who somebody is.')
    return instance.providers[name]


def _enter(instance: Instance, caller: Caller, attempt: Attempt, identity: Identity, begun: Begun) -> Arrived:
    user_id = whose(instance, caller, identity)
    proved = Proved(
        user_id=user_id,
        provider=identity.provider,
        subject=identity.subject,
        shown=shown(identity),
        onward=begun.onward,
    )
    try:
        return _let_in(instance, caller, attempt, proved, '')
    except CodeWanted:
        with writing(instance.engine) as db:
            attempts.prove(db, attempt.sha256, user_id, proved.subject, proved.shown)
        raise


def _let_in(instance: Instance, caller: Caller, attempt: Attempt, proved: Proved, code: str) -> Arrived:
    proven = proven_elsewhere(instance, caller, proved.user_id, code)
    with writing(instance.engine) as db:
        if not attempts.end(db, attempt.sha256):
            raise AttemptStale(STALE)
        failures.forgive(db, limits_to_lead(caller.address), ())
    link(instance, caller, proved.user_id, proved.provider, proved.subject, proved.shown)
    return Arrived(signed_in=let_in(instance, caller, proven), onward=proved.onward)
