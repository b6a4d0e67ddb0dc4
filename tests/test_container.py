"""The container ships what the program needs; nothing is built here, but see test_image.py."""

import tomllib
from pathlib import Path

HOUSE = Path(__file__).parents[1]
LINES = (HOUSE / 'Dockerfile').read_text().splitlines()
COPIED = [name for line in LINES if line.startswith('COPY ') for name in line.split()[1:-1]]


def test_all_that_may_be_copied_is_copied_and_is_there() -> None:
    let_in = (HOUSE / '.dockerignore').read_text().splitlines()
    assert {line[1:] for line in let_in if line.startswith('!')} == set(COPIED)
    assert all((HOUSE / name).exists() for name in COPIED)


def test_all_that_is_installed_is_copied() -> None:
    wheel = tomllib.loads((HOUSE / 'pyproject.toml').read_text())['tool']['hatch']['build']['targets'][
        'wheel'
    ]
    assert set(wheel['only-include']) <= set(COPIED)


def test_a_change_of_the_sources_installs_no_dependency_again() -> None:
    installs = [number for number, line in enumerate(LINES) if 'pip install' in line]
    sources = [number for number, line in enumerate(LINES) if line.startswith('COPY racetrace')]
    assert installs[0] < sources[0] < installs[1]
    assert '--no-deps' in LINES[installs[1]]


def test_the_program_is_not_root_there() -> None:
    assert LINES.index('USER racetrace') < next(n for n, line in enumerate(LINES) if line.startswith('CMD'))


def test_what_may_not_write_there_is_compiled_before() -> None:
    compiled = next(n for n, line in enumerate(LINES) if 'python -m compileall' in line)
    assert compiled < LINES.index('USER racetrace')
    copied = {name for name in COPIED if name.endswith('.py') or any((HOUSE / name).glob('*.py'))}
    assert copied <= set(LINES[compiled].split())


def test_who_waits_for_its_health_waits_for_no_long_interval_and_a_slow_start_is_no_illness() -> None:
    check = next(line for line in LINES if line.startswith('HEALTHCHECK '))
    assert '--interval=10s' in check
    assert '--start-period=60s' in check
