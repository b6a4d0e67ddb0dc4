from racetrace.api.older_names import older_names


def test_names_are_snake_case_and_every_speed_is_in_kmh() -> None:
    names = ('speed_mps', 'wheel_speed_mps', 'rpm', 'Accelerator PosD', 'Öl <b>', '??', 'accelerator-posd')
    assert older_names(names) == {
        'speed_mps': 'speed_kmh',
        'wheel_speed_mps': 'wheel_speed_kmh',
        'rpm': 'rpm',
        'Accelerator PosD': 'accelerator_posd',
        'Öl <b>': 'öl_b',
        '??': 'channel',
        'accelerator-posd': 'accelerator_posd_2',
    }
