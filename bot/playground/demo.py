"""`ringmaster demo`: the real bot, signed requests and all, between a small Slack and a small CircleCI."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from pydantic import SecretStr
from pydantic_settings import BaseSettings
from pydantic_settings import PydanticBaseSettingsSource as Source

from bot.app import bot
from bot.commands import COMMANDS
from bot.operating.modes import http_endpoints, say_once
from bot.operating.serving import serve
from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.people import CHO
from bot.playground.slack import cast
from bot.playground.slack.small_slack import SmallSlack
from bot.settings import Settings
from bot.slack.intake import EVENTS_PATH
from bot.webhooks.intake import WEBHOOK_PATH

#: Who may do what in the demo's channels.
POLICY = Path(__file__).with_name("policy.yml")

#: How many scripted seconds pass in one: a pipeline of five minutes is over within one.
SPEED = 6.0

#: The branch on which everything can be done once: its tests fail, pass when they are rerun, and then an
#: approval lets it be deployed.
STORY = "release/2.6"

#: What the small CircleCI signs its webhooks with.
WEBHOOK_SECRET = "playground-webhook-secret"  # noqa: S105 - signs nothing but the playground's

#: Where a line of `say --demo` is said, and by whom, unless it says otherwise.
CHANNEL, PERSON = "C0WEB", "U0ANA"


def now() -> datetime:
    return datetime.now(UTC)


def small_circleci(speed: float = SPEED) -> SmallCircleCI:
    """A small CircleCI with its history, and with a branch of whose newest commit nothing was built yet."""
    circleci = SmallCircleCI(clock=now, speed=speed)
    circleci.add_branch(
        WEB, STORY, subject="Prepare 2.6", author=CHO, outcomes={"e2e": ("failed", "success")}
    )
    return circleci


class _Given(Settings):
    """Settings that nothing but the program gives; what is kept may end with it."""

    database_url: SecretStr = SecretStr("sqlite://")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: Source, *others: Source, **further: Source
    ) -> tuple[Source, ...]:
        return (init_settings,)


def demo_settings(
    *, slack_url: str, circleci_url: str, circleci_token: str, signing_secret: str, **changed: object
) -> Settings:
    """Settings of the playground: the defaults, whatever the environment says."""
    values: dict[str, object] = {
        "slack_bot_token": SmallSlack.bot_token,
        "slack_app_token": SmallSlack.app_token,
        "slack_signing_secret": signing_secret,
        "slack_api_url": f"{slack_url}/api",
        "circleci_token": circleci_token,
        "circleci_url": circleci_url,
        "policy_file": POLICY,
        **changed,
    }
    return _Given.model_validate(values)


async def run_demo(port: int, real: Settings | None, stop: asyncio.Event) -> None:
    """Serve the page on ``port`` until ``stop``. Raises OSError where the port is taken."""
    async with playing(port, real) as url:
        print(f"Ringmaster's playground is at {url} (Ctrl+C to stop)", flush=True)
        await stop.wait()


@asynccontextmanager
async def playing(
    port: int, real: Settings | None = None, *, small: SmallCircleCI | None = None
) -> AsyncIterator[str]:
    """The whole of it while the block runs; gives the page's address.

    ``real``: settings of a real CircleCI to use in place of ``small``, a small one that is there already.
    """
    async with AsyncExitStack() as stack:
        slack = SmallSlack(commands=page_commands())
        url = await stack.enter_async_context(slack.serve(port))
        circleci = small or small_circleci()
        if real is None:
            circleci_url = await stack.enter_async_context(serve(circleci.asgi))
            settings = demo_settings(
                slack_url=url,
                circleci_url=circleci_url,
                circleci_token=circleci.token,
                signing_secret=slack.signing_secret,
                circleci_webhook_secret=WEBHOOK_SECRET,
            )
        else:
            settings = demo_settings(
                slack_url=url,
                circleci_url=real.circleci_url,
                circleci_token=real.secret("circleci_token"),
                signing_secret=slack.signing_secret,
                circleci_app_url=real.circleci_app_url,
                circleci_ca_bundle=real.circleci_ca_bundle,
                policy_file=real.policy_file,
            )
        await stack.enter_async_context(bot_between(slack, circleci if real is None else None, settings))
        yield url


@asynccontextmanager
async def bot_between(
    slack: SmallSlack, circleci: SmallCircleCI | None, settings: Settings
) -> AsyncIterator[None]:
    """The bot, while the block runs: Slack's deliveries reach it, and the small CircleCI's webhooks do."""
    async with AsyncExitStack() as stack:
        running = await stack.enter_async_context(bot(settings))
        url = await stack.enter_async_context(serve(http_endpoints(running)))
        slack.deliver_to(f"{url}{EVENTS_PATH}")
        if circleci is not None:
            hooks = circleci.webhooks.delivering(f"{url}{WEBHOOK_PATH}", WEBHOOK_SECRET)
            await stack.enter_async_context(hooks)
        yield


def page_commands() -> Sequence[dict[str, str]]:
    """What the page's composer completes."""
    return [
        {"words": command.words, "usage": command.syntax.usage, "summary": command.summary}
        for command in COMMANDS
    ]


async def say_demo(
    line: str, *, json: bool, channel: str | None, user: str | None, follow: bool = False
) -> bool:
    """`ringmaster say --demo`: one line, over a small CircleCI in this process."""
    circleci = small_circleci()
    settings = demo_settings(
        slack_url="http://127.0.0.1",
        circleci_url="http://127.0.0.1",
        circleci_token=circleci.token,
        signing_secret=SmallSlack.signing_secret,
    )
    return await say_once(
        settings,
        line,
        json=json,
        channel=channel or CHANNEL,
        user=user or PERSON,
        follow=follow,
        members={group.id: frozenset(group.users) for group in cast.usergroups().values()},
        guests=frozenset(user.id for user in cast.users().values() if user.guest),
        transport=httpx.ASGITransport(circleci.asgi),
    )
