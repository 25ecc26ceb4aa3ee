"""What is red, what is flaky, and how it went over weeks, as people ask it."""

import sys
from pathlib import Path

import pytest

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.world import DEPLOYS, RANDOM, WEB, World, read, world

LINES = ["red", "flaky web", "insights web"]
EMPTY = "gh/acme/empty"
NOWHERE = """
projects: {web: gh/acme/web, empty: gh/acme/empty}
channels:
  C0WEB:
    project: web
    allow:
      - {do: [read], projects: [empty]}
  C0RANDOM:
    allow:
      - {do: [follow], projects: [web]}
"""


async def test_the_flaky_tests_are_told_in_the_channel(either: World) -> None:
    shown = await either.types("flaky")
    assert not shown.whispered
    assert "in web, worst first" in shown.text
    assert "flaked" in shown.text


async def test_what_is_red_is_told_with_a_button_that_asks_why(here: World) -> None:
    job = WorkflowScript("build-test-deploy", (JobScript("lint", 5, outcomes=("failed",)),))
    broken = here.circleci.add_pipeline(WEB_SLUG, scripts=(job,))
    here.circleci.finish(broken)

    shown = await here.types("red", channel=DEPLOYS)

    assert "web  ·  main  ·  red since" in shown.text
    why = (await here.clicks(shown.only, f"Why web #{broken.number}?")).messages
    assert {each.thread_ts for each in why} == {shown.only.ts}
    assert f"web #{broken.number}" in read(why[0])


async def test_the_chart_is_part_of_the_message_where_the_workspace_takes_it(here: World) -> None:
    answer = (await here.types("insights web")).only
    charts = [block for block in answer.blocks if block["type"] == "data_visualization"]
    assert [block["title"] for block in charts] == [
        "web on main: success rate",
        "web on main: median incl. approval waits",
    ]
    assert "build-test-deploy  ·  ran " in read(answer)
    assert here.slack.files == []


async def test_where_slack_refuses_it_the_picture_follows_into_the_thread_for_a_day(here: World) -> None:
    here.slack.workspace.takes_charts = False
    answer, picture = (await here.types("insights web --days 7")).messages
    assert "build-test-deploy  ·  " in read(answer)
    assert "Compared with the previous 7 days." in read(answer)
    assert all(block["type"] != "data_visualization" for block in answer.blocks)
    assert picture.thread_ts == answer.ts
    [stored] = here.slack.files
    assert stored.name == "web-insights.png"
    assert stored.alt.startswith("web on main: success rate: ")
    assert len(refusals(here)) == 1

    await here.types("insights web")
    assert len(refusals(here)) == 1
    assert len(here.slack.files) == 2


def refusals(here: World) -> list[str]:
    """Slack's answers that refused blocks."""
    return [call.method for call in here.slack.calls if call.error == "invalid_blocks"]


async def test_without_matplotlib_only_numbers_are_told(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    here.slack.workspace.takes_charts = False
    shown = await here.types("insights web")
    assert "pip install" not in shown.text
    assert "Compared with the previous 30 days." in shown.text
    assert here.slack.files == []


async def test_another_window_is_a_click_away_and_goes_into_the_thread(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    answer = (await here.types("insights web")).only
    shown = await here.clicks(answer, "Last 7 days")
    assert shown.only.thread_ts == answer.ts
    assert "last 7 days" in shown.text


async def test_what_may_not_be_read_here_is_denied_and_circleci_saw_nothing(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text(NOWHERE)
    async with world(tmp_path, policy_file=policy) as here:
        for line in LINES:
            shown = await here.types(line, channel=RANDOM)
            assert shown.whispered
        assert here.asked_of_circleci() == []


async def test_where_there_is_nothing_it_is_said(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yml"
    policy.write_text(NOWHERE)
    async with world(tmp_path, policy_file=policy) as here:
        here.circleci.add_project(EMPTY, (WorkflowScript("build", (JobScript("unit", 5),)),))
        assert "No finished pipelines" in (await here.types("red", channel=WEB)).text
        assert "empty has no flaky tests." in (await here.types("flaky empty", channel=WEB)).text
        shown = await here.types("insights empty", channel=WEB)
        assert "No workflow ran in empty on main in the last 30 days." in shown.text


@pytest.mark.parametrize("line", LINES)
async def test_when_circleci_fails_it_is_told_to_the_asker_alone(here: World, line: str) -> None:
    here.circleci.faults.add(Fault(times=None, status=503, body="upstream unavailable"))
    shown = await here.types(line)
    assert shown.whispered
    assert "CircleCI" in shown.text
