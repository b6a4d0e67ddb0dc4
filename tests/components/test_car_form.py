from components.car_form import car_facts, car_fields
from racetrace.services.cars import Car

CAR = Car(
    id=1,
    uid='u',
    make='Mazda',
    model='MX-5',
    year=2019,
    category='Cup',
    drivetrain='RWD',
    power_hp=184.0,
    weight_kg=None,
    engine_cc=1998,
    notes='',
)


def test_what_is_known_is_told_and_nothing_else() -> None:
    assert car_facts(CAR) == ['Cup', '2019', 'RWD', '184 hp', '1998 cc']


def test_the_fields_hold_what_is_known_and_read_it_again() -> None:
    fields = car_fields(CAR)
    read = {field.name: field.read(field.value) for field in fields}
    assert read == {name: getattr(CAR, name) for name in read}
