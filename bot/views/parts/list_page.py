"""What the pages of all lists have."""

from dataclasses import dataclass

from bot.model.line import Line
from bot.model.message import Audience, Block, Button, Buttons, Lines, Message
from bot.model.shown import ShownThing
from bot.model.spans import Link, Text
from bot.views.parts.text import bullets, count, seen_here


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list; ``first``: it begins the list.

    ``following``: the line that shows the next one, of ``following_count`` entries as far as is known.
    ``limited``: there may be some that the asker may not see here.
    """

    following: Line | None = None
    following_count: int = 10
    first: bool = True
    limited: bool = False

    @property
    def next_buttons(self) -> tuple[Button, ...]:
        """One that leads on; none at the end."""
        return (Button(f"Show {self.following_count} more", self.following),) if self.following else ()

    def message(self, text: str, *blocks: Block, shows: tuple[ShownThing, ...] = ()) -> Message:
        """The beginning is for all; what follows goes into its thread."""
        return Message((text,), blocks, Audience.CHANNEL if self.first else Audience.THREAD, shows=shows)

    def listing(
        self, title: str, page: str, several: list[Text], *small: Block, shows: tuple[ShownThing, ...] = ()
    ) -> Message:
        """An entry each of ``several``; the title leads to the ``page``."""
        told = Lines(((Link(page, title, bold=True),), *bullets(several)))
        buttons = (Buttons(self.next_buttons),) if self.following else ()
        return self.message(title, told, *buttons, *small, shows=shows)

    def title(self, called: str, what: str, total: int, order: str = "") -> str:
        """``13 flaky tests in web`` and the ``order``; ``total`` 0: that the page has none."""
        if not total:
            return f"{called} has no {'' if self.first else 'more '}{what}s{seen_here(self.limited)}."
        return f"{count(total, what)} in {called}{order}" if self.first else f"More {what}s in {called}"
