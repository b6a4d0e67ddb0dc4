"""The fields of a car, and what is known of it in words."""

from typing import Final, Protocol

from components.entry_form import Field, Kind

DRIVETRAINS: Final = ('RWD', 'FWD', 'AWD')


class Car(Protocol):
    @property
    def make(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def category(self) -> str: ...
    @property
    def drivetrain(self) -> str: ...
    @property
    def power_hp(self) -> float | None: ...
    @property
    def weight_kg(self) -> float | None: ...
    @property
    def engine_cc(self) -> int | None: ...
    @property
    def notes(self) -> str: ...


def car_fields(car: Car | None = None, classes: tuple[str, ...] = ()) -> list[Field]:
    """Return the fields, filled with what is known; `classes` are those of other cars."""

    def known(name: str) -> str:
        value = getattr(car, name) if car else None
        return '' if value is None else f'{value:g}' if isinstance(value, float) else str(value)

    return [
        Field(name='make', label='Make', value=known('make'), is_needed=True),
        Field(name='model', label='Model', value=known('model')),
        Field(name='category', label='Class', value=known('category'), known=classes, hint='Kart OK, GT4'),
        _number('year', 'Year', known('year'), least=1880, most=2200, is_whole=True),
        Field(name='drivetrain', label='Drive', value=known('drivetrain'), known=DRIVETRAINS),
        _number('power_hp', 'Power, hp', known('power_hp'), least=0.1, most=100_000),
        _number('weight_kg', 'Weight, kg', known('weight_kg'), least=0.1, most=100_000),
        _number('engine_cc', 'Engine, cc', known('engine_cc'), least=1, is_whole=True),
        Field(name='notes', label='Notes', value=known('notes'), kind=Kind.TEXT),
    ]


def car_facts(car: Car) -> list[str]:
    """Return what is known of a car; what is not is left out."""
    known = (
        car.category,
        str(car.year) if car.year else '',
        car.drivetrain,
        f'{car.power_hp:g} hp' if car.power_hp else '',
        f'{car.weight_kg:g} kg' if car.weight_kg else '',
        f'{car.engine_cc} cc' if car.engine_cc else '',
    )
    return [fact for fact in known if fact]


def _number(
    name: str, label: str, value: str, *, least: float, most: float = 1_000_000, is_whole: bool = False
) -> Field:
    return Field(
        name=name, label=label, value=value, kind=Kind.NUMBER, least=least, most=most, is_whole=is_whole
    )
