"""`project`: what CircleCI knows of it."""

from tests.commands.desk import Desk, lines


async def test_a_project_says_its_default_branch_and_that_it_is_the_channels(desk: Desk) -> None:
    shown = lines(await desk.ask("project"))

    assert "default branch main  ·  GitHub  ·  acme" in shown
    assert "This channel's default project." in shown
