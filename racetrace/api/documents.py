"""Sessions and laps as a program reads them: the older system's names, speeds in km/h, null for unknown."""

from pydantic import BaseModel

from racetrace.api.times import AsDriven
from racetrace.services.viewer import Viewer
from racetrace.telemetry.laps import Lap
from racetrace.telemetry.log import LapKind, MeasuredBy, ZoneSource
from racetrace.telemetry.summary import Driven, Passed, Summary, Visibility
from racetrace.units import MPS_PER_KMH


class LapDocument(BaseModel):
    id: int
    lap_number: int
    kind: LapKind
    lap_time_ms: int | None
    measured_by: MeasuredBy
    resolution_ms: float | None
    is_valid: bool  # may be called the best
    is_outlap: bool
    is_inlap: bool
    max_speed_kmh: float | None
    avg_speed_kmh: float | None
    length_m: float | None
    start_s: float  # on the time axis of the session
    end_s: float
    excluded_reason: str
    stated_time_ms: int | None  # by logger or organiser, where the lap is cut elsewhere than these
    gate_residual_ms: float | None
    splits_s: list[
        float | None
    ]  # of 24 equal stretches of the course; none where the lap has no place on one


class LapOfSession(LapDocument):
    session_id: int


class SessionDocument(BaseModel):
    id: int
    uid: str
    user_id: int
    date: AsDriven | None  # with a zone only where it is known
    zone_source: ZoneSource
    name: str
    notes: str
    session_type: str
    driver_name: str
    car_name: str
    car_id: int | None
    event_id: int | None
    team_id: int | None
    visibility: Visibility
    track_configuration_id: int | None  # the same as course_id
    course_id: int | None
    track: str  # as the file says
    place: str
    length_m: float | None
    app_source: str
    device: str
    vehicle_hint: str
    file_name: str
    file_size: int
    is_public: bool
    is_demo: bool
    is_coarse: bool  # fixes at 2 Hz or fewer
    fix_rate_hz: float | None
    tau_s: float  # by how much the receiver reckoned ahead
    warnings: list[str]
    best_lap_id: int | None
    best_lap_ms: int | None


class SessionDetail(SessionDocument):
    laps: list[LapDocument]


def milliseconds(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def lap_document(session: Summary, lap: Lap) -> LapDocument:
    passed = session.passed.get(lap.number, Passed(splits_s=()))
    duration_s = lap.time_s or lap.end_s - lap.start_s
    return LapDocument(
        id=lap.id,
        lap_number=lap.number,
        kind=lap.kind,
        lap_time_ms=milliseconds(lap.time_s),
        measured_by=lap.measured_by,
        resolution_ms=lap.resolution_ms,
        is_valid=lap.is_best_candidate,
        is_outlap=lap.kind is LapKind.OUT,
        is_inlap=lap.kind is LapKind.IN,
        max_speed_kmh=_kmh(lap.max_speed_mps),
        avg_speed_kmh=_kmh(lap.length_m / duration_s if lap.length_m and duration_s > 0 else None),
        length_m=lap.length_m,
        start_s=lap.start_s,
        end_s=lap.end_s,
        excluded_reason=lap.excluded_reason,
        stated_time_ms=milliseconds(lap.stated_time_s),
        gate_residual_ms=passed.gate_residual_ms,
        splits_s=list(passed.splits_s),
    )


def lap_of_session(session: Summary, lap: Lap) -> LapOfSession:
    return LapOfSession(session_id=session.id, **lap_document(session, lap).model_dump())


def session_document(session: Summary, viewer: Viewer) -> SessionDocument:
    driven = session.driven or Driven()
    return SessionDocument(
        id=session.id,
        uid=session.uid,
        user_id=session.belongs.owner_id or viewer.user_id,
        date=session.started_at,
        zone_source=session.zone_source,
        name=session.written.name,
        notes=session.written.notes,
        session_type=session.written.session_type,
        driver_name=session.written.driver_name,
        car_name=session.written.car_name,
        car_id=session.belongs.car_id,
        event_id=session.belongs.event_id,
        team_id=session.belongs.team_id,
        visibility=session.belongs.visibility,
        track_configuration_id=driven.course_id,
        course_id=driven.course_id,
        track=session.track,
        place=driven.place,
        length_m=driven.length_m or None,
        app_source=session.format,
        device=session.device,
        vehicle_hint=session.vehicle,
        file_name=session.name,
        file_size=session.size,
        is_public=session.belongs.visibility is Visibility.PUBLIC,
        is_demo=session.is_demo,
        is_coarse=session.is_coarse,
        fix_rate_hz=session.fix_rate_hz,
        tau_s=session.tau_s,
        warnings=list(session.warnings),
        best_lap_id=session.best.id if session.best else None,
        best_lap_ms=milliseconds(session.best.time_s) if session.best else None,
    )


def session_detail(session: Summary, viewer: Viewer) -> SessionDetail:
    laps = [lap_document(session, lap) for lap in session.laps]
    return SessionDetail(**session_document(session, viewer).model_dump(), laps=laps)


def _kmh(mps: float | None) -> float | None:
    return None if mps is None else mps / MPS_PER_KMH
