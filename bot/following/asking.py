"""Asks a line again that the bot keeps: as who asked it first may see what it shows now."""

from typing import Any

from bot.command import AuthorizedLine, Command, Context
from bot.grammar import parse
from bot.model.fault import SharingUnknown
from bot.model.line import Line
from bot.model.reply import Reply
from bot.model.request import Actor, Place, Request
from bot.services import Services


async def ask_again(
    services: Services, said: Line, asker: str, place: Place, reply: Reply, key: str
) -> tuple[Command[Any, Any], Context, Any]:
    """The line's command, what it used, and its result. Only for what has no effect.

    Raises the `Fault` or `CircleCIError` that its asker would read.
    """
    if not await services.knows_whether_closed(place):
        raise SharingUnknown
    actor = Actor(asker, place.workspace)
    syntax, args = parse(said, tuple(each.syntax for each in services.commands.values()))
    command = services.commands[syntax.words]
    request = Request(said, actor, place, reply, key, services.now())
    asked = AuthorizedLine(request, command, args, services.access(actor, place), rule="")
    context = Context(services, asked)
    return command, context, await command.run(args, context)
