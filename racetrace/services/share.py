"""Links by which somebody without an account sees one session."""

from collections.abc import Iterator
from datetime import UTC, datetime

from racetrace.errors import ChangeRefused, NotFound, NotPermitted
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.store import sessions, shares, uploads
from racetrace.store.shares import Scope as Scope
from racetrace.store.shares import Share as Share
from racetrace.telemetry.summary import Summary


def make(
    instance: Instance,
    viewer: Viewer,
    session_id: int,
    scope: Scope = Scope.VIEW,
    ends_at: datetime | None = None,
) -> tuple[Share, str]:
    """Return a share of a session and its secret, which is told this once.

    A time without a zone is UTC. Raises NotFound, and ChangeRefused for an end that has passed.
    """
    if ends_at is not None:
        aware = ends_at if ends_at.tzinfo else ends_at.replace(tzinfo=UTC)
        if aware <= datetime.now(UTC):
            raise ChangeRefused('This link would have ended already: give it a later end, or none.')
        ends_at = aware.astimezone(UTC).replace(tzinfo=None)
    made = shares.make(instance.engine, viewer.user_id, session_id, scope, ends_at)
    instance.hub.stir()
    return made


def of_session(instance: Instance, viewer: Viewer, session_id: int) -> list[Share]:
    """Return the links that open a session, the oldest first, to its owner. Raises NotFound."""
    return shares.of_session(instance.engine, viewer.user_id, session_id)


def revoke(instance: Instance, viewer: Viewer, share_id: int) -> None:
    """End a link: pages that it opened go at once. Raises NotFound."""
    shares.revoke(instance.engine, viewer.user_id, share_id)
    instance.hub.stir()


def session_of_share(instance: Instance, secret: str) -> tuple[Summary, Share]:
    """Return what a link opens, to whoever has it. Raises NotFound."""
    return shares.opened(instance.engine, secret)


def file_of_share(instance: Instance, secret: str) -> tuple[Summary, Iterator[bytes]]:
    """Return the file of a session, by a link that is for it too. Raises NotFound and NotPermitted."""
    session, share = session_of_share(instance, secret)
    if share.scope is not Scope.FILE:
        raise NotPermitted('This link shows the session, and does not open its file.')
    upload_id = sessions.source(instance.engine, session.id).upload_id
    if upload_id is None:
        raise NotFound('This session was made by hand: it has no file.')
    return session, uploads.raw_of(instance.engine, upload_id)
