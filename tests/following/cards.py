"""What becomes of messages that are kept true."""

from collections.abc import Sequence

from bot.playground.circleci.acme import WEB as WEB_PROJECT
from bot.playground.circleci.people import CHO as AUTHOR
from bot.playground.slack.workspace import Message
from tests.world import World, read

BRANCH = "release/2.7"

#: More often than anything is tried.
ALWAYS = 10_000


def now(here: World, message: Message) -> str:
    """How it stands there now."""
    return read(here.slack.message(message.ts))


def beneath(here: World, message: Message) -> list[Message]:
    """What stands in its thread."""
    every = here.slack.workspace.messages.values()
    return [each for each in every if each.thread_ts == message.ts and each.ts != message.ts]


def direct(here: World, user: str) -> list[str]:
    """What the bot has said to somebody alone."""
    every = here.slack.workspace.messages.values()
    return [read(each) for each in every if each.bot_id and each.channel == f"D{user[1:]}"]


def flaky_branch(here: World, **outcomes: Sequence[str]) -> None:
    """A branch whose e2e fails once; when it has passed, a deployment waits to be approved."""
    here.circleci.add_branch(
        WEB_PROJECT,
        BRANCH,
        subject="Prepare 2.7",
        author=AUTHOR,
        outcomes={"e2e": ("failed", "success"), **outcomes},
    )


def calls(here: World, method: str) -> int:
    """How often the bot has asked this of Slack."""
    return sum(each.method == method for each in here.slack.calls)
