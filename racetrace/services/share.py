"""Links by which somebody without an account sees one session."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from racetrace.accounts.roles import LinkScope
from racetrace.errors import ChangeRefused, NotFound
from racetrace.services import sessions
from racetrace.services.instance import Instance
from racetrace.services.permitted import demand_seen
from racetrace.services.reach import demand_session, owner_of
from racetrace.services.viewer import NOBODY, Via, Viewer
from racetrace.store import moment, shares, things
from racetrace.store.shares import Share as Share
from racetrace.telemetry.summary import Summary

LINK: Final = shares.PREFIX
CLOSED: Final = 'This link opens nothing: it may have ended, or was taken back.'


def make(
    instance: Instance,
    viewer: Viewer,
    session_id: int,
    scope: LinkScope = LinkScope.VIEW,
    ends_at: datetime | None = None,
) -> tuple[Share, str]:
    """Return a share of a session and its secret, which is told this once.

    A time without a zone is UTC. Raises NotFound, NotPermitted, and ChangeRefused for an end that has passed.
    """
    its = demand_session(instance, viewer, 'session.share', session_id)
    if ends_at is not None:
        aware = ends_at if ends_at.tzinfo else ends_at.replace(tzinfo=UTC)
        if aware <= datetime.now(UTC):
            raise ChangeRefused('This link would have ended already: give it a later end, or none.')
        ends_at = aware.astimezone(UTC).replace(tzinfo=None)
    made = shares.make(instance.engine, owner_of(its), session_id, scope, ends_at)
    instance.hub.stir()
    return made


def of_session(instance: Instance, viewer: Viewer, session_id: int) -> list[Share]:
    """Return the links that open a session, the oldest first. Raises NotFound and NotPermitted."""
    its = demand_session(instance, viewer, 'session.share', session_id)
    return shares.of_session(instance.engine, owner_of(its), session_id)


def revoke(instance: Instance, viewer: Viewer, share_id: int) -> None:
    """Take a link back: pages that it opened show nothing more. Raises NotFound."""
    found = things.of_share(instance.engine, viewer.user_id, share_id)
    its = demand_seen(viewer, 'session.share', found, 'share', seen_by='session.share')
    shares.revoke(instance.engine, owner_of(its), share_id)
    instance.hub.stir()


def with_links(instance: Instance, viewer: Viewer, secrets: list[str]) -> Viewer:
    """Return the viewer with what these links open besides, as far as they still do."""
    found = shares.of_secrets(instance.engine, secrets) if secrets else []
    links = frozenset(share.id for share in found)
    return (
        replace(viewer, links=links, via=viewer.via if viewer.is_somebody else Via.LINK) if links else viewer
    )


def seconds_left(instance: Instance, viewer: Viewer) -> float | None:
    """Return how long it is until the first of the viewer's links ends; None where none does."""
    ends = shares.ends(instance.engine, viewer.links)
    return max(0.0, (min(ends) - moment.now()).total_seconds()) if ends else None


def session_of_share(instance: Instance, secret: str) -> tuple[Summary, Share]:
    """Return what a link opens, to whoever has it. Raises NotFound, whyever it opens nothing."""
    found = shares.of_secrets(instance.engine, [secret])
    viewer = with_links(instance, NOBODY, [secret])
    try:
        return sessions.session(instance, viewer, found[0].session_id), found[0]
    except (NotFound, IndexError):
        raise NotFound(CLOSED) from None


def file_of_share(instance: Instance, secret: str) -> tuple[Summary, Iterator[bytes]]:
    """Return the file of a session, by a link that is for it too. Raises NotFound and NotPermitted."""
    _, share = session_of_share(instance, secret)
    viewer = with_links(instance, NOBODY, [secret])
    return sessions.file(instance, viewer, share.session_id)
