"""What can be asked: all commands by their purpose, or one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot import lines
from bot.grammar import line
from bot.model.fault import SharedChannel, SharingUnknown
from bot.model.line import Line
from bot.model.message import Audience, Block, Buttons, Lines, Message, Small
from bot.model.permission import Permission
from bot.model.reference import NamedState, Reference
from bot.model.spans import Bold, Code, Text, TypedLine
from bot.policy.decide import Verdict
from bot.views.parts.buttons import RIGHTS_BUTTON, status_button, why_button
from bot.views.parts.closed import closed_lines
from bot.views.parts.text import DOT, join_facts, join_words


class HelpGroup(StrEnum):
    """What commands are for, by the folders that they stand in."""

    SEE = "see"
    EXPLAIN = "explain"
    ACT = "act"
    FOLLOW = "follow"
    LOOK_UP = "look_up"
    CHANNEL = "channel"


_TITLES = {
    HelpGroup.SEE: "See",
    HelpGroup.EXPLAIN: "Explain",
    HelpGroup.ACT: "Act",
    HelpGroup.FOLLOW: "Follow",
    HelpGroup.LOOK_UP: "Look up",
    HelpGroup.CHANNEL: "This channel",
}

#: What most people need most often.
_FIRST = (
    line(lines.STATUS, lines.StatusArgs()),
    line(lines.WHY, lines.WhyArgs()),
    line(lines.TRIGGER, lines.TriggerArgs()),
    line(lines.RERUN, lines.RerunArgs()),
    line(lines.APPROVE, lines.ApproveArgs()),
)
_WHY = line(lines.WHY, lines.WhyArgs())
_HELP_WHY = line(lines.HELP, lines.HelpArgs(lines.WHY.words))
_CAN = line(lines.CAN, lines.CanArgs())


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One command among all. ``usable``: by the asker, here."""

    words: str
    summary: str
    group: HelpGroup
    usable: bool


@dataclass(frozen=True, slots=True)
class HelpCard:
    """All commands. ``mention``: what stands before a line in a thread.

    ``closed``: why the channel is, where it is: then those that are not about projects.
    """

    entries: tuple[HelpEntry, ...]
    mention: str
    closed: SharedChannel | SharingUnknown | None = None


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """One command. ``verdict``: whether the asker can use it here; ``rare``: arguments that few need.

    ``parts``: commands whose words begin with its own; ``closed``: why the channel is closed to it.
    """

    usage: Line
    summary: str
    permission: Permission | None
    arguments: tuple[tuple[str, str], ...]
    examples: tuple[Line, ...]
    verdict: Verdict
    rare: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[Line, str], ...] = ()
    closed: SharedChannel | SharingUnknown | None = None


def help_card(result: HelpCard | CommandHelp) -> Message:
    """Said to the asker alone."""
    if isinstance(result, CommandHelp):
        return Message((TypedLine(result.usage),), _one(result), Audience.ASKER)
    return Message(("Commands",), _all(result), Audience.ASKER)


def _all(result: HelpCard) -> tuple[Block, ...]:
    by_words = {each.words: each for each in result.entries}
    first = [(each, by_words.get(each)) for each in _FIRST]
    most = tuple((TypedLine(each), f"  {it.summary}") for each, it in first if it and it.usable)
    members = {
        title: [each for each in result.entries if each.group is group] for group, title in _TITLES.items()
    }
    groups = tuple(
        (Bold(title), "  ", *_names(several))
        for title, several in members.items()
        if several or not result.closed
    )
    if result.closed is not None:
        return (Lines(closed_lines(result.closed)), Lines(groups))
    forms = [(Code(each),) for each in ("#812", "last failed", "web@main", "@main")]
    names: Text = ("Name a pipeline as ", *join_words(forms, last=", "), " or a link.")
    thread: Text = (" In its thread, omit it.",)
    more: Text = (TypedLine(_HELP_WHY), " explains one command. In a thread, write ")
    mention = Code(f"{result.mention} {_WHY}")
    buttons = (status_button(), why_button(Reference(last=True, state=NamedState.FAILED), "Last failure"))
    return (
        *((Lines(most),) if most else ()),
        Lines(groups),
        Lines(((*names, *thread), (*more, mention, "."))),
        Buttons((*buttons, RIGHTS_BUTTON)),
    )


def _names(entries: Sequence[HelpEntry]) -> Text:
    """Those that the asker can use, then the others."""
    shown = [each.words for each in entries if each.usable]
    others = [each.words for each in entries if not each.usable]
    not_here = f"not here: {', '.join(others)}" if others else ""
    return join_facts(" · ".join(shown), not_here, between=DOT)


def _one(help: CommandHelp) -> tuple[Block, ...]:
    told: list[Text] = [(TypedLine(help.usage),), (help.summary,), *map(_argument, help.arguments)]
    examples: list[Text] = [(Bold("For example"),), *((TypedLine(each),) for each in help.examples)]
    parts: list[Text] = [(TypedLine(usage), f"  {summary}") for usage, summary in help.parts]
    also = [*map(_argument, help.rare), *parts]
    more = (Lines(((Bold("Also"),), *also)),) if also else ()
    who = Small(_who(help)) if help.closed is None else Lines(closed_lines(help.closed))
    return (Lines(tuple(told)), Lines(tuple(examples)), *more, who)


def _argument(argument: tuple[str, str]) -> Text:
    name, summary = argument
    return (Code(name), f"  {summary}")


def _who(help: CommandHelp) -> Text:
    if help.permission is None:
        return ("Anyone can use this.",)
    match help.verdict:
        case Verdict.ALLOWED:
            return ("You can use this here.",)
        case Verdict.DEPENDS:
            return ("You can use this here on some branches.",)
    return ("You can't use this here. ", TypedLine(_CAN), " shows what you can do.")
