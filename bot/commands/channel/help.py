"""`/ci help`: all commands, or one."""

from typing import Any

from bot import lines
from bot.command import Command, Context
from bot.finding.parameters import named_declarations
from bot.grammar import kinds, line, lines_like
from bot.model.bad_text import BadText
from bot.model.fault import UnknownCommand, UnknownProject
from bot.model.message import Message
from bot.model.permission import Permission
from bot.model.subject import NO_SUBJECT, Scope
from bot.policy.decide import Verdict
from bot.views.cards.help import HelpCard, HelpEntry, help_card
from bot.views.lists.parameters import ParametersHelp, parameters_help


async def run(args: lines.HelpArgs, ctx: Context) -> HelpCard | ParametersHelp:
    if args.command is None:
        return HelpCard(tuple(_entry(each, ctx) for each in ctx.commands.values()))
    trigger = f"{lines.TRIGGER.words} "
    if args.command.lower().startswith(trigger):
        return await _parameters(args.command[len(trigger) :], ctx)
    words = args.command.lower()
    command = ctx.commands.get(words)
    if command is None:
        syntaxes = [each.syntax for each in ctx.commands.values()]
        likely = lines_like(words, words.split() or [args.command], syntaxes)
        raise UnknownCommand(args.command, tuple(line(lines.HELP, args, command=each) for each in likely))
    return HelpCard((_entry(command, ctx),), single_command=True)


async def _parameters(project: str, ctx: Context) -> ParametersHelp:
    """What `trigger` can give to the project's pipelines."""
    try:
        found, several = await named_declarations(ctx.find, kinds.TARGET.read(project))
    except BadText:
        raise UnknownProject(project) from None
    except UnknownProject as fault:
        ready = (f"{lines.TRIGGER.words} {each}" for each in fault.suggestions)
        fault.lines = tuple(line(lines.HELP, lines.HelpArgs(each)) for each in ready)
        raise
    startable = ctx.access.allows(Permission.TRIGGER, found.slug, found.branch)
    return ParametersHelp(found.called, several, ctx.scene, startable)


def _drawn(result: HelpCard | ParametersHelp) -> Message:
    return parameters_help(result) if isinstance(result, ParametersHelp) else help_card(result)


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
    view=_drawn,
)
