"""Channels: what a column of a log is called, in which unit, and how it lives between two samples."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One logged quantity. `name` is its column in `Log.frame`: a canonical one, or as the file wrote it."""

    name: str
    unit: str  # of the stored values: 'm/s', '%', '°C'; '' when the file does not say
    source: str = ''  # name and unit as the file wrote them
    rate_hz: float | None = None  # samples per second, where measured
    held: bool = False  # gears and switches keep their value until the next sample: never a ramp


TIME: Final = 'time_s'
LATITUDE: Final = 'latitude_deg'
LONGITUDE: Final = 'longitude_deg'
SPEED: Final = 'speed_mps'
HEADING: Final = 'heading_deg'
ACCURACY: Final = 'accuracy_m'

# The columns that mean the same in every log. Any other keeps the name and the unit of its file.
CANONICAL: Final[Mapping[str, Channel]] = {
    channel.name: channel
    for channel in (
        Channel(name=LATITUDE, unit='deg'),  # WGS 84, north positive; null where no new fix arrived
        Channel(name=LONGITUDE, unit='deg'),  # WGS 84, east positive
        Channel(name='altitude_m', unit='m'),
        Channel(name=SPEED, unit='m/s'),  # of the receiver (Doppler)
        Channel(name=HEADING, unit='deg'),  # clockwise from north; null when unknown
        Channel(name=ACCURACY, unit='m'),  # as the receiver states it
        Channel(name='satellites', unit='', held=True),
        Channel(name='fix_rate_hz', unit='Hz', held=True),  # as the receiver states it
        Channel(name='wheel_speed_mps', unit='m/s'),  # from the car: OBD or CAN
        Channel(name='rpm', unit='rpm'),
        Channel(name='gear', unit='', held=True),
        Channel(name='throttle_pct', unit='%'),
        Channel(name='brake_pct', unit='%'),
        Channel(name='brake_on', unit='', held=True),  # 0 or 1
        Channel(name='steering_deg', unit='deg'),
        Channel(name='coolant_temp_degc', unit='°C'),
        Channel(name='oil_temp_degc', unit='°C'),
        Channel(name='intake_temp_degc', unit='°C'),
        Channel(name='manifold_pressure_kpa', unit='kPa'),
        Channel(name='air_pressure_kpa', unit='kPa'),
        # As the logger mounted on something feels it; no axis may be called lateral before it was tested.
        Channel(name='accel_x_g', unit='g'),
        Channel(name='accel_y_g', unit='g'),
        Channel(name='accel_z_g', unit='g'),
        # The car's own axes, where the logger knows them: left positive, forwards positive (ISO 8855).
        Channel(name='lateral_g', unit='g'),
        Channel(name='longitudinal_g', unit='g'),
        Channel(name='yaw_rate_degps', unit='deg/s'),
    )
}
