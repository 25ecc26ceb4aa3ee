"""The composition root: settings → Services, dispatcher, listeners. Knows everyone, known by none."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import httpx
import structlog

from bot.charts import Charts
from bot.circleci.client import CircleCI
from bot.commands import COMMANDS
from bot.following.follower import Follower
from bot.model.outbox import Outbox
from bot.model.reply import Prefixes
from bot.policy.source import PolicySource
from bot.pool import CRASHES, Pool
from bot.services import Services, nobody, own_alone
from bot.settings import CannotStart, Settings
from bot.slack.app import slack_app
from bot.slack.bolt import LeanApp
from bot.slack.clients import bare_client, check_tokens, slack_client
from bot.slack.directory import Directory
from bot.slack.limits import Limits
from bot.slack.replies.outbox import SlackOutbox
from bot.slack.replies.refusals import is_trouble
from bot.spine.delivery_log import take_circleci_call
from bot.spine.dispatch import Dispatcher
from bot.store import SecondWriter, SharedClock, StoreUnavailable, open_store
from bot.webhooks.intake import WEBHOOK_PATH, WebhookIntake

log = structlog.get_logger()

#: How often to look for writes that a dead process left, and for changed channel defaults; and for runs that
#: are due, in seconds.
_LOOK_EVERY, _FOLLOW_EVERY = 2.0, 0.5


def utc_now() -> datetime:
    return datetime.now(UTC)


def circleci_client(settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> CircleCI:
    """Raises ValueError or OSError where the token, an address or the certificates can't be used."""
    return CircleCI(
        settings.secret("circleci_token"),
        base_url=settings.circleci_url,
        app_url=settings.circleci_app_url,
        ca_bundle=settings.circleci_ca_bundle,
        artifact_hosts=settings.artifact_hosts,
        transport=transport,
        take_call=take_circleci_call,
    )


def checked_client(settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> CircleCI:
    """The same. Raises `CannotStart`, with what to check."""
    try:
        return circleci_client(settings, transport)
    except (ValueError, OSError) as error:
        raise CannotStart(f"{error}. Check CIRCLECI_TOKEN, _URL and _CA_BUNDLE.") from error


def unusable_database(error: SecondWriter | StoreUnavailable) -> CannotStart:
    """A sentence, with what to do."""
    told = str(error)
    advice = "" if "DATABASE_URL" in told else " Check DATABASE_URL."
    more = "" if isinstance(error, SecondWriter) else f".{advice} Run `ringmaster doctor` for details."
    return CannotStart(f"{told[:1].upper()}{told[1:]}{more}")


def slack_refused(wrong: str, word: str) -> CannotStart:
    """``word``: Slack's, or the network's."""
    return CannotStart(f"{wrong}: {word}. Run `ringmaster doctor` for details.")


def _wrong_with(problem: str, *, reachable: bool) -> str:
    """What Slack's answer to the bot's token tells of."""
    if not reachable:
        return "Can't reach Slack at SLACK_API_URL"
    if is_trouble(problem):
        return "Slack is having problems"
    foreign = problem.startswith("HTTP ")
    return "SLACK_API_URL doesn't respond like Slack" if foreign else "Slack rejected SLACK_BOT_TOKEN"


@dataclass(frozen=True, slots=True)
class Core:
    """What every way of running shares, whatever the messages go to. ``clock``: the services' own."""

    settings: Settings
    services: Services
    clock: SharedClock
    pool: Pool
    dispatcher: Dispatcher
    follower: Follower


@asynccontextmanager
async def core(
    settings: Settings,
    outbox: Outbox,
    *,
    workspace: str,
    policies: PolicySource,
    members: Callable[[], Mapping[str, frozenset[str]]],
    guest: Callable[[str], Awaitable[bool | None]],
    person_by_email: Callable[[str], Awaitable[str | None]] = nobody,
    shared: Callable[[str], Awaitable[bool | None]] = own_alone,
    known_shared: Callable[[str], bool] = lambda _: False,
    mention: str = "@ringmaster",
    now: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    transport: httpx.AsyncBaseTransport | None = None,
    charts: Charts | None = None,
) -> AsyncIterator[Core]:
    """Put the spine together; on leaving, finish what is under way. ``workspace`` is the bot's own."""
    async with AsyncExitStack() as stack:
        circleci = await stack.enter_async_context(checked_client(settings, transport))
        try:
            store = await open_store(settings.secret("database_url"))
            stack.push_async_callback(store.close)
            await (clock := store.shared_clock(now)).set()
        except (SecondWriter, StoreUnavailable) as error:
            raise unusable_database(error) from error
        charts = charts or Charts()
        stack.push_async_callback(charts.close)
        pool = Pool()
        stack.push_async_callback(pool.close)
        services = Services(
            commands={command.words: command for command in COMMANDS},
            clients={workspace: circleci},
            store=store,
            policies=policies,
            members=members,
            guest=guest,
            person_by_email=person_by_email,
            shared=shared,
            known_shared=known_shared,
            outbox=outbox,
            prefixes=Prefixes(settings.slash_command, mention),
            charts=charts,
            artifact_limit=settings.artifact_limit_mb * 1_000_000,
            now=clock,
            sleep=sleep,
        )
        follower = Follower(services, pool)
        stack.push_async_callback(follower.close)
        yield Core(settings, services, clock, pool, Dispatcher(services, pool, follower), follower)


@dataclass(frozen=True, slots=True)
class Bot:
    """The core, connected to Slack: ``workspace`` is the team that the bot's token belongs to.

    ``limits``: what Slack says of the token. ``webhooks``: what takes CircleCI's, by its path; empty where no
    secret is set.
    """

    core: Core
    app: LeanApp
    directory: Directory
    limits: Limits
    workspace: str
    webhooks: Mapping[str, WebhookIntake]


def _unseen(policies: PolicySource, directory: Directory, channel: str) -> bool:
    """Whether nobody knows who reads there: neither does the policy name it, nor Slack tell."""
    return channel not in policies.current.channels and directory.unseen(channel)


@asynccontextmanager
async def bot(
    settings: Settings,
    *,
    now: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    transport: httpx.AsyncBaseTransport | None = None,
    charts: Charts | None = None,
    following: bool = True,
) -> AsyncIterator[Bot]:
    """The bot, ready for payloads. ``following``: it looks by itself at what is followed.

    Raises `CannotStart` where Slack does not take the bot's token.
    """
    token = settings.secret("slack_bot_token")
    limits = Limits(lambda: now().timestamp())
    web_client = slack_client(token, settings.slack_api_url, limits, sleep)
    looked = await check_tokens(web_client)
    if looked.problem is not None:
        raise slack_refused(_wrong_with(looked.problem, reachable=looked.reachable), looked.problem)
    policies = PolicySource(settings.policy_file, named=settings.names_policy)
    directory = Directory(web_client, lambda: policies.current.user_groups)
    unseen = partial(_unseen, policies, directory)
    async with core(
        settings,
        SlackOutbox(bare_client(token, settings.slack_api_url, limits), sleep, unseen),
        workspace=looked.workspace,
        policies=policies,
        members=lambda: directory.members,
        guest=directory.guest,
        person_by_email=directory.person_by_email,
        shared=directory.shared,
        known_shared=directory.known_shared,
        mention=f"@{looked.user}",
        now=now,
        sleep=sleep,
        transport=transport,
        charts=charts,
    ) as parts:
        await directory.refresh()
        app = slack_app(
            web_client,
            parts.dispatcher,
            directory,
            workspace=looked.workspace,
            slash=settings.slash_command,
            now=parts.clock,
        )
        async with _background(parts, directory, following=following):
            yield Bot(parts, app, directory, limits, looked.workspace, _webhooks(parts))


def _webhooks(parts: Core) -> Mapping[str, WebhookIntake]:
    secrets = parts.settings.webhook_secrets
    return {WEBHOOK_PATH: WebhookIntake(secrets, parts.follower.mark)} if secrets else {}


@asynccontextmanager
async def _background(parts: Core, directory: Directory, *, following: bool) -> AsyncIterator[None]:
    works: list[tuple[Callable[[], Awaitable[None]], float]] = [
        (directory.keep_fresh, _LOOK_EVERY),
        (partial(_take_over, parts), _LOOK_EVERY),
    ]
    if following:
        works.append((parts.follower.turn, _FOLLOW_EVERY))
    tasks = [asyncio.create_task(again_and_again(work, every)) for work, every in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def again_and_again(work: Callable[[], Awaitable[None]], every: float) -> None:
    """It does not end before the bot does, whatever bug there is in it. An outage is told as it begins."""
    down = False
    while True:
        try:
            await work()
            down = False
        except StoreUnavailable as error:
            tell = log.debug if down else log.warning
            tell("the database does not answer", error=str(error))
            down = True
        except Exception:
            CRASHES.inc()
            log.exception("background work crashed")
        await asyncio.sleep(every)


async def _take_over(parts: Core) -> None:
    """Look for channels whose default changed, for rows that are old, and for writes whose process died."""
    await parts.clock.set()
    await parts.services.store.channels.refresh()
    await parts.services.store.retention.turn(parts.settings.retention_days)
    await parts.dispatcher.resume()
