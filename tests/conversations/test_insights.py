"""What is red, what is flaky, and how it went over weeks, as people ask it."""

import struct
import sys
from pathlib import Path

import pytest

from bot.charts import Charts
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
    assert "of web, the worst first" in shown.text
    assert "flaked" in shown.text


async def test_what_is_red_is_told_with_a_button_that_asks_why(here: World) -> None:
    job = WorkflowScript("build-test-deploy", (JobScript("lint", 5, outcomes=("failed",)),))
    broken = here.circleci.add_pipeline(WEB_SLUG, scripts=(job,))
    here.circleci.finish(broken)

    shown = await here.types("red", channel=DEPLOYS)

    assert "web  ·  main  ·  red since" in shown.text
    card = await here.clicks(shown.only, f"Why web #{broken.number}?")
    assert card.only.thread_ts == shown.only.ts
    assert f"web #{broken.number}" in card.text


async def test_numbers_are_told_first_and_the_chart_follows_into_the_thread(tmp_path: Path) -> None:
    async with world(tmp_path, charts=Charts()) as here:
        shown = await here.types("insights web --days 7")
        answer, picture = shown.messages
        assert "build-test-deploy  ·  " in read(answer)
        assert "Compared with the 7 days before." in read(answer)
        assert picture.thread_ts == answer.ts
        [stored] = here.slack.files
        assert stored.name == "web-insights.png"
        assert stored.content is not None
        assert struct.unpack(">II", stored.content[16:24]) == (1050, 1125)


async def test_without_matplotlib_only_numbers_are_told(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    shown = await here.types("insights web")
    assert "pip install 'ringmaster-ci[charts]'" in shown.text
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
        assert "Nothing has ended yet" in (await here.types("red", channel=WEB)).text
        assert "empty has no flaky tests." in (await here.types("flaky empty", channel=WEB)).text
        shown = await here.types("insights empty", channel=WEB)
        assert "No workflow of empty on main ran in the last 30 days." in shown.text


@pytest.mark.parametrize("line", LINES)
async def test_when_circleci_fails_it_is_told_to_the_asker_alone(here: World, line: str) -> None:
    here.circleci.faults.add(Fault(times=None, status=503, body="upstream unavailable"))
    shown = await here.types(line)
    assert shown.whispered
    assert "CircleCI" in shown.text
