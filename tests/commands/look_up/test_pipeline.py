"""`pipeline`: one with all its workflows."""

from tests.commands.desk import Desk, lines

WEB = "gh/acme/web"


async def test_a_pipeline_shows_all_attempts_the_newest_first(desk: Desk) -> None:
    run = desk.small.world.pipelines[desk.small.newest(WEB).id].runs[0]
    desk.small.world.rerun(run, frozenset({"lint"}))

    shown = lines(await desk.ask("pipeline last"))

    at = shown.index("build-test-deploy: 2 attempts")
    assert "attempt 2" in shown[at + 1]
    assert "attempt 1" in shown[at + 2]


async def test_a_pipeline_that_never_started_shows_its_errors(desk: Desk) -> None:
    message = await desk.ask("pipeline @broken-config")

    assert "Config error:" in lines(message)
    assert any("Cannot find a definition for job named publish-docs" in line for line in lines(message))
