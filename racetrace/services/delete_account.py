"""Leave, with all that one brought."""

from racetrace.errors import AccountRefused, NotReady
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_own
from racetrace.services.prove import Credentials, prove_again
from racetrace.services.viewer import Viewer
from racetrace.store import accounts, audit, circuits, owned, teams
from racetrace.store.database import writing


def delete_account(instance: Instance, viewer: Viewer, given: Credentials) -> None:
    """Remove an account with its sessions and files, for good and at once.

    Places that are published, or that others drove at, stay; who made them is no longer said. Raises
    SignInRefused, NotReady while a file is being worked on, AccountRefused for the last admin, and
    ChangeRefused for who alone manages a team of others.
    """
    demand_own(viewer, 'account.delete')
    account = prove_again(instance, viewer, given)
    now = instance.clock()
    followed = [one.id for one in circuits.followed(instance.engine) if one.owner_id == account.id]
    with writing(instance.engine) as db:
        if account.is_admin and accounts.admins(db) == [account.id]:
            raise AccountRefused('You are the last admin. Make somebody else one first.')
        if owned.is_under_way(db, account.id):
            raise NotReady('A file of yours is being worked on. Wait until that has ended.')
        teams.leave_all(db, account.id)
        owned.remove(db, account.id)
        accounts.deleted(db, account.id, now)
        audit.note(
            db,
            at=now,
            who_id=account.id,
            what='delete account',
            on_what=f'user {account.id}',
            from_where=viewer.address,
        )
    for circuit_id in followed:
        instance.following.end(circuit_id)
    instance.hub.tell(account.id)
    instance.hub.stir()
