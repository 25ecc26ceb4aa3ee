"""Each example of each command's help and of the README, as the slash line that it is."""

import re
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from tests.conversations.crawling import Crawler, Said, crawler
from tests.world import ANA, BEN, DEPLOYS, WEB

_README = Path(__file__).resolve().parents[2] / "README.md"
_WRITTEN = re.compile(r"`/ci ([^`<\[]+)`")
EXAMPLES = [
    *(example for command in COMMANDS for example in command.examples),
    *(found.strip() for found in _WRITTEN.findall(_README.read_text())),
]

#: The line can't be read, or not here: no example is so.
MISREAD = frozenset({
    *("EmptyLine", "UnknownCommand", "UnclosedQuote", "NameLost", "LineTooLong", "MissingArgument"),
    *("SurplusArgument", "UnknownFlag", "BadValue", "Contradiction", "UnknownProject"),
    *("UnknownWord", "bug", "nothing"),
})  # fmt: skip


@pytest.mark.parametrize("user", [ANA, BEN])
async def test_an_example_is_answered_where_there_is_a_default_project(user: str) -> None:
    async with crawler(user, WEB) as one:
        wrong = {line: outcome for line in EXAMPLES if (outcome := await _outcome(one, line)) in _UNANSWERED}
    assert wrong == {}


async def test_an_example_needs_one_question_at_most_where_there_is_none() -> None:
    wrong = {}
    async with crawler(ANA, DEPLOYS) as one:
        for line in EXAMPLES:
            said = await one.says(line)
            if said.outcome in MISREAD:
                wrong[line] = said.outcome
            if said.outcome == "NoProject":
                wrong |= {f"{line} → {offer}": why for offer, why in await _after_the_question(one, said)}
    assert wrong == {}


async def _after_the_question(one: Crawler, said: Said) -> list[tuple[str, str]]:
    """What is offered, and is not answered either."""
    outcomes = [(each, (await one.takes(each)).outcome) for each in said.offers]
    return [(each, outcome) for each, outcome in outcomes if outcome in _UNANSWERED]


_UNANSWERED = MISREAD | {"NoProject"}


async def _outcome(one: Crawler, line: str) -> str:
    return (await one.says(line)).outcome
