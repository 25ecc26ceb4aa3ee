"""Places that people share: each is served in turn, and nobody takes all of them."""

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.turns import Turns


class Asked:
    """People who want places, and who got one, in that order."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.got: list[str] = []
        self.tasks: list[tuple[str, asyncio.Task[None]]] = []

    async def wants(self, *people: str) -> "Asked":
        for person in people:
            self.tasks.append((person, asyncio.create_task(self._take(person))))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return self

    async def _take(self, person: str) -> None:
        await self.turns.take(person)
        self.got.append(person)

    async def leaves(self, person: str) -> None:
        self.turns.leave(person)
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def test_one_person_alone_leaves_some_places_to_who_comes_next() -> None:
    asked = await Asked(Turns(4, share=2, alone=3)).wants(*["ana"] * 9)
    assert asked.got == ["ana"] * 3
    await asked.wants("ben")
    assert asked.got[3:] == ["ben"]


async def test_while_others_are_here_one_person_has_a_share() -> None:
    asked = await Asked(Turns(8, share=2, alone=6)).wants("ben", *["ana"] * 9)
    assert asked.got == ["ben", "ana", "ana"]


async def test_who_waits_is_served_in_turn_by_person() -> None:
    asked = await Asked(Turns(2, share=2, alone=2)).wants("ana", "ana", "ana", "ana", "ben", "cho")
    await asked.leaves("ana")
    assert asked.got[2:] == ["ben"]
    await asked.leaves("ana")
    await asked.leaves("ben")
    assert asked.got[3:] == ["ana", "cho"]


async def test_what_nobody_waits_for_comes_after_what_somebody_does() -> None:
    asked = await Asked(Turns(1, share=1, alone=1)).wants("", "", "ana")
    await asked.leaves("")
    assert asked.got == ["", "ana"]


async def test_who_gives_up_waiting_takes_no_place() -> None:
    turns = Turns(1, share=1, alone=1)
    asked = await Asked(turns).wants("ana", "ben", "cho")
    asked.tasks[1][1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked.tasks[1][1]
    assert turns.waiting() == 1
    await asked.leaves("ana")
    assert asked.got == ["ana", "cho"]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["take", "leave", "cancel"])), max_size=60))
async def test_whatever_happens_no_place_is_lost_and_none_is_held_twice(
    happens: list[tuple[str, str]],
) -> None:
    turns = Turns(3, share=2, alone=2)
    asked = Asked(turns)
    held = {"a": 0, "b": 0, "c": 0}
    for person, what in happens:
        before = len(asked.got)
        if what == "take":
            await asked.wants(person)
        elif what == "leave" and held[person]:
            held[person] -= 1
            await asked.leaves(person)
        elif what == "cancel":
            for one, task in asked.tasks:
                if one == person and not task.done():
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task
                    break
        for each in asked.got[before:]:
            held[each] += 1
        assert sum(held.values()) <= 3
        assert max(held.values()) <= 2
    for person, count in held.items():
        for _ in range(count):
            await asked.leaves(person)
    for _, task in asked.tasks:
        task.cancel()
    await asyncio.gather(*(task for _, task in asked.tasks), return_exceptions=True)
    assert turns.waiting() == 0
