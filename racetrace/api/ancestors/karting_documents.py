"""What the older karting program answered, in its own words."""

from datetime import UTC, datetime
from typing import Any, Final

from racetrace.live.feed_status import FeedState, Status
from racetrace.services.circuits import Circuit
from racetrace.services.viewer import Viewer
from racetrace.timing.karting import Told

CONNECTED: Final = (FeedState.LIVE, FeedState.STALE)

Document = dict[str, Any]


def stamp(ms: int | None = None) -> str:
    """Return a time, or now, in ISO 8601."""
    at = datetime.now(UTC) if ms is None else datetime.fromtimestamp(ms / 1000, UTC)
    return at.isoformat()


def address(circuit: Circuit, viewer: Viewer) -> str:
    """Return where a feed comes from, to its owner: there may be a token in it. The page is for all."""
    return (circuit.address if circuit.owner_id == viewer.user_id else '') or circuit.page_url


def circuit_document(circuit: Circuit, viewer: Viewer, name: str = '') -> Document:
    """Return a circuit under the name by which it was asked for."""
    return {
        'id': name or str(circuit.id),
        'nom': circuit.name,
        'liveTimingUrl': circuit.page_url,
        'wssUrl': circuit.address if circuit.owner_id == viewer.user_id else '',
        'mappings': {column.upper(): label for column, label in circuit.labels.items()},
        'createdAt': circuit.created_at.replace(tzinfo=UTC).isoformat(),
        **circuit.labels,
    }


def collector(circuit: Circuit, viewer: Viewer, status: Status | None) -> Document | None:
    """Return how a feed is doing; None: it is not followed."""
    if status is None:
        return None
    last_ns = status.last_frame_ns
    return {
        'is_running': True,
        'is_connected': status.state in CONNECTED,
        'reconnect_attempts': status.attempts,
        'message_count': status.frames,
        'last_message_time': None if last_ns is None else stamp(last_ns // 1_000_000),
        'websocket_url': address(circuit, viewer),
        'has_parser': True,
    }


def karting_data(name: str, told: Told, status: Status | None) -> Document:
    return {
        'circuit_id': name,
        'drivers': told.drivers,
        'column_order': told.order,
        'message_count': status.frames if status else 0,
        'timestamp': stamp(),
    }


def timing_data(name: str, told: Told, key: str) -> Document:
    row = {'mapped_data': told.mapped[key], 'raw_data': told.raw[key], 'timestamp': stamp()}
    return {'circuit_id': name, 'data': row}


def status_update(*, is_connected: bool) -> Document:
    return {'status': {'timing_connected': is_connected, 'timestamp': stamp()}}
