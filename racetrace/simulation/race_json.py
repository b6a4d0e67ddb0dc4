"""The truth about a race meeting, for programs in other languages."""

import json
from typing import Any

from racetrace.simulation.race_truth import KartRun, Meeting, SessionTruth


def race_json(meeting: Meeting) -> str:
    """Return one JSON object: venue, sessions, and for each kart what it did."""
    said = {
        'seed': meeting.seed,
        'title': meeting.title,
        'track': meeting.venue.name,
        'length_m': meeting.venue.length_m,
        'sessions': [_session(session) for session in meeting.sessions],
    }
    return json.dumps(said, ensure_ascii=False)


def _session(session: SessionTruth) -> dict[str, Any]:
    return {
        'number': session.number,
        'kind': session.kind,
        'title': session.title,
        'opens_ms': session.opens_ms,
        'green_ms': session.green_ms,
        'finish_ms': session.finish_ms,
        'closes_ms': session.closes_ms,
        'flags': [[shown.at_ms, shown.flag] for shown in session.flags],
        'notices': [[said.at_ms, said.kind, said.number, said.text] for said in session.notices],
        'order': session.order,
        'karts': [_run(run) for run in session.runs],
    }


def _run(run: KartRun) -> dict[str, Any]:
    laps = run.laps
    return {
        'row': run.row,
        'number': run.entrant.number,
        'team': run.entrant.team,
        'category': run.entrant.category_name,
        'drivers': [racer.name for racer in run.entrant.racers],
        'grid': run.grid,
        'crossings_ms': run.crossings_ms,
        'lap_times_ms': [lap.time_ms for lap in laps],
        'sectors_ms': [lap.sectors_ms for lap in laps],
        'lap_drivers': [lap.driver for lap in laps],
        'pit_stops_ms': [[stop.in_ms, stop.out_ms] for stop in run.pit_stops],
        'halts_ms': [[halt.from_ms, halt.to_ms] for halt in run.halts],
        'retired_ms': run.retired_ms,
        'finished_ms': run.finished_ms,
    }
