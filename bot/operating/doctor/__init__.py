"""`ringmaster doctor`: what is wrong here, and how to fix it. What it calls good was tried."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.model.plain import printable
from bot.operating.doctor.circleci import check_circleci
from bot.operating.doctor.finding import Finding, FindingState, bad, good, note
from bot.operating.doctor.here import check_charts, check_clock, check_ports, check_storage
from bot.operating.doctor.policy import check_policy
from bot.operating.doctor.slack import check_slack
from bot.operating.doctor.traces import check_traces
from bot.operating.doctor.webhooks import check_webhooks
from bot.settings import Mode, Settings, missing_settings

_COLORS = {FindingState.OK: "green", FindingState.NO: "red", FindingState.NOTE: "yellow"}


async def examine(settings: Settings) -> Sequence[Finding]:
    """Look at everything."""
    circleci, slack, clock, storage, traces = await asyncio.gather(
        check_circleci(settings),
        check_slack(settings),
        check_clock(settings),
        check_storage(settings),
        check_traces(),
    )
    circleci_good, slack_good = _good(circleci), slack[0].state is FindingState.OK
    policy = await check_policy(settings, circleci=circleci_good, slack=slack_good)
    needed = [circleci, slack[0], storage, *(each for each in policy if each.check == "Policy")]
    return [
        circleci,
        *slack,
        clock,
        storage,
        *policy,
        *(await check_webhooks(settings, circleci=circleci_good)),
        *check_ports(settings),
        check_charts(),
        *traces,
        *_ready(settings, all(map(_good, needed)), all(map(_good, slack))),
    ]


def _good(finding: Finding) -> bool:
    return finding.state is not FindingState.NO


def _ready(settings: Settings, common: bool, slack: bool) -> list[Finding]:
    """Which of the ways to run would work; one is enough."""
    lacking = {mode: missing_settings(settings, mode) for mode in (Mode.SOCKET, Mode.WEB)}
    found: list[Finding] = []
    for mode, names in lacking.items():
        check = f"ringmaster {mode}"
        if names:
            verb = "isn't" if len(names) == 1 else "aren't"
            told = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
            found.append(note(check, f"not ready: {told} {verb} set"))
        elif common and (slack or mode is Mode.WEB):
            found.append(good(check, "ready"))
        else:
            found.append(note(check, "not ready: see above"))
    if all(each.state is not FindingState.OK for each in found):
        remedy = "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP."
        none = all(lacking.values())
        found.append(
            bad("Ready", "neither socket nor web can run", remedy if none else "Fix the problems above.")
        )
    return [*found, _worker(settings, common)]


def _worker(settings: Settings, common: bool) -> Finding:
    """It is never needed where one process does all."""
    check = f"ringmaster {Mode.WORKER}"
    if settings.secret("database_url").startswith("sqlite:"):
        return note(check, "not needed: with SQLite, the one process does its work")
    return good(check, "ready") if common else note(check, "not ready: see above")


def report(findings: Sequence[Finding], *, as_json: bool = False) -> None:
    """Print a line for each, and below it how to fix what is not good."""
    if as_json:
        print(json.dumps([asdict(each) for each in findings], ensure_ascii=False))
        return
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for finding in findings:
        sign = f"[{_COLORS[finding.state]}]{finding.state}[/]"
        table.add_row(sign, finding.check, Text(printable(finding.result)))
        if finding.remedy:
            table.add_row("", "", Text(printable(finding.remedy), style="bold"))
    Console().print(table)
