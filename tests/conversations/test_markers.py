"""A parameter of the bot's own, by which a pipeline is found again whose start was not answered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.script import Parameter
from bot.playground.demo import POLICY
from tests.world import World, world

TRIGGER = "/project/*/pipeline"
LINE = "trigger web@fix/cart-badge"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """The demo's world, where web's configuration declares such a parameter, and the policy says so."""
    (policy := tmp_path / "policy.yml").write_text(POLICY.read_text() + "\nmarkers: {web: ringmaster-wish}\n")
    async with world(tmp_path, policy_file=policy) as made:
        web = made.circleci.project("gh/acme/web")
        web.parameters = {**web.parameters, "ringmaster-wish": Parameter("string", "")}
        yield made


async def test_a_pipeline_carries_the_id_of_its_row_and_the_card_does_not_show_it(here: World) -> None:
    shown = await here.types(f"{LINE} shards=3")
    [started] = here.circleci.started
    [row] = here.actions()
    assert started.parameters == {"shards": 3, "ringmaster-wish": row["id"]}
    assert "ringmaster-wish" not in shown.text


async def test_among_several_of_our_own_the_one_whose_answer_was_lost_is_found(here: World) -> None:
    here.circleci.faults.add(Fault(TRIGGER, "POST", drop="after"))
    other = here.circleci.add_pipeline(
        "gh/acme/web", "fix/cart-badge", by=here.circleci.world.me, trigger="api"
    )
    shown = await here.types(LINE)
    [started] = here.circleci.started
    assert f"web #{started.number}" in shown.text
    assert f"web #{other.number}" not in shown.text
    assert [row["pipeline_number"] for row in here.actions()] == [started.number]


async def test_another_pipeline_of_ours_is_not_taken_for_the_one_that_never_started(here: World) -> None:
    here.circleci.faults.add(Fault(TRIGGER, "POST", drop=True))
    here.clock.advance(1)
    here.circleci.add_pipeline("gh/acme/web", "fix/cart-badge", by=here.circleci.world.me, trigger="api")
    shown = await here.types(LINE)
    assert "this might have started" in shown.text


async def test_a_parameter_that_was_given_is_not_overwritten(here: World) -> None:
    await here.types(f"{LINE} ringmaster-wish=mine --anyway")
    [started] = here.circleci.started
    assert started.parameters == {"ringmaster-wish": "mine"}
