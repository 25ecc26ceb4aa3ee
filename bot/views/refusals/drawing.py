"""How a refusal looks: one sentence, what helps further, and buttons for it."""

import re
from collections.abc import Iterable, Sequence

from bot import lines
from bot.grammar import line
from bot.grammar.vocabulary import PERSON
from bot.model.deeds import EarlierRollback
from bot.model.line import Line
from bot.model.message import Audience, Block, Button, Buttons, Lines, Message
from bot.model.reference import Reference
from bot.model.shown import Noun
from bot.model.spans import Code, GroupMention, Text, Timestamp, TypedLine, UserMention
from bot.views.parts.text import capital, one_line

#: The longest line that is worth typing: a longer one is in its button alone.
LONGEST_TYPED = 60

#: Ids, commits, and slugs that are made of ids.
_OPAQUE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{40}|\bcircleci/")


def asker_message(*paragraph: Text | str, buttons: tuple[Button, ...] = (), choice: bool = False) -> Message:
    """What the asker reads, alone: the first line is the sentence; empty ones are left out.

    ``choice``: one of the buttons is taken, and then the message has none.
    """
    said = tuple((each,) if isinstance(each, str) else each for each in paragraph if each)
    blocks: list[Block] = [Lines(said)]
    if buttons:
        blocks.append(Buttons(buttons[:3], more=buttons[3:8]))
    audience, choice = Audience.ASKER, choice and bool(buttons)
    return Message(text=said[0], blocks=tuple(blocks), audience=audience, refusal=True, choice=choice)


def earlier_rollback(earlier: EarlierRollback | None) -> Text:
    """Who was first, and what they wanted."""
    if earlier is None:
        return ()
    versions = Code(one_line(earlier.live, 60)), " to ", Code(one_line(earlier.target, 60))
    return (
        UserMention(earlier.user),
        " started a rollback from ",
        *versions,
        " ",
        Timestamp(earlier.at),
        ".",
    )


def quote_code(text: str, limit: int = 60) -> Code | UserMention | GroupMention:
    """What somebody else wrote, shortened; people and groups that were mentioned by their names."""
    if PERSON.fullmatch(text):
        return GroupMention(text[1:]) if text.startswith("@S") else UserMention(text[1:])
    return Code(one_line(text, limit))


def ready_buttons(several: Iterable[Line]) -> tuple[Button, ...]:
    """A button for each line."""
    return tuple(Button(_label(each), line=each) for each in several)


def _label(line: Line) -> str:
    """The line, without what tells people nothing; a single word is labelled like any other button."""
    telling = " ".join(each for each in line.split() if not _OPAQUE.search(each))
    return one_line(telling, 70) if " " in telling else capital(telling)


def short_line(line: Line) -> TypedLine | Code:
    """The line; its verb alone, where it is long or means things by their ids."""
    opaque = len(line) > LONGEST_TYPED or _OPAQUE.search(line)
    return Code(line.split()[0]) if opaque else TypedLine(line)


def pipeline_line(called: str, number: int) -> Line:
    """The line that shows a pipeline of a project."""
    return line(lines.PIPELINE, lines.PipelineArgs(Reference.of_number(called, number)))


def name_choices(names: Sequence[str], most: int = 10) -> str:
    """The names that there are, after a colon: ``a, b, c, and 4 more``."""
    shown = [one_line(each, 40) for each in names[:most]]
    return ", ".join([*shown, *([f"and {len(names) - most:,} more"] if len(names) > most else [])])


def ways_to_name(noun: str) -> str:
    """How a pipeline, a workflow or a job can be typed: an end of a sentence, or nothing for other things."""
    match noun:
        case Noun.PIPELINE | Noun.WORKFLOW:
            return "Try #812, last failed, @branch or a link."
        case Noun.JOB:
            return "Try a job's number, last failed, @branch or a link."
    return ""


def without_article(kind: str) -> str:
    """``pipeline``, of "a pipeline"."""
    return kind.removeprefix("a ").removeprefix("an ")
