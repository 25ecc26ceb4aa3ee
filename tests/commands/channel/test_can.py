"""`can`: which rule decides."""

from tests.commands.desk import Desk, lines


async def test_can_says_which_rule_decides_and_who_may_elsewhere(desk: Desk) -> None:
    shown = lines(await desk.ask("can trigger web@main"))

    assert any("Not allowed" in line and "#C0DEPLOYS" in line for line in shown)
    assert any(
        "Allowed" in line and "channels.C0WEB.allow[0]" in line
        for line in lines(await desk.ask("can trigger @x"))
    )
