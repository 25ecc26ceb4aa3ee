"""What an answer leaves out: counted, by name, and where the log has more of it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.circleci.models.lenient import UnreadPart
from bot.model.message import Message, Small
from bot.model.spans import Code
from bot.views.parts.text import count, join_facts, one_line, some_names

_NAMES = 5


def with_unread(message: Message, parts: Sequence[UnreadPart], reference: str) -> Message:
    """``1 pipeline couldn't be read (#808)`` below the message; as it is where nothing is left out."""
    if not parts:
        return message
    nouns = dict.fromkeys(each.noun for each in parts)
    told = (_told(noun, [each for each in parts if each.noun == noun]) for noun in nouns)
    note = Small(join_facts(*told, ("reference ", Code(reference), " in the bot's log")))
    return replace(message, blocks=(*message.blocks, note))


def _told(noun: str, parts: Sequence[UnreadPart]) -> str:
    """``3 workflows couldn't be read (build, #808 and 1 more)``."""
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    names = list(dict.fromkeys(one_line(each.name, 40) for each in parts if each.name))
    named = f" ({some_names(names, _NAMES)})" if names else ""
    return f"{count(len(parts), noun, many)} couldn't be read{named}"
