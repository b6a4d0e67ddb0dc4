"""How the feed of a circuit is read, version by version: for its owner, as on the page of the format."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict

from racetrace.api.circuits import ONE, at
from racetrace.api.once import Once
from racetrace.api.problem import problems
from racetrace.api.times import Moment
from racetrace.api.viewing import Serving, Viewing
from racetrace.services import feed_format
from racetrace.services.feed_format import FormatVersion, Preview
from racetrace.services.instance import Instance
from racetrace.services.viewer import Viewer
from racetrace.timing.words import Provider

Profile = dict[str, Any]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class NewFormat(BaseModel):
    model_config = ConfigDict(extra='forbid', strict=True)

    profile: Profile


class DraftFormat(BaseModel):
    """Without a profile the one is looked at that the last analysis proposes."""

    model_config = ConfigDict(extra='forbid', strict=True)

    profile: Profile | None = None


class FormatVersionDocument(BaseModel):
    version: int
    at: Moment
    who: str
    provider: Provider
    profile: Profile | None
    labels: dict[str, str]  # what the columns are called, by c1 to c14
    is_in_force: bool


class FormatColumnDocument(BaseModel):
    column: str
    samples: list[str]  # some of its values
    doubt: str  # why it cannot hold what the profile says; '': nothing speaks against it


class FormatPreviewDocument(BaseModel):
    """What a profile makes of what was heard at the last analysis."""

    profile: Profile
    columns: list[FormatColumnDocument]
    entries: int
    rows: list[dict[str, Any]]  # the first of the board


router = APIRouter(tags=['circuits'], route_class=Once)
looking = APIRouter(tags=['circuits'])  # of which nothing is kept


@router.get(f'{ONE}/formats', responses=problems(404, 422))
def list_formats(instance: Serving, viewer: Viewing, circuit_id: int) -> list[FormatVersionDocument]:
    """Return the newest 50 versions, the newest first."""
    found = feed_format.feed_format(instance, viewer, circuit_id)
    return [_document(one, found.circuit.profile_version) for one in found.versions]


@router.post(f'{ONE}/formats', status_code=201, responses=problems(400, 404, 413, 422, 507))
def keep_format(
    instance: Serving, viewer: Viewing, circuit_id: int, new: NewFormat, response: Response
) -> FormatVersionDocument:
    """Read the feed by this profile from now on, as a new version."""
    kept = feed_format.save(instance, viewer, circuit_id, new.profile)
    response.headers['Location'] = f'/api/v1/circuits/{circuit_id}/formats/{kept.profile_version}'
    return _version(instance, viewer, circuit_id, kept.profile_version)


@looking.post(f'{ONE}/formats/preview', responses=problems(400, 404, 409, 413, 422))
def preview_format(
    instance: Serving, viewer: Viewing, circuit_id: int, draft: DraftFormat
) -> FormatPreviewDocument:
    """Show what a profile makes of what was heard at the last analysis; nothing is kept."""
    profile = draft.profile
    if profile is None:
        profile = feed_format.proposed(instance, viewer, circuit_id)
    return _shown(profile, feed_format.preview(instance, viewer, circuit_id, profile))


@router.get(f'{ONE}/formats/{{version}}', responses=problems(404, 422))
def read_format(
    instance: Serving, viewer: Viewing, circuit_id: int, version: Number
) -> FormatVersionDocument:
    return _version(instance, viewer, circuit_id, version)


@router.post(f'{ONE}/formats/{{version}}/use', status_code=201, responses=problems(404, 422, 507))
def use_format(instance: Serving, viewer: Viewing, circuit_id: int, version: Number) -> FormatVersionDocument:
    """Put an older version in force again: it becomes the newest."""
    used = feed_format.use_again(instance, viewer, circuit_id, version)
    return _version(instance, viewer, circuit_id, used.profile_version)


router.include_router(looking)


def _version(instance: Instance, viewer: Viewer, circuit_id: int, number: int) -> FormatVersionDocument:
    found, in_force = feed_format.version(instance, viewer, circuit_id, number)
    return _document(found, in_force)


def _document(one: FormatVersion, in_force: int) -> FormatVersionDocument:
    return FormatVersionDocument(
        version=one.version,
        at=at(one.at_ms),
        who=one.who,
        provider=Provider(one.provider),
        profile=one.profile,
        labels=one.labels,
        is_in_force=one.version == in_force,
    )


def _shown(profile: Profile, made: Preview) -> FormatPreviewDocument:
    columns = [
        FormatColumnDocument(column=one.name, samples=list(one.samples), doubt=made.doubts.get(one.name, ''))
        for one in made.found
    ]
    return FormatPreviewDocument(profile=profile, columns=columns, entries=made.entries, rows=list(made.rows))
