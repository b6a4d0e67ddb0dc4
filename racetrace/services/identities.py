"""The accounts elsewhere by which somebody signs in."""

from racetrace.accounts.identity import LinkedIdentity
from racetrace.errors import ChangeRefused, NotFound
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again
from racetrace.services.viewer import Viewer
from racetrace.store import accounts, audit, identities
from racetrace.store.database import reading, writing


def my_identities(instance: Instance, viewer: Viewer) -> list[LinkedIdentity]:
    demand_own(viewer, 'account.read')
    with reading(instance.engine) as db:
        return identities.of_user(db, viewer.user_id)


def unlink(instance: Instance, viewer: Viewer, given: Credentials, identity_id: int) -> None:
    """Raises SignInRefused, NotFound, and ChangeRefused where there would be no way in any more."""
    demand_own(viewer, 'account.secrets')
    prove_again(instance, viewer, given)
    with writing(instance.engine) as db:
        mine = {identity.id: identity for identity in identities.of_user(db, viewer.user_id)}
        if identity_id not in mine:
            raise NotFound('There is no such account of yours.')
        if len(mine) == 1 and accounts.proofs_of(db, viewer.user_id).password_hash is None:
            raise ChangeRefused('This is the only way into your account. Set a password first.')
        identities.unlink(db, viewer.user_id, identity_id)
        what = f'remove {mine[identity_id].provider}'
        audit.note(db, at=instance.clock(), who_id=viewer.user_id, what=what, from_where=viewer.address)
