"""What the words for an error are made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.model.line import Line
from bot.model.message import Button
from bot.model.spans import Code, Text
from bot.views.parts.text import capital, one_line


@dataclass(frozen=True, slots=True)
class Wording:
    """``lines``: the first is the sentence. ``buttons``: what can be done about it."""

    lines: tuple[Text, ...]
    buttons: tuple[Button, ...] = ()


def typed_line(slash: str, line: str) -> Code:
    """A line, ready to copy."""
    return Code(f"{slash} {line}")


def quote_code(text: str, limit: int = 60) -> Code:
    """What somebody else wrote, shortened."""
    return Code(one_line(text, limit))


def ready_buttons(lines: Iterable[Line]) -> tuple[Button, ...]:
    """A button for each line; one of a single word is labelled like any other button."""
    return tuple(Button(_label(line), line=line) for line in lines)


def _label(line: str) -> str:
    return one_line(line, 70) if " " in line else capital(line)
