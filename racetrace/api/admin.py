"""What an admin does, after proving it once more."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from racetrace.api.account_documents import AccountDocument, Body, account_document
from racetrace.api.problem import problems
from racetrace.api.times import Moment
from racetrace.api.viewing import Serving, Viewing, no_store
from racetrace.services import administer

MOST_ID = 2**63 - 1
REFUSED = problems(400, 401, 404, 413, 422, 507)

Limit = Annotated[int, Query(ge=1, le=administer.MOST)]
Id = Annotated[int | None, Query(ge=1, le=MOST_ID)]


class Changes(Body):
    """What is left out stays as it is."""

    is_locked: bool | None = None
    is_admin: bool | None = None


class OneTimeLink(BaseModel):
    link: str


class AuditDocument(BaseModel):
    id: int
    at: Moment
    who_id: int | None
    what: str
    on_what: str
    from_where: str


router = APIRouter(tags=['admin'], dependencies=[Depends(no_store)])


@router.get('/admin/users', responses=problems(401, 422))
def list_users(
    instance: Serving, viewer: Viewing, limit: Limit = 50, after: Id = None
) -> list[AccountDocument]:
    found = administer.all_accounts(instance, viewer, limit, after or 0)
    return [account_document(account) for account in found]


@router.patch('/admin/users/{user_id}', status_code=204, response_class=Response, responses=REFUSED)
def change_user(instance: Serving, user_id: int, changes: Changes, viewer: Viewing) -> None:
    """Lock somebody out, or let them in; make them an admin, or one no longer."""
    if changes.is_admin is not None:
        administer.set_admin(instance, viewer, user_id, changes.is_admin)
    if changes.is_locked is not None:
        act = administer.lock if changes.is_locked else administer.unlock
        act(instance, viewer, user_id)


@router.post('/admin/users/{user_id}/reset', status_code=201, responses=REFUSED)
def make_reset_link(instance: Serving, user_id: int, viewer: Viewing) -> OneTimeLink:
    """Make what lets somebody set a password who forgot it, within the hour."""
    return OneTimeLink(link=administer.reset_link(instance, viewer, user_id))


@router.post('/admin/users/{user_id}/verify', status_code=201, responses=REFUSED)
def make_verify_link(instance: Serving, user_id: int, viewer: Viewing) -> OneTimeLink:
    """Make what somebody gets by mail, and shows to say that the address is theirs."""
    return OneTimeLink(link=administer.verify_link(instance, viewer, user_id))


@router.delete('/admin/users/{user_id}/app', status_code=204, response_class=Response, responses=REFUSED)
def remove_app_of_user(instance: Serving, user_id: int, viewer: Viewing) -> None:
    """Want no code of somebody whose phone is lost."""
    administer.remove_app(instance, viewer, user_id)


@router.get('/admin/audit', responses=problems(401, 422))
def list_audit(
    instance: Serving, viewer: Viewing, limit: Limit = 50, before: Id = None
) -> list[AuditDocument]:
    """Return who did what, the newest first."""
    found = administer.audit_log(instance, viewer, limit, before)
    shown = AuditDocument.model_fields
    return [AuditDocument(**{name: getattr(entry, name) for name in shown}) for entry in found]
