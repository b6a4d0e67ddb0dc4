"""The cars of who asks."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from racetrace.api.once import Once
from racetrace.api.pages import Before, Limit, page_before
from racetrace.api.problem import problems
from racetrace.api.viewing import Serving, Viewing
from racetrace.services import cars

PATH = '/cars'

Line = Annotated[str, Field(max_length=200)]
Amount = Annotated[float | None, Field(gt=0, le=100_000, allow_inf_nan=False)]


class NewCar(BaseModel):
    """What is left out of a change stays as it is."""

    model_config = ConfigDict(extra='forbid', strict=True)

    make: Line = ''
    model: Line = ''
    year: Annotated[int | None, Field(ge=1880, le=2200)] = None
    category: Line = ''
    drivetrain: Line = ''
    power_hp: Amount = None
    weight_kg: Amount = None
    engine_cc: Annotated[int | None, Field(gt=0, le=1_000_000)] = None
    notes: Annotated[str, Field(max_length=10_000)] = ''


class CarDocument(BaseModel):
    id: int
    uid: str
    make: str
    model: str
    year: int | None
    category: str
    drivetrain: str
    power_hp: float | None
    weight_kg: float | None
    engine_cc: int | None
    notes: str


router = APIRouter(tags=['cars'], route_class=Once)


@router.get(f'{PATH}/', responses=problems(422))
@router.get(PATH, include_in_schema=False)
def list_cars(
    instance: Serving, viewer: Viewing, response: Response, limit: Limit = 50, before: Before = None
) -> list[CarDocument]:
    """Return my cars, the newest first; the header `Link` leads to those before, rel="next"."""
    found = cars.mine(instance, viewer, limit + 1, before)
    return [_document(car) for car in page_before(response, f'{PATH}/', found, limit)]


@router.post(f'{PATH}/', status_code=201, responses=problems(400, 413, 422, 507))
@router.post(PATH, status_code=201, include_in_schema=False)
def create_car(instance: Serving, viewer: Viewing, new: NewCar, response: Response) -> CarDocument:
    made = cars.add(instance, viewer, new.model_dump())
    response.headers['Location'] = f'/api/v1{PATH}/{made.id}'
    return _document(made)


@router.get(f'{PATH}/{{car_id}}', responses=problems(404, 422))
def read_car(instance: Serving, viewer: Viewing, car_id: int) -> CarDocument:
    return _document(cars.car(instance, viewer, car_id))


@router.patch(f'{PATH}/{{car_id}}', responses=problems(400, 404, 413, 422, 507))
def change_car(instance: Serving, viewer: Viewing, car_id: int, changes: NewCar) -> CarDocument:
    return _document(cars.write(instance, viewer, car_id, changes.model_dump(exclude_unset=True)))


@router.delete(
    f'{PATH}/{{car_id}}', status_code=204, response_class=Response, responses=problems(404, 422, 507)
)
def delete_car(instance: Serving, viewer: Viewing, car_id: int) -> None:
    """Put it out of sight; the sessions driven in it keep it."""
    cars.delete(instance, viewer, car_id)


def _document(car: cars.Car) -> CarDocument:
    return CarDocument(**asdict(car))
