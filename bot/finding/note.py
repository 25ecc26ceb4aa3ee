"""As what a reference was read that does not say so itself."""

from dataclasses import dataclass

from bot.model.line import Line
from bot.model.reference import Reference


@dataclass(frozen=True, slots=True)
class Note:
    """``other``: the line about the other thing that is called so, where there is one."""

    meant: Reference
    other: Line | None = None
