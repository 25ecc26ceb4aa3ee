"""Which default branches are red now."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.circleci.errors import ServerError
from bot.model.fault import NothingHere
from bot.model.message import Audience
from bot.playground.circleci import Fault
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from tests.commands.desk import Desk, buttons, desk, lines, plain

PLAN: Scripts = (WorkflowScript("build", (JobScript("unit", 30),)),)
POLICY = """
projects: {alpha: gh/new/alpha, beta: gh/new/beta}
everywhere:
  allow:
    - {do: [read], projects: ["gh/new/*"]}
"""


def play(asked: Desk, slug: str, *outcomes: str, hours: float = 20, branch: str = "main") -> None:
    """Runs of a project, the oldest first: the first so many hours ago, one an hour."""
    if slug not in asked.small.world.projects:
        asked.small.add_project(slug, PLAN)
    for at, outcome in enumerate(outcomes):
        asked.small.add_pipeline(
            slug,
            branch,
            ago=timedelta(hours=hours - at),
            outcomes={"unit": (outcome,)},  # type: ignore[dict-item]
        )


async def test_a_red_default_branch_is_told_with_the_run_and_the_commit_since_when(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        play(asked, "gh/new/alpha", "failed", "success", "failed", "failed")
        play(asked, "gh/new/beta", "failed", "success")

        message = await asked.ask("red")

        assert plain(message.text) == "1 of 2 default branches is red: alpha, since #3 (18 h), 2 pipelines"
        told = "alpha  ·  main  ·  #3  ·  Newest of main  ·  pushed by "
        assert any(line.startswith(told) and line.endswith("  ·  now #4") for line in lines(message))
        assert "green: beta" in lines(message)
        assert buttons(message) == {"Why alpha #4?": "why gh/new/alpha#4"}
        assert [shown.number for shown in message.shows] == [4]


async def test_the_branch_that_turned_red_last_comes_first(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        play(asked, "gh/new/alpha", "success", "failed", hours=9)
        play(asked, "gh/new/beta", "success", "failed", hours=4)

        message = await asked.ask("red")

        assert plain(message.text) == "2 of 2 default branches are red: beta and alpha"


async def test_what_runs_and_what_was_canceled_is_looked_past(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        play(asked, "gh/new/alpha", "success", "failed", "canceled")
        asked.small.add_pipeline("gh/new/alpha")

        message = await asked.ask("red")

        assert any("red since #2" in line for line in lines(message))


async def test_where_no_green_run_is_on_the_first_page_it_is_red_at_least_since_its_oldest(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path, POLICY) as asked:
        play(asked, "gh/new/alpha", "success", *["failed"] * 20, hours=40)

        message = await asked.ask("red")

        assert any(
            "red since at least #2 ((when))" in line and "20 pipelines" in line for line in lines(message)
        )


async def test_a_branch_that_never_was_green_is_red_since_its_first_run(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        play(asked, "gh/new/alpha", "failed", "failed")

        assert any("red since #1 ((when))" in line for line in lines(await asked.ask("red")))


async def test_nothing_is_read_beyond_the_last_green_run(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        play(asked, "gh/new/alpha", *["success"] * 20, hours=40)

        await asked.ask("red")

        assert sum(path.endswith("/workflow") for path in asked.asked()) == 2


async def test_a_topic_branch_makes_nothing_red(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        play(asked, "gh/new/alpha", "success")
        play(asked, "gh/new/alpha", "failed", hours=2, branch="topic")

        assert plain((await asked.ask("red")).text) == "alpha's default branch is green"


async def test_a_branch_on_which_nothing_has_ended_is_neither_red_nor_green(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        asked.small.add_project("gh/new/alpha", PLAN)

        message = await asked.ask("red")

        assert plain(message.text) == "No finished pipelines on 1 default branch"
        assert "no finished pipelines: alpha  ·  the bot can't see 1 project" in lines(message)


async def test_only_projects_that_may_be_read_here_are_looked_at(desk: Desk) -> None:
    play(desk, "gh/globex/secret", "failed", hours=0.5)

    message = await desk.ask("red")

    assert "secret" not in "\n".join(lines(message))
    assert not any("globex/secret" in path for path in desk.asked())


async def test_a_default_branch_that_may_not_be_read_here_is_not_told(tmp_path: Path) -> None:
    releases = POLICY.replace('"gh/new/*"]', '"gh/new/*"], branches: ["release/*"]')
    async with desk(tmp_path, releases) as asked:
        play(asked, "gh/new/alpha", "success", "failed")

        message = await asked.ask("red")

        assert plain(message.text).startswith("No projects here: ")


async def test_one_organizations_projects_alone(tmp_path: Path) -> None:
    both = POLICY.replace('"gh/new/*"]', '"gh/new/*", "gh/other/*"]')
    async with desk(tmp_path, both) as asked:
        play(asked, "gh/new/alpha", "success")
        play(asked, "gh/other/alpha", "failed")

        for line in ("red new", "red gh/new", "red NEW"):
            assert plain((await asked.ask(line)).text) == "alpha's default branch is green"
        assert plain((await asked.ask("red other")).text) == "gh/other/alpha's default branch is red"
        with pytest.raises(NothingHere):
            await asked.ask("red nobody")


async def test_more_than_ten_are_told_ten_at_a_time(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        for at in range(12):
            play(asked, f"gh/new/p{at:02}", "failed", hours=at + 2)
        asked.small.add_project("gh/new/alpha", PLAN)

        first = await asked.ask("red")
        second = await asked.ask(buttons(first)["Show 2 more"] or "")

        assert len(first.shows) == 10
        assert [shown.project for shown in second.shows] == ["gh/new/p10", "gh/new/p11"]
        assert second.audience is Audience.THREAD


async def test_when_circleci_fails_nothing_is_called_green(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline/*", times=None, status=500, body={"message": "Internal error"}))

    with pytest.raises(ServerError):
        await desk.ask("red")
