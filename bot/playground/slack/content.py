"""What a message says: its text and blocks, checked as Slack checks them."""

from dataclasses import dataclass

from bot.playground.slack import blocks as block_kit
from bot.playground.slack.arguments import Arguments, Refused
from bot.playground.slack.workspace import Json

MAX_TEXT = 40_000


@dataclass(frozen=True, slots=True)
class Content:
    text: str
    blocks: list[Json]
    truncated: bool = False


def content(arguments: Arguments, *, takes_charts: bool = True, may_be_empty: bool = False) -> Content:
    """Read and check. Raises Refused: ``no_text``, ``invalid_blocks``, ``msg_blocks_too_long``.

    ``takes_charts``: the workspace has them already.
    """
    given = arguments.structure("blocks", "invalid_blocks_format") or []
    if found := block_kit.problems(given, takes_charts=takes_charts):
        raise Refused("invalid_blocks", errors=found, response_metadata={"messages": found})
    if block_kit.too_long(given):
        raise Refused("msg_blocks_too_long")
    text = arguments.text("text")
    if not text.strip() and not given and not may_be_empty:
        raise Refused("no_text")
    return Content(text[:MAX_TEXT], block_kit.completed(given), len(text) > MAX_TEXT)
