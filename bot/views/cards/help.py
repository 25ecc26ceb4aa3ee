"""What one can ask."""

from dataclasses import dataclass

from bot.model.message import Audience, Block, Button, Buttons, Lines, Message, Small
from bot.model.permission import Permission
from bot.model.spans import Bold, Code, Text
from bot.policy.decide import Verdict
from bot.views.parts.text import join_words


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One command. ``verdict``: whether the asker may use it here."""

    usage: str
    summary: str
    permission: Permission | None
    arguments: tuple[tuple[str, str], ...]
    examples: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class HelpCard:
    """All commands, or ``one``."""

    slash: str
    entries: tuple[HelpEntry, ...]
    one: bool = False


def help_card(result: HelpCard) -> Message:
    """Said to the asker alone."""
    blocks = _one(result.entries[0], result.slash) if result.one else _all(result)
    told = f"{result.slash} {result.entries[0].usage}" if result.one else "What you can ask"
    return Message(text=(told,), blocks=blocks, audience=Audience.ASKER)


def _all(result: HelpCard) -> tuple[Block, ...]:
    intro: Text = (
        "Type a line after ",
        Code(result.slash),
        ", or mention the bot with it; in a thread, mention it.",
    )
    lines = [(Code(f"{result.slash} {each.usage}"), f"  {each.summary}") for each in result.entries]
    named: Text = (
        "A pipeline, workflow or job is named by ",
        *join_words([(Code(each),) for each in ("#812", "last failed", "@branch", "web@main")], last=", "),
        ", an address, or by nothing in its thread.",
    )
    more: Text = ("More about one: ", Code(f"{result.slash} help trigger"))
    return (
        Lines((intro,)),
        Lines(tuple(lines)),
        Lines((named, more)),
        Buttons(
            (
                Button("Status", line="status"),
                Button("Projects", line="projects"),
                Button("What may I do here?", line="can"),
            )
        ),
    )


def _one(entry: HelpEntry, slash: str) -> tuple[Block, ...]:
    lines: list[Text] = [(Code(f"{slash} {entry.usage}"),), (entry.summary,)]
    lines += [(Code(name), f"  {summary}") for name, summary in entry.arguments]
    examples: list[Text] = [(Bold("For example"),)] + [(Code(f"{slash} {each}"),) for each in entry.examples]
    return (Lines(tuple(lines)), Lines(tuple(examples)), Small((_who(entry),)))


def _who(entry: HelpEntry) -> str:
    if entry.permission is None:
        return "Anybody may use it."
    needs = f"Needs the permission “{entry.permission.value}”"
    if entry.verdict is Verdict.DEPENDS:
        return f"{needs}, which you have here for some projects and branches."
    have = "have" if entry.verdict is Verdict.ALLOWED else "don't have"
    return f"{needs}, which you {have} here."
