"""Pages and their tokens."""

from base64 import urlsafe_b64encode

import pytest

from bot.playground.circleci import SmallCircleCI
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.script import JobScript, WorkflowScript
from tests.playground.circleci.asking import Asking, Clock

HUGE = "gh/acme/huge"


async def test_five_thousand_jobs_come_a_hundred_at_a_time_with_failures_anywhere(
    ask: Asking, small: SmallCircleCI, clock: Clock
) -> None:
    jobs = [
        JobScript(f"job-{index}", 5, (f"job-{index - 1}",) if index % 100 else ()) for index in range(5000)
    ]
    small.add_project(HUGE, (WorkflowScript("huge", tuple(jobs)),))
    failing = {f"job-{index}": ("failed",) for index in (99, 2599, 4999)}
    pipeline = small.add_pipeline(HUGE, outcomes=failing)  # type: ignore[arg-type]
    clock.move(3600)

    pages = await ask.pages(f"/workflow/{pipeline.runs[0].id}/job")

    assert [len(page) for page in pages] == [100] * 50
    found = [job for page in pages for job in page]
    assert len({job["id"] for job in found}) == 5000
    assert [job["name"] for job in found if job["status"] == "failed"] == list(failing)
    assert found[1]["dependencies"] == [found[0]["id"]]


@pytest.mark.parametrize("token", ["x", "é", "", urlsafe_b64encode(b"\xff" * 30).decode()])
async def test_a_token_that_is_none_is_not_found(ask: Asking, token: str) -> None:
    status = 404 if token else 200
    await ask.get(f"/project/{WEB}/pipeline", status, **{"page-token": token})
