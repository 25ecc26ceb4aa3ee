"""The program: `ringmaster`, the same as `python -m bot`."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.operating import logging
from bot.operating.traces import header_secrets
from bot.operating.version import tell_version
from bot.settings import CannotStart, Mode, Settings, SettingsError, load_settings, readable_settings

app = typer.Typer(
    name="ringmaster",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

webhook_commands = typer.Typer(help="Manage a project's webhooks in CircleCI.", no_args_is_help=True)
app.add_typer(webhook_commands, name="webhook")

_Project = Annotated[str, typer.Argument(help="A short name in the policy, or a slug like gh/acme/web.")]


@app.callback()
def program(
    version: Annotated[bool, typer.Option("--version", callback=tell_version, is_eager=True)] = False,
) -> None:
    """Run CircleCI from Slack."""


def _settings(mode: Mode, *, quiet: bool = False) -> Settings:
    """The settings that ``mode`` needs, with which logging begins. ``quiet``: what it prints is all; but what
    an audit leaves out must be told.
    """
    settings = load_settings(mode)
    silent = "error" if mode is Mode.AUDIT else "critical"
    _begin_logging(settings, silent if quiet else settings.log_level)
    return settings


def _begin_logging(settings: Settings, level: str) -> None:
    logging.configure(level, settings.log_format, (*settings.secrets, *header_secrets()))


def _run(mode: Mode) -> None:
    settings = _settings(mode)  # what is missing is told before all else is loaded
    from bot.operating import modes

    mains = {Mode.SOCKET: modes.run_socket, Mode.WEB: modes.run_web, Mode.WORKER: modes.run_worker}
    modes.run_until_stopped(partial(mains[mode], settings))


@app.command()
def socket() -> None:
    """Run in Socket Mode: no public address needed."""
    _run(Mode.SOCKET)


@app.command()
def web() -> None:
    """Run over HTTP: Slack posts to /slack/events."""
    _run(Mode.WEB)


@app.command()
def worker() -> None:
    """Finish what crashed processes left behind (PostgreSQL only)."""
    _run(Mode.WORKER)


@app.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date."""
    from bot.operating.modes import run_migrations

    asyncio.run(run_migrations(_settings(Mode.MIGRATE)))
    typer.echo("The database is up to date.")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes.", dir_okay=False)],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that exists.")] = False,
) -> None:
    """Copy the SQLite database, while the bot runs. Exit code 1: it was refused."""
    from bot.operating.backup import BackupRefused, run_backup

    settings = _settings(Mode.BACKUP, quiet=True)
    _say_or_refuse(partial(run_backup, settings, file, overwrite=overwrite), BackupRefused)


@app.command("restore")
def restore_command(file: Annotated[Path, typer.Argument(help="What `ringmaster backup` has made.")]) -> None:
    """Fill a new database, SQLite or PostgreSQL, from a backup. Exit code 1: it was refused."""
    from bot.operating.backup import BackupRefused, run_restore

    settings = _settings(Mode.BACKUP, quiet=True)
    _say_or_refuse(lambda: asyncio.run(run_restore(settings, file)), BackupRefused)


@app.command()
def audit(
    since: Annotated[str, typer.Option(help="How far back: 12h, 7d.")] = "7d",
    project: Annotated[str | None, typer.Option(help="A short name in the policy, or a slug.")] = None,
    values: Annotated[bool, typer.Option("--values", help="Show parameters' values too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print who asked for what, where, which rule allowed it, and what came of it."""
    from bot.operating.audit import run_audit
    from bot.operating.projects import NoSuchProject
    from bot.policy.entries import read_length

    try:
        length = read_length(since)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--since") from None
    settings = _settings(Mode.AUDIT, quiet=True)
    _say_or_refuse(
        lambda: asyncio.run(run_audit(settings, length, project, values=values, as_json=json)), NoSuchProject
    )


def _say_or_refuse(work: Callable[[], str], refusal: type[Exception]) -> None:
    """Print what it gives. Exit code 1: it was refused, and why."""
    try:
        typer.echo(work())
    except refusal as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


class DemoCircleCI(StrEnum):
    SMALL = "small"
    REAL = "real"


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The page's port.", min=1, max=65535)] = 8765,
    circleci: Annotated[
        DemoCircleCI,
        typer.Option(help="The playground's CircleCI, or the real one with your CIRCLECI_TOKEN."),
    ] = DemoCircleCI.SMALL,
) -> None:
    """Try the bot in a local workspace, in your browser. Needs no token and no network."""
    from bot.operating.modes import run_until_stopped
    from bot.playground.demo import run_demo

    logging.configure("warning", "console")
    real = _settings(Mode.SAY) if circleci is DemoCircleCI.REAL else None
    try:
        run_until_stopped(partial(run_demo, port, real))
    except OSError as error:
        raise CannotStart(
            f"Can't listen on port {port}: {error.strerror}. Choose another with --port."
        ) from None


@app.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
def say(
    line: Annotated[list[str], typer.Argument(help="What you'd type after the slash command.")],
    demo: Annotated[bool, typer.Option("--demo", help="Use the playground's CircleCI.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the message as JSON.")] = False,
    follow: Annotated[bool, typer.Option("--follow", help="Print each update too.")] = False,
    channel: Annotated[
        str | None, typer.Option(help="The channel whose rules apply: its id or #name.")
    ] = None,
    user: Annotated[str | None, typer.Option(help="The user who asks.")] = None,
) -> None:
    """Run one command and print the answer. Exit code 1: it was refused, or it failed."""
    if demo:
        from bot.playground.demo import say_demo

        logging.configure("critical", "console")
        answered = asyncio.run(say_demo(" ".join(line), json=json, channel=channel, user=user, follow=follow))
    else:
        settings = _settings(Mode.SAY, quiet=True)
        from bot.operating.modes import say_once

        answered = asyncio.run(
            say_once(settings, " ".join(line), json=json, channel=channel, user=user, follow=follow)
        )
    raise typer.Exit(0 if answered else 1)


@app.command()
def doctor(json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False) -> None:
    """Check tokens, scopes, clock, database and policy, and say how to fix them."""
    from bot.operating.doctor import examine, report
    from bot.operating.doctor.finding import FindingState

    settings, problems = readable_settings()
    _begin_logging(settings, settings.log_level)
    findings = asyncio.run(examine(settings, problems))
    report(findings, as_json=json)
    raise typer.Exit(1 if any(finding.state is FindingState.NO for finding in findings) else 0)


@webhook_commands.command("create")
def webhook_create(
    project: _Project, url: Annotated[str, typer.Option(help="The bot's public address: https://…")]
) -> None:
    """Have CircleCI notify the bot when a workflow or job completes."""
    from bot.operating.webhooks import create_webhook, webhook_address

    try:
        address = webhook_address(url)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from None
    _manage(Mode.NEW_WEBHOOK, partial(create_webhook, project=project, address=address))


@webhook_commands.command("list")
def webhook_list(project: _Project) -> None:
    """Print each webhook's name, URL, events and id."""
    from bot.operating.webhooks import list_webhooks

    _manage(Mode.WEBHOOK, partial(list_webhooks, project=project))


@webhook_commands.command("delete")
def webhook_delete(
    project: _Project, which: Annotated[str, typer.Argument(help="Its URL or id.", metavar="URL|ID")]
) -> None:
    """Delete a webhook."""
    from bot.operating.webhooks import delete_webhook

    _manage(Mode.WEBHOOK, partial(delete_webhook, project=project, which=which))


def _manage(mode: Mode, work: Callable[[Settings], Awaitable[str]]) -> None:
    """Print what it has to say. Exit code 1: CircleCI or we refused it."""
    from bot.operating.webhooks import WebhookRefused

    settings = _settings(mode, quiet=True)

    async def managed() -> str:
        return await work(settings)

    _say_or_refuse(lambda: asyncio.run(managed()), WebhookRefused)


@app.command()
def manifest(
    url: Annotated[str | None, typer.Option(help="The bot's public address, for HTTP: https://…")] = None,
) -> None:
    """Print the Slack app's manifest: for SLASH_COMMAND, and for Socket Mode or HTTP."""
    from bot.operating.docs import app_manifest
    from bot.operating.webhooks import posted_to
    from bot.slack.intake import EVENTS_PATH

    try:
        address = posted_to(url, EVENTS_PATH) if url is not None else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--url") from None
    typer.echo(app_manifest(load_settings(Mode.DOCTOR).slash_command, address), nl=False)


@app.command()
def docs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if one is stale.")] = False,
) -> None:
    """Write the generated parts of the docs."""
    from bot.operating.docs import stale_documents

    stale = stale_documents(Path(__file__).resolve().parents[1])
    if check and stale:
        typer.echo(f"Stale: {', '.join(path.name for path in stale)}. Run `make docs`.", err=True)
        raise typer.Exit(1)
    for path, text in stale.items():
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """The entry point. What keeps the program from starting is said in a sentence; exit code 2."""
    logging.print_what_can_be()
    gc.disable()  # what is imported stays: to look through it for garbage would only slow the start
    try:
        app()
    except SettingsError as error:
        for name, wrong, remedy in error.problems:
            typer.echo(f"{name} {wrong}. {remedy}", err=True)
        sys.exit(2)
    except CannotStart as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    finally:
        gc.freeze()  # nor is it looked through again when the process ends


if __name__ == "__main__":
    main()
