"""How figures are shown: a table, and under it whether its targets are reached."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table


class Figures:
    """Where the measurements tell what they found."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def table(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """The first column stands to the left, what follows are numbers."""
        table = Table(title=title, title_justify="left")
        for head in heads:
            table.add_column(head, justify="right" if table.columns else "left")
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def note(self, text: str) -> None:
        """What one must know to read the table above."""
        self._console.print(text)

    def target(self, what: str, value: float, bound: float, *, above: bool = False) -> None:
        """``value`` is to be at most ``bound``, or with ``above`` at least."""
        reached = value >= bound if above else value <= bound
        sign = "at least" if above else "at most"
        self._console.print(f"{'reached' if reached else 'MISSED ':7} {what}: {value:.2f} ({sign} {bound:g})")
