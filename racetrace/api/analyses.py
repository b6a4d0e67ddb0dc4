"""What the feed of a circuit was found to be."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from racetrace.api.circuits import ONE, at
from racetrace.api.problem import problems
from racetrace.api.times import Moment
from racetrace.api.viewing import Serving, Viewing, Visiting
from racetrace.services import analyse_feed
from racetrace.timing.words import Provider


class ColumnDocument(BaseModel):
    label: str | None
    data_type: str | None  # the provider's own
    field: str | None  # what it holds; null: nothing that we know


class AnalysisDocument(BaseModel):
    """One is kept of each circuit; `version` counts them."""

    at: Moment
    version: int
    provider: Provider
    confidence: float  # 0 to 1
    seen: str
    samples: list[str]
    frames: int
    took_ms: int
    is_recorded: bool  # from what was received before; else from a connection made for it
    columns: dict[str, ColumnDocument]  # by C1 to C14
    profile: dict[str, Any] | None  # to follow the feed with, where no reader of ours knows it


router = APIRouter(tags=['circuits'])


@router.post(f'{ONE}/analysis', responses=problems(404, 422, 502, 507))
async def analyse_circuit(instance: Serving, viewer: Viewing, circuit_id: int) -> AnalysisDocument:
    """Look at what its feed sends, for at most ten seconds, and say what it is."""
    return _document(await analyse_feed.analyse(instance, viewer, circuit_id))


@router.get(f'{ONE}/analysis', responses=problems(404, 422))
def read_analysis(instance: Serving, viewer: Visiting, circuit_id: int) -> AnalysisDocument:
    return _document(analyse_feed.analysis(instance, viewer, circuit_id))


def _document(found: dict[str, Any]) -> AnalysisDocument:
    return AnalysisDocument(at=at(found.pop('at_ms')), **found)
