"""`projects`: those that may be seen here."""

from bot.playground.circleci import Fault
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.commands.desk import Desk, lines


async def test_projects_are_only_those_that_may_be_seen_here(desk: Desk) -> None:
    desk.small.add_project("gh/acme/docs", (WorkflowScript("build", (JobScript("build", 5),)),))
    desk.small.add_pipeline("gh/acme/docs")

    shown = lines(await desk.ask("projects"))

    assert shown[0] == "4 projects"
    assert "gh/acme/docs" in shown
    assert not any("secret" in line for line in shown)


async def test_an_organisation_in_which_nothing_may_be_seen_is_passed_over(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline", times=None, status=404, body={"message": "Not found"}))

    assert lines(await desk.ask("projects"))[0] == "3 projects"
