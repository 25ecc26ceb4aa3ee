"""Which version runs."""

from importlib.metadata import PackageNotFoundError, version

import typer


def own_version() -> str:
    """The program's, where it is installed."""
    try:
        return version("ringmaster-ci")
    except PackageNotFoundError:
        return "0"


def tell_version(asked: bool) -> None:
    """Tell it, and no more, where ``asked``."""
    if asked:
        typer.echo(f"ringmaster {own_version()}")
        raise typer.Exit
