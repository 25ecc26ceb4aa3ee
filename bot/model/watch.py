"""A message that must stay true."""

from dataclasses import dataclass

from bot.model.line import Line
from bot.model.outbox import PostedMessage


@dataclass(frozen=True, slots=True)
class Watch:
    """Which message, the line that draws it, who asked for it, and the id of the pipeline that it depicts."""

    posted: PostedMessage
    line: Line
    asker: str
    run: str
