"""What one can ask."""

from dataclasses import dataclass

from bot import lines
from bot.grammar import BARE, line
from bot.model.line import Line
from bot.model.message import Audience, Block, Button, Buttons, Lines, Message, Small
from bot.model.permission import Permission
from bot.model.spans import Bold, Code, Text, TypedLine
from bot.policy.decide import Verdict
from bot.views.parts.buttons import RIGHTS_BUTTON, status_button
from bot.views.parts.text import join_words


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One command. ``verdict``: whether the asker may use it here."""

    usage: Line
    summary: str
    permission: Permission | None
    arguments: tuple[tuple[str, str], ...]
    examples: tuple[Line, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class HelpCard:
    """All commands, or a single one."""

    entries: tuple[HelpEntry, ...]
    single_command: bool = False


def help_card(result: HelpCard) -> Message:
    """Said to the asker alone."""
    blocks = _one(result.entries[0]) if result.single_command else _all(result)
    told = TypedLine(result.entries[0].usage) if result.single_command else "What you can ask"
    return Message(text=(told,), blocks=blocks, audience=Audience.ASKER)


def _all(result: HelpCard) -> tuple[Block, ...]:
    mention = ", or mention the bot with it; in a thread, mention it."
    intro: Text = ("Type a line after ", TypedLine(BARE), mention)
    all_of_them = tuple((TypedLine(each.usage), f"  {each.summary}") for each in result.entries)
    names = join_words([(Code(each),) for each in ("#812", "last failed", "@branch", "web@main")], last=", ")
    nothing = ", an address, or by nothing in its thread."
    named: Text = ("A pipeline, workflow or job is named by ", *names, nothing)
    more: Text = ("More about one: ", TypedLine(line(lines.HELP, lines.HelpArgs(lines.TRIGGER.words))))
    projects = Button("Projects", line(lines.PROJECTS, lines.ProjectsArgs()))
    buttons = (status_button(), projects, RIGHTS_BUTTON)
    return (Lines((intro,)), Lines(all_of_them), Lines((named, more)), Buttons(buttons))


def _one(entry: HelpEntry) -> tuple[Block, ...]:
    told: list[Text] = [(TypedLine(entry.usage),), (entry.summary,)]
    told += [(Code(name), f"  {summary}") for name, summary in entry.arguments]
    examples: list[Text] = [(Bold("For example"),)] + [(TypedLine(each),) for each in entry.examples]
    return (Lines(tuple(told)), Lines(tuple(examples)), Small((_who(entry),)))


def _who(entry: HelpEntry) -> str:
    if entry.permission is None:
        return "Anybody may use it."
    needs = f"Needs the permission “{entry.permission.value}”"
    if entry.verdict is Verdict.DEPENDS:
        return f"{needs}, which you have here for some projects and branches."
    have = "have" if entry.verdict is Verdict.ALLOWED else "don't have"
    return f"{needs}, which you {have} here."
