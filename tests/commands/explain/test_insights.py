"""How workflows go over weeks."""

import sys
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.charts import Chart, Charts, NoChart
from bot.circleci.errors import ServerError
from bot.model.fault import Denied, NameKind, NothingHere, UnknownName
from bot.model.grammar_fault import BadValue, Contradiction
from bot.model.message import LineChart, Message
from bot.playground.circleci import Fault
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from bot.terminal import TerminalOutbox
from tests.commands.desk import POLICY, Desk, buttons, desk, lines, plain

NEW = "gh/acme/new"
PLAN: Scripts = (WorkflowScript("build", (JobScript("compile", 120), JobScript("e2e", 60))),)
PNG = b"\x89PNG"


def play(asked: Desk, *runs: tuple[float, str], branch: str = "main") -> None:
    """Runs of a project of its own, each so many days ago: its job `compile` ends as it says."""
    if NEW not in asked.small.world.projects:
        asked.small.add_project(NEW, PLAN, branches=("main", "topic"))
    for days, outcome in runs:
        asked.small.add_pipeline(
            NEW,
            branch,
            ago=timedelta(days=days),
            outcomes={"compile": (outcome,)},  # type: ignore[dict-item]
        )


@pytest.fixture
def drawn(mocker: MockerFixture) -> list[Chart]:
    """The charts that were wanted; none is really drawn."""
    wanted: list[Chart] = []

    async def draw(self: Charts, chart: Chart) -> bytes:
        wanted.append(chart)
        return PNG

    mocker.patch.object(Charts, "draw", draw)
    return wanted


async def pictured(asked: Desk, line: str) -> list[Message]:
    """What is said where Slack takes no charts."""
    with patch.object(TerminalOutbox, "takes_charts", return_value=False):
        return await asked.ask_on(line)


async def test_where_charts_are_taken_they_are_part_of_the_message(desk: Desk, drawn: list[Chart]) -> None:
    play(desk, (6, "failed"), (5, "success"), (4, "success"), (1, "success"))

    _, message = await desk.ask_on(f"insights {NEW} --days 30")

    rate, lasting = (part for part in message.blocks if isinstance(part, LineChart))
    assert [each.values for each in rate.series] == [pytest.approx((50, 100, 100), abs=50)]
    assert lasting.y_label == "min"
    assert len(rate.categories) < 20
    assert (drawn, message.files) == ([], ())


async def test_rollbacks_are_apart_from_the_work(desk: Desk) -> None:
    desk.small.add_project(NEW, (*PLAN, WorkflowScript("rollback", (JobScript("swap", 4),))))
    desk.small.add_pipeline(NEW, ago=timedelta(days=1))

    first = await desk.ask(f"insights {NEW}")

    assert "Rollbacks: rollback ran once, 100% passed" in lines(first)
    assert not any(line.startswith("rollback  ·") for line in lines(first))


async def test_the_numbers_are_told_at_once(desk: Desk) -> None:
    play(desk, (9, "failed"), (5, "success"), (2, "success"), (1, "success"))

    message = await desk.ask(f"insights {NEW}")

    assert desk.waves.count == 2
    assert plain(message.text) == f"{NEW} on main, last 30 days: build 75% passed"
    assert lines(message)[:4] == [
        f"{NEW} on main, last 30 days",
        "build  ·  ran 4 times  ·  0.1 a day",
        "75% passed  ·  median 2 min 2 s  ·  p95 2 min 2 s  ·  incl. any wait for approval",
        "mean time to recovery 4 d  ·  120 credits",
    ]
    assert "Updated daily." in lines(message)
    assert message.files == ()


async def test_the_comparison_and_the_chart_follow(desk: Desk, drawn: list[Chart]) -> None:
    play(desk, (12, "success"), (11, "failed"), (10, "success"), (6, "failed"), (5, "success"))
    play(desk, (4, "success"), (3, "success"), (2, "success"), (1, "success"))

    first, second = await pictured(desk, f"insights {NEW} --days 7")

    assert first.files == ()
    assert lines(second)[1:3] == [
        "build  ·  ran 6 times (+100%)  ·  0.9 a day",
        "83% passed (+17 points)  ·  median 2 min 2 s (no change)  ·  p95 2 min 2 s (no change)",
    ]
    assert "Updated daily. Compared with the previous 7 days." in lines(second)
    assert [(file.name, file.content) for file in second.files] == [("gh-acme-new-insights.png", PNG)]
    [chart] = drawn
    assert chart.title == f"{NEW} on main, last 7 days: success rate and duration"
    [series] = chart.series
    assert [each.passed for each in series.days].count(100.0) == 5
    assert len(series.days) == 7


async def test_one_workflow_is_told_with_its_jobs(desk: Desk, drawn: list[Chart]) -> None:
    play(desk, (2, "success"), (1, "success"))

    _, message = await pictured(desk, f"insights {NEW} --workflow BUILD")

    assert "Jobs, slowest first" in lines(message)
    assert "compile  ·  median 2 min  ·  100% passed  ·  40 credits" in lines(message)
    assert drawn[0].title.startswith(f"build in {NEW} on main")
    assert "build" not in buttons(message)


async def test_a_workflow_that_did_not_run_is_told_with_those_that_did(desk: Desk) -> None:
    play(desk, (1, "success"))

    with pytest.raises(UnknownName) as caught:
        await desk.ask(f"insights {NEW} --workflow biuld")

    assert (caught.value.kind, caught.value.names) == (NameKind.WORKFLOW, ("build",))


async def test_four_workflows_are_told_and_the_rest_counted(desk: Desk, drawn: list[Chart]) -> None:
    plan = tuple(WorkflowScript(f"flow-{at}", (JobScript("unit", 30),)) for at in range(7))
    desk.small.add_project(NEW, plan)
    desk.small.add_pipeline(NEW, ago=timedelta(days=1))

    _, message = await pictured(desk, f"insights {NEW}")

    assert "+ 3 more workflows" in lines(message)
    assert len(drawn[0].series) == 4


async def test_another_branch_by_either_way_of_naming_it(desk: Desk) -> None:
    play(desk, (1, "success"))
    play(desk, (2, "failed"), branch="topic")

    for line in (f"insights {NEW}@topic", f"insights {NEW} --branch topic"):
        assert plain((await desk.ask(line)).text) == f"{NEW} on topic, last 30 days: build 0% passed"
        assert desk.waves.count == 2
    with pytest.raises(Contradiction):
        await desk.ask(f"insights {NEW}@topic --branch main")


async def test_other_windows_are_a_click_away(desk: Desk) -> None:
    play(desk, (20, "success"))

    message = await desk.ask(f"insights {NEW} --days 7")
    assert plain(message.text) == f"No workflow ran in {NEW} on main in the last 7 days."

    message = await desk.ask(buttons(message)["Last 90 days"] or "")
    assert plain(message.text) == f"{NEW} on main, last 90 days: build 100% passed"
    with pytest.raises(BadValue):
        await desk.ask("insights --days 8")


async def test_the_longest_window_has_none_before_it(desk: Desk, drawn: list[Chart]) -> None:
    play(desk, (80, "success"), (1, "success"))

    _, message = await pictured(desk, f"insights {NEW} --days 90")

    assert "Updated daily. No comparison: CircleCI keeps 90 days." in lines(message)
    assert len(drawn[0].series[0].days) == 90


async def test_where_nothing_ran_nothing_follows(desk: Desk) -> None:
    desk.small.add_project(NEW, PLAN)

    assert len(await desk.ask_on(f"insights {NEW}")) == 1


async def test_without_the_extra_nothing_is_said_to_people_who_can_not_change_that(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    play(desk, (1, "success"))

    _, message = await pictured(desk, f"insights {NEW}")

    assert not any("pip" in line or "chart" in line for line in lines(message))
    assert message.files == ()


async def test_a_chart_that_fails_leaves_the_numbers_and_is_logged(desk: Desk, mocker: MockerFixture) -> None:
    mocker.patch.object(Charts, "draw", side_effect=NoChart("took longer than 20 seconds"))
    play(desk, (1, "success"))

    with capture_logs() as logged:
        _, message = await pictured(desk, f"insights {NEW}")

    assert "100% passed" in "\n".join(lines(message))
    assert any(line.endswith("Couldn't draw the chart.") for line in lines(message))
    assert [entry["why"] for entry in logged if entry["event"] == "no chart"] == [
        "took longer than 20 seconds"
    ]


async def test_runs_that_can_not_be_read_leave_the_numbers(desk: Desk) -> None:
    play(desk, (1, "success"))
    desk.small.faults.add(Fault("/insights/*/workflows/build", times=None, status=500, body={}))

    _, message = await desk.ask_on(f"insights {NEW}")

    assert "100% passed" in "\n".join(lines(message))
    assert any("no comparison or chart" in line for line in lines(message))


async def test_a_project_or_branch_that_may_not_be_read_is_denied(tmp_path: Path) -> None:
    some = POLICY.replace('"gh/acme/*", mobile]}', '"*"], branches: [topic]}')
    async with desk(tmp_path, some) as asked:
        play(asked, (1, "success"), branch="topic")

        with pytest.raises(Denied):
            await asked.ask(f"insights {NEW} --branch main")
        assert asked.asked() == []
        with pytest.raises(Denied):
            await asked.ask(f"insights {NEW}")
        assert not any("insights" in path for path in asked.asked())
        assert "on topic" in plain((await asked.ask(f"insights {NEW}@topic")).text)


async def test_a_project_that_is_not_there_is_told(desk: Desk) -> None:
    for line in ("insights gh/acme/nothing", "insights gh/acme/nothing@main"):
        with pytest.raises(NothingHere):
            await desk.ask(line)


async def test_when_circleci_fails_no_number_is_told(desk: Desk) -> None:
    desk.small.faults.add(Fault("/insights/*", times=None, status=500, body={"message": "Internal error"}))

    with pytest.raises(ServerError):
        await desk.ask("insights web")
