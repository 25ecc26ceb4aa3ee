"""`help trigger <project>`: what its pipelines can be given."""

from dataclasses import replace

import pytest

from bot.model.fault import Denied, NothingHere
from tests.commands.desk import Desk, lines, offered

WEB = "gh/acme/web"


async def test_each_parameter_is_listed_as_the_default_branch_declares_it(desk: Desk) -> None:
    said = lines(await desk.ask("help trigger web"))

    assert said[:5] == [
        "web's parameters",
        "environment  staging or production  ·  default staging",
        "run-e2e  true or false  ·  default true",
        "shards  a number  ·  default 2",
        "note  text",
    ]
    assert said[-1] == "As of web #813 on main"
    assert desk.waves.count == 2


async def test_a_branch_can_be_named_and_the_example_is_for_who_can_start_it(desk: Desk) -> None:
    fix = lines(await desk.ask("help Trigger @fix/cart-badge"))
    assert "For example /ci trigger web@fix/cart-badge environment=production" in fix

    assert not any("For example" in each for each in lines(await desk.ask("help trigger web")))
    desk.place = replace(desk.place, channel="C0DEPLOYS")
    assert any("For example" in each for each in lines(await desk.ask("help trigger web")))


async def test_each_pipeline_definition_has_its_own(desk: Desk) -> None:
    await desk.ask("trigger mobile --definition 'Store release'")

    said = lines(await desk.ask("help trigger mobile"))

    assert "mobile's parameters, Checks" in said
    assert "platform  android or ios  ·  default android" in said
    assert "mobile's parameters, Store release" in said
    assert "track  internal, beta or production  ·  default internal  ·  Where the shop shows it" in said
    assert desk.waves.count == 3


async def test_who_may_not_read_it_is_told_nothing(desk: Desk) -> None:
    rule = "{do: [read], projects: [web], branches: [fix/*]}"
    desk.policy.write_text(
        f"projects: {{web: gh/acme/web}}\nchannels: {{C0WEB: {{project: web, allow: [{rule}]}}}}\n"
    )
    with pytest.raises(Denied):
        await desk.ask("help trigger web")
    assert not any("config" in each for each in desk.asked())


async def test_what_is_no_project_leads_to_one_that_is(desk: Desk) -> None:
    with pytest.raises(NothingHere) as caught:
        await desk.ask("help trigger wbe")
    assert offered(caught.value)[0].line == "help trigger web"
    with pytest.raises(NothingHere):
        await desk.ask("help trigger we!b")


async def test_where_nothing_is_known_that_is_said(desk: Desk) -> None:
    desk.small.project(WEB).source = ""
    with pytest.raises(NothingHere):
        await desk.ask("help trigger web")
