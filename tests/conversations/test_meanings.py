"""Some hundred lines as people write them, and what each of them means."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from tests.conversations.meanings import MEANINGS
from tests.conversations.meanings.outcomes import Asks, Meaning, Offers, Sends
from tests.conversations.meant import heard, wrong
from tests.world import RANDOM, World, world

EVERY = [each for several in MEANINGS.values() for each in several]
#: How many lines share a world at most.
FEW = 10


def test_there_are_lines_of_every_sort() -> None:
    assert len(EVERY) >= 300
    assert (
        len({(each.line, each.channel, each.who, each.thread, each.said, each.after) for each in EVERY}) > 300
    )
    assert {each.channel for each in EVERY} > {RANDOM}
    assert any(each.thread for each in EVERY)


@pytest.mark.parametrize("about", MEANINGS)
async def test_each_line_is_understood(tmp_path: Path, about: str) -> None:
    told = []
    async for here, meaning in _each_in_its_world(tmp_path, MEANINGS[about]):
        if problem := wrong(await heard(here, meaning)):
            told.append(f"{meaning.line!r} ({meaning.channel}, {meaning.who}, {meaning.thread}): {problem}")
    assert not told, f"{len(told)} of {len(MEANINGS[about])} lines:\n" + "\n".join(told)


async def _each_in_its_world(
    folder: Path, meanings: Sequence[Meaning]
) -> AsyncIterator[tuple[World, Meaning]]:
    """What only reads shares worlds; so does what triggers; whatever else acts has one of its own.

    Where the channel is to have seen nothing, those share one that only the asker is answered.
    """
    for nth, group in enumerate(_groups(meanings)):
        (own := folder / str(nth)).mkdir()
        async with world(own) as here:
            for meaning in group:
                yield here, meaning


def _groups(meanings: Sequence[Meaning]) -> list[Sequence[Meaning]]:
    reading = [each for each in meanings if not each.alone]
    triggering = [each for each in meanings if each.alone and _triggers(each)]
    whispered = [each for each in meanings if each.after == () and isinstance(each.outcome, Asks | Offers)]
    shared = [*map(id, (*reading, *triggering, *whispered))]
    alone = [[each] for each in meanings if id(each) not in shared]
    return [*_few(reading), *_few(triggering), *_few(whispered), *alone]


def _few(meanings: Sequence[Meaning]) -> list[Sequence[Meaning]]:
    """In groups: with each line, the cards that stand there of the same run are drawn again."""
    return [meanings[at : at + FEW] for at in range(0, len(meanings), FEW)]


def _triggers(meaning: Meaning) -> bool:
    return isinstance(meaning.outcome, Sends) and meaning.outcome.path.endswith("/pipeline")
