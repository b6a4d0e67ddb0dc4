"""What RaceChrono calls the channels of a car, in its CSV and in its .vbo alike."""

from collections.abc import Mapping
from typing import Final

OF_CAR: Final[Mapping[str, str]] = {
    'speed': 'wheel_speed_mps',
    'rpm': 'rpm',
    'gear': 'gear',
    'throttle_pos': 'throttle_pct',
    'accelerator_pos': 'throttle_pct',
    'brake_pos': 'brake_pct',
    'steering_angle': 'steering_deg',
    'coolant_temp': 'coolant_temp_degc',
    'engine_oil_temp': 'oil_temp_degc',
    'intake_temp': 'intake_temp_degc',
    'manifold_pressure': 'manifold_pressure_kpa',
    'x_acc': 'accel_x_g',
    'y_acc': 'accel_y_g',
    'z_acc': 'accel_z_g',
}
