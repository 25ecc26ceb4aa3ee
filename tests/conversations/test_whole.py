"""What CircleCI tells oddly, or not at all, costs its own part of an answer and is said in it."""

import re

import pytest
from structlog.testing import capture_logs

from bot.playground.circleci.faults import Fault, entry_with
from tests.world import World

WEB = "/project/gh/acme/web"


async def test_what_is_left_out_is_counted_in_the_answer_and_logged_under_its_reference(
    either: World,
) -> None:
    either.circleci.faults.add(
        Fault(f"{WEB}/pipeline", times=None, oddity=entry_with(2, number=None, project_slug=""))
    )
    with capture_logs() as logged:
        shown = await either.types("pipelines web")

    assert "#812" in shown.text
    assert "1 pipeline couldn't be read" in shown.text
    [entry] = [each for each in logged if each["event"] == "left out"]
    assert entry["reference"] in shown.text
    assert (entry["path"].partition("?")[0], entry["position"]) == (f"/api/v2{WEB}/pipeline", 2)
    assert entry["reason"]


async def test_expired_workflows_and_jobs_that_are_no_longer_there_leave_the_rest(either: World) -> None:
    failed = next(
        each for each in either.circleci.pipelines if each.number == 812 and each.project.name == "web"
    )
    either.circleci.faults.add(Fault(f"/workflow/{failed.runs[0].id}/job", times=None, status=404, body={}))
    shown = await either.types("pipeline web#812")
    assert "its jobs are no longer there" in shown.text

    either.circleci.faults.add(Fault(f"/pipeline/{failed.id}/workflow", times=None, status=500, body=""))
    shown = await either.types("pipelines web")
    assert "1 pipeline couldn't be read (#812)" in shown.text
    assert "#811" in shown.text


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, "<html>", "The bot couldn't read CircleCI's answer"),
        (503, "", "CircleCI is having problems (503)"),
    ],
)
async def test_an_error_that_ends_an_answer_is_logged_under_the_reference_that_it_shows(
    here: World, status: int, body: str, said: str
) -> None:
    here.circleci.faults.add(Fault(f"{WEB}/pipeline", times=None, status=status, body=body))
    with capture_logs() as logged:
        shown = await here.types("status web")

    assert said in shown.text
    assert "Nothing was started" not in shown.text
    [entry] = [each for each in logged if each["event"] == "ended"]
    assert re.search(rf"\b{entry['reference']}\b", shown.text)
    assert entry["path"].startswith(f"/api/v2{WEB}/pipeline")
    assert entry["text"]
