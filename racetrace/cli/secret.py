"""A secret for a server."""

import secrets

import typer

BYTES = 48


def secret() -> None:
    """Print a secret made at random, for RACETRACE_SECRET."""
    typer.echo(secrets.token_urlsafe(BYTES))
