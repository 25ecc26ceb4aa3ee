"""`ringmaster doctor`: what is wrong here, and how to mend it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.app import circleci_client
from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError, NotFound, Unauthorized
from bot.circleci.slug import ProjectSlug
from bot.policy.file import PolicyError, load_policy
from bot.policy.rules import Policy
from bot.settings import Settings
from bot.slack.clients import check_tokens, slack_client
from bot.store import StoreUnavailable, check_database

#: Slack refuses a signature that is five minutes off; a clock this far off is on its way there.
_SKEW = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what was found, and how to mend it, where that is not good."""

    check: str
    result: str
    remedy: str = ""


async def examine(settings: Settings) -> Sequence[Finding]:
    """Look at everything, at once."""
    groups = await asyncio.gather(
        _circleci(settings), _slack(settings), _clock(settings), _database(settings), _policy(settings)
    )
    return [finding for group in groups for finding in group]


def report(findings: Sequence[Finding]) -> None:
    """Print a line for each, and below it how to mend what is not good."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for finding in findings:
        sign = "[red]no[/]" if finding.remedy else "[green]ok[/]"
        table.add_row(sign, finding.check, Text(finding.result))
        if finding.remedy:
            table.add_row("", "", Text(finding.remedy, style="bold"))
    Console().print(table)


async def _circleci(settings: Settings) -> list[Finding]:
    url, token = settings.circleci_url, "CircleCI token"
    if settings.circleci_token is None:
        remedy = (
            "Set CIRCLECI_TOKEN to a personal API token from https://app.circleci.com/settings/user/tokens."
        )
        return [Finding(token, "CIRCLECI_TOKEN is not set", remedy)]
    try:
        async with circleci_client(settings) as client:
            me = await client.get_me()
    except (ValueError, OSError) as error:
        return [Finding("CircleCI", str(error), "Mend CIRCLECI_TOKEN, CIRCLECI_URL or CIRCLECI_CA_BUNDLE.")]
    except Unauthorized:
        remedy = "It is wrong or expired (they last a year at most): make a new personal API token."
        return [Finding(token, f"{url} refused it", remedy)]
    except CircleCIError as error:
        remedy = "Check CIRCLECI_URL, CIRCLECI_CA_BUNDLE and the way to the network."
        return [Finding("CircleCI", f"{url}: {error}", remedy)]
    return [Finding(token, f"{me.login or me.name} at {url}")]


async def _slack(settings: Settings) -> list[Finding]:
    if settings.slack_bot_token is None:
        remedy = "Set SLACK_BOT_TOKEN (xoxb-…) from your Slack app's page OAuth & Permissions."
        return [Finding("Slack token", "SLACK_BOT_TOKEN is not set", remedy)]
    app_token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else None
    client = slack_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    looked = await check_tokens(client, app_token)
    if not looked.reachable:
        remedy = "Check SLACK_API_URL and the way to the network."
        return [Finding("Slack", f"{settings.slack_api_url}: {looked.problem}", remedy)]
    if looked.problem is not None:
        remedy = "Install the app to the workspace again and copy the new bot token."
        return [Finding("Slack token", f"Slack says {looked.problem}", remedy)]
    findings = [Finding("Slack token", f"{looked.user} in {looked.team}")]
    if missing := ", ".join(looked.missing_scopes):
        remedy = "Update the app's manifest from manifest.yml and install it again."
        findings.append(Finding("Slack scopes", f"missing: {missing}", remedy))
    else:
        findings.append(Finding("Slack scopes", "all there"))
    if app_token is None and settings.slack_signing_secret is None:
        remedy = "Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP."
        findings.append(Finding("Slack connection", "neither Socket Mode nor HTTP is set up", remedy))
    elif looked.socket_problem is not None:
        remedy = "Make an app-level token (xapp-…) with connections:write, and switch on Socket Mode."
        findings.append(Finding("Socket Mode", f"apps.connections.open: {looked.socket_problem}", remedy))
    elif app_token is not None:
        findings.append(Finding("Socket Mode", "Slack gives a connection"))
    return findings


async def _clock(settings: Settings) -> list[Finding]:
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.head(settings.slack_api_url)
        off = abs(datetime.now(UTC) - parsedate_to_datetime(answer.headers["date"]))
    except (httpx.HTTPError, KeyError, ValueError) as error:
        remedy = "Check SLACK_API_URL and the way to the network."
        return [Finding("Clock", f"no time from Slack: {type(error).__name__}", remedy)]
    remedy = "Set this machine's clock (NTP): Slack's signatures are refused when it is 5 minutes off."
    return [Finding("Clock", f"{off.total_seconds():,.0f} s from Slack's", remedy if off >= _SKEW else "")]


async def _database(settings: Settings) -> list[Finding]:
    try:
        trouble = await check_database(settings.secret("database_url"))
    except StoreUnavailable as error:
        return [Finding("Database", str(error), "Check DATABASE_URL, and that the database is up.")]
    if trouble is not None:
        return [Finding("Database", trouble, "Run `ringmaster migrate`.")]
    return [Finding("Database", "answers, and is up to date")]


async def _policy(settings: Settings) -> list[Finding]:
    path = settings.policy_file
    if not path.exists():
        remedy = "Copy policy.example.yml to policy.yml, or set POLICY_FILE."
        return [Finding("Policy", f"no {path}: everybody may read, nobody may do more", remedy)]
    try:
        policy = load_policy(path)
    except PolicyError as error:
        return [Finding("Policy", str(error), "Mend the file; the bot takes it up within a second.")]
    named = await _projects(settings, policy)
    return [Finding("Policy", f"{path}, {len(policy.channels)} channels"), *named]


async def _projects(settings: Settings, policy: Policy) -> list[Finding]:
    """The policy's projects that CircleCI doesn't know by the names that they have there."""
    if settings.circleci_token is None:
        return []
    try:
        async with circleci_client(settings) as client:
            found = await asyncio.gather(*(_project(client, *each) for each in policy.projects.items()))
    except (ValueError, OSError, CircleCIError):
        return []  # what is wrong with CircleCI is a finding of its own
    return [each for each in found if each is not None]


async def _project(client: CircleCI, called: str, slug: ProjectSlug) -> Finding | None:
    try:
        known = (await client.get_project(slug)).slug
    except NotFound:
        remedy = "Check its slug in the policy file, and that the bot's user can see the project."
        return Finding("Project", f"{called}: CircleCI shows no {slug}", remedy)
    if str(known).lower() == str(slug).lower():
        return None
    return Finding("Project", f"{called}: {slug} is {known} at CircleCI now", "Change it in the policy file.")
