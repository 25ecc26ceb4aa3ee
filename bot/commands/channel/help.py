"""`/ci help`: all commands, or one."""

from dataclasses import replace
from itertools import dropwhile
from typing import Any

from bot import lines
from bot.command import Command, Context
from bot.finding.parameters import named_declarations
from bot.grammar import Syntaxes, commands_meant, line, parse
from bot.grammar.syntax import Parameter
from bot.grammar.vocabulary import names_nothing
from bot.model.grammar_fault import UnknownCommand
from bot.model.message import Message
from bot.model.permission import Permission
from bot.model.subject import NO_SUBJECT, Scope, is_about_projects
from bot.policy.decide import Verdict
from bot.views.cards.help import CommandHelp, HelpCard, HelpEntry, HelpGroup, help_card
from bot.views.lists.parameters import ParametersHelp, parameters_help


async def run(args: lines.HelpArgs, ctx: Context) -> HelpCard | CommandHelp | ParametersHelp:
    guest, closed = await ctx.guest() is True, await ctx.closed()
    if args.command is None:
        commands = [each for each in ctx.commands.values() if not _is_part(each, ctx)]
        open_ = [
            each for each in commands if closed is None or not is_about_projects(each.permission, each.scope)
        ]
        needed = {each.permission for each in open_}
        usable = {each for each in needed if _verdict(each, ctx, guest) is not Verdict.DENIED}
        return HelpCard(tuple(_entry(each, each.permission in usable) for each in open_), ctx.mention, closed)
    trigger = f"{lines.TRIGGER.words} "
    if args.command.lower().startswith(trigger):
        if closed is not None:
            raise closed
        return await _parameters(args.command[len(trigger) :], ctx)
    words = args.command.lower().split()
    named = list(dropwhile(names_nothing, words))  # help with rerun
    if (command := _longest(named, ctx) or _longest(words, ctx)) is None:
        syntaxes = Syntaxes(each.syntax for each in ctx.commands.values())
        likely = commands_meant(" ".join(named or words), syntaxes, lines.OTHER_WORDS)
        found = dict.fromkeys(each.words for each in likely if each.words != lines.HELP.words)
        raise UnknownCommand(words[0], tuple(line(lines.HELP, args, command=each) for each in found))
    shown = _help(command, ctx, guest)
    return replace(shown, closed=closed) if is_about_projects(command.permission, command.scope) else shown


async def _parameters(said: str, ctx: Context) -> ParametersHelp:
    """What `trigger` can give to the project's pipelines."""
    _, asked = parse(f"{lines.TRIGGER.words} {said}", (lines.TRIGGER,), ctx.access.project_names)
    found, several = await named_declarations(ctx.find, asked.target)
    startable = ctx.access.allows(Permission.TRIGGER, found.slug, found.branch)
    return ParametersHelp(found.called, several, ctx.scene, startable)


def _drawn(result: HelpCard | CommandHelp | ParametersHelp) -> Message:
    return parameters_help(result) if isinstance(result, ParametersHelp) else help_card(result)


def _longest(words: list[str], ctx: Context) -> Command[Any, Any] | None:
    """The longest command that the words begin with."""
    beginnings = (" ".join(words[:width]) for width in range(len(words), 0, -1))
    return next((ctx.commands[each] for each in beginnings if each in ctx.commands), None)


def _is_part(command: Command[Any, Any], ctx: Context) -> bool:
    """Its words begin with another command's, whose help tells of it."""
    return _longest(command.words.split()[:-1], ctx) is not None


def _entry(command: Command[Any, Any], usable: bool) -> HelpEntry:
    group = HelpGroup(command.run.__module__.split(".")[-2])
    return HelpEntry(command.words, command.summary, group, usable)


def _help(command: Command[Any, Any], ctx: Context, guest: bool) -> CommandHelp:
    syntax = command.syntax
    shown = [each for each in syntax.parameters if not each.arg.hidden]
    parts = [each for each in ctx.commands.values() if each.words.startswith(f"{command.words} ")]
    return CommandHelp(
        syntax.usage,
        command.summary,
        command.permission,
        tuple(_argument(each) for each in shown if not each.arg.rare),
        syntax.examples,
        _verdict(command.permission, ctx, guest),
        tuple(_argument(each) for each in shown if each.arg.rare),
        tuple((each.syntax.usage, each.summary) for each in parts),
    )


def _argument(parameter: Parameter) -> tuple[str, str]:
    return parameter.placeholder, parameter.arg.summary


def _verdict(permission: Permission | None, ctx: Context, guest: bool) -> Verdict:
    """Whether the asker can use here what needs it. There may be thousands of projects: they are looked
    through only where it depends on them.
    """
    if permission is None:
        return Verdict.ALLOWED
    if guest and permission is not Permission.READ:
        return Verdict.DENIED
    access = ctx.access
    verdict = access.decide(permission, ref_known=False).verdict
    if verdict is not Verdict.DEPENDS or not (names := access.names()):
        return verdict
    each = (access.decide(permission, slug, ref_known=False).verdict for _, slug in names)
    return Verdict.ALLOWED if all(it is Verdict.ALLOWED for it in each) else verdict


COMMAND = Command(
    lines.HELP,
    summary="List the commands, or explain one",
    permission=None,
    scope=Scope.NOTHING,
    about=lambda _: NO_SUBJECT,
    run=run,
    view=_drawn,
    local=True,
)
