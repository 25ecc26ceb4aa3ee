"""Every sentence of the product in one list, to be read aloud: `python -m tests.sentences`.

What the views draw (their snapshots), what is refused, and what the help says of each command and argument.
"""

import json
from collections.abc import Iterator
from typing import Any

from bot.commands import COMMANDS
from bot.slack.drawing.blocks import blocks
from tests.test_promises import ROOT, snapshots
from tests.views.refusals.samples import ERRORS, FAULTS, typed
from tests.world import as_read


def sentences() -> Iterator[tuple[str, str]]:
    """Where a line stands, and the line; each line once."""
    told: set[str] = set()
    for place, text in _texts():
        for line in text.splitlines():
            if line.strip() and line not in told:
                told.add(line)
                yield place, line


def _texts() -> Iterator[tuple[str, str]]:
    for path in snapshots():
        message = json.loads(path.read_text())
        drawn = message["blocks"] if isinstance(message, dict) else message
        place = f"{path.parent.parent.parent.relative_to(ROOT / 'tests')}/{path.parent.name}/{path.stem}"
        yield from ((place, text) for text in _heard(drawn))
    for error in (*FAULTS, *ERRORS):
        yield from ((f"refusals/{type(error).__name__}", text) for text in _heard(blocks(typed(error))))
    for command in COMMANDS:
        place = f"help/{command.words}"
        yield place, command.summary
        yield from ((place, each.arg.summary) for each in command.syntax.parameters)


def _heard(drawn: list[Any]) -> Iterator[str]:
    """The blocks as they are read, and what their questions and labels say."""
    for block in drawn:
        yield as_read(block)
        for element in block.get("elements", ()):
            if "confirm" in element:
                yield from (as_read(part) for part in element["confirm"].values() if isinstance(part, dict))
            yield str(element.get("accessibility_label", ""))


if __name__ == "__main__":
    for where, said in sentences():
        print(f"{where}: {said}")
