"""`/ci help`: all commands, or one."""

from typing import Any

from bot import lines
from bot.command import Command, Context
from bot.grammar import line, lines_like
from bot.model.grammar_fault import UnknownCommand
from bot.model.subject import NO_SUBJECT, Scope
from bot.policy.decide import Verdict
from bot.views.cards.help import HelpCard, HelpEntry, help_card


async def run(args: lines.HelpArgs, ctx: Context) -> HelpCard:
    if args.command is None:
        return HelpCard(tuple(_entry(each, ctx) for each in ctx.commands.values()))
    words = args.command.lower()
    command = ctx.commands.get(words)
    if command is None:
        syntaxes = [each.syntax for each in ctx.commands.values()]
        likely = lines_like(words, words.split() or [args.command], syntaxes)
        raise UnknownCommand(args.command, tuple(line(lines.HELP, args, command=each) for each in likely))
    return HelpCard((_entry(command, ctx),), single_command=True)


def _entry(command: Command[Any, Any], ctx: Context) -> HelpEntry:
    syntax = command.syntax
    shown = [each for each in syntax.parameters if not each.arg.hidden]
    arguments = tuple((each.placeholder, each.arg.summary) for each in shown)
    verdict = Verdict.ALLOWED
    if command.permission is not None:
        verdict = ctx.access.decide(command.permission, ref_known=False).verdict
    return HelpEntry(syntax.usage, command.summary, command.permission, arguments, syntax.examples, verdict)


COMMAND = Command(
    lines.HELP,
    summary="All commands, or one with its arguments and examples",
    permission=None,
    scope=Scope.NOTHING,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=help_card,
)
