"""Commands that need no screen. main.py adds `serve` and `bench`, so that these start without the web."""

import typer

from racetrace.cli import circuits, comparing, lapping, replaying, schema, secret, simulating, storing

program = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@program.callback()
def racetrace() -> None:
    """See which corner cost the time."""


program.command('laps')(lapping.laps)
program.command('compare')(comparing.compare)
program.add_typer(simulating.program, name='simulate')
program.command('replay')(replaying.replay)
program.command('import')(storing.import_files)
program.add_typer(circuits.program, name='circuits')
program.add_typer(circuits.firebase, name='firebase')
program.command('seed')(storing.seed)
program.command('reread')(storing.reread)
program.command('secret')(secret.secret)
program.command('schema')(schema.schema)
