"""`ringmaster doctor`: what is wrong here, and how to fix it. What it calls good was tried."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence, Set
from dataclasses import asdict
from functools import partial
from typing import TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.model.plain import printable
from bot.operating.doctor.circleci import check_circleci
from bot.operating.doctor.finding import Finding, FindingState, bad, good, note
from bot.operating.doctor.here import (
    check_admin_port,
    check_charts,
    check_clock,
    check_encryption,
    check_names,
    check_port,
    check_storage,
    check_temporary_files,
)
from bot.operating.doctor.policy import check_policy
from bot.operating.doctor.slack import check_slack
from bot.operating.doctor.traces import check_traces
from bot.operating.doctor.webhooks import check_webhooks
from bot.outgoing import CERTIFICATES, PROXIES
from bot.settings import Mode, Settings, WrongSetting, missing_settings

#: What each way to run needs that the other doesn't.
_OWN = {Mode.SOCKET: "SLACK_APP_TOKEN", Mode.WEB: "SLACK_SIGNING_SECRET"}

Findings: TypeAlias = Finding | list[Finding]

_COLORS = {FindingState.OK: "green", FindingState.NO: "red", FindingState.NOTE: "yellow"}


#: What is looked at with these settings, and not where one of them can't be read.
_SLACK = frozenset({"slack_api_url", *PROXIES, CERTIFICATES})
_CIRCLECI = frozenset(
    {"circleci_url", "circleci_app_url", "circleci_ca_bundle", "circleci_artifact_hosts"}
    | {*PROXIES, CERTIFICATES}
)


async def examine(settings: Settings, problems: Sequence[WrongSetting] = ()) -> Sequence[Finding]:
    """Look at everything, as far as that can be done without what has ``problems``, which are told first."""
    wrong = frozenset(name.lower() for name, *_ in problems)

    async def look(check: str, needed: Set[str], found: Callable[[], Awaitable[Findings]]) -> list[Finding]:
        if off := ", ".join(sorted(wrong & needed)).upper():
            return [note(check, f"not checked without {off}")]
        several = await found()
        return [several] if isinstance(several, Finding) else several

    circleci, slack, clock, storage, traces = await asyncio.gather(
        look("CircleCI", _CIRCLECI, partial(check_circleci, settings)),
        look("Slack", _SLACK, partial(check_slack, settings)),
        look("Clock", _SLACK, partial(check_clock, settings)),
        look("Database", {"database_url"}, partial(check_storage, settings)),
        check_traces(),
    )
    circleci_good, slack_good = (each[0].state is FindingState.OK for each in (circleci, slack))
    policy = await check_policy(settings, circleci=circleci_good, slack=slack_good)
    hooks = partial(check_webhooks, settings, circleci=circleci_good)
    webhooks = await look("Webhooks", {"circleci_webhook_secret"}, hooks)
    ports = [
        *(await look("Port", {"port"}, partial(check_port, settings))),
        *(await look("Admin port", {"port", "admin_port"}, partial(check_admin_port, settings))),
    ]
    allowed = [each for each in policy if each.check == "Policy"]
    needed = [circleci[0], slack[0], storage[0], *allowed, *ports]
    return [
        *(bad(name, what, remedy) for name, what, remedy in problems),
        *check_names(settings),
        *check_encryption(settings),
        *(*circleci, *slack, *clock, *storage, *policy, *webhooks),
        *ports,
        check_temporary_files(settings),
        check_charts(),
        *traces,
        *_ready(settings, wrong, all(map(_good, needed)), all(map(_good, slack))),
    ]


def _good(finding: Finding) -> bool:
    return finding.state is not FindingState.NO


def _ready(settings: Settings, wrong: Set[str], common: bool, slack: bool) -> list[Finding]:
    """Which of the ways to run would work; one is enough. None does with a setting that can't be read."""
    common = common and not wrong
    missing = {mode: missing_settings(settings, mode) for mode in (Mode.SOCKET, Mode.WEB)}
    lacking = {mode: [it for it in names if it.lower() not in wrong] for mode, names in missing.items()}
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
        none = all(_OWN[mode] in names for mode, names in lacking.items()) and not wrong
        found.append(
            bad("Ready", "neither socket nor web can run", remedy if none else "Fix the problems above.")
        )
    return [*found, *([] if "database_url" in wrong else [_worker(settings, common)])]


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
