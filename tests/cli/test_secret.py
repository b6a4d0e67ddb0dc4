from typer.testing import CliRunner

from racetrace.cli import program
from racetrace.settings import Settings


def test_a_secret_is_another_each_time_and_good_enough_for_a_server() -> None:
    made = [CliRunner().invoke(program, ['secret']).stdout.strip() for _ in range(2)]
    assert made[0] != made[1]
    environ = {'RACETRACE_MODE': 'server', 'RACETRACE_SECRET': made[0]}
    assert Settings.from_environ(environ).secret == made[0]
