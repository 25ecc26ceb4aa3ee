"""What the pages of all lists have."""

from dataclasses import dataclass

from bot.model.line import Line
from bot.model.message import Audience, Button


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list. ``following``: the line that shows the next one; ``first``: it begins the list."""

    following: Line | None = None
    first: bool = True

    @property
    def audience(self) -> Audience:
        """The beginning is for all; what follows goes into its thread."""
        return Audience.CHANNEL if self.first else Audience.THREAD

    @property
    def next_buttons(self) -> tuple[Button, ...]:
        """One that leads on; none at the end."""
        return (Button("Show 10 more", self.following),) if self.following else ()
