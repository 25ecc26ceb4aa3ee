"""Steps, their parallel runs and what they printed, beside API v2."""

import json

import httpx
import pytest

from bot.playground.circleci import SmallCircleCI, logs
from bot.playground.circleci.script import Contents, JobScript, Step, WorkflowScript
from tests.playground.circleci.asking import Asking

BROKEN = Step("Run tests", "npm test", "one\nError: two\nthree\n", failed=True)


async def steps_of(ask: Asking, small: SmallCircleCI, slug: str) -> tuple[str, list[dict[str, object]]]:
    """The id of the only job of the newest pipeline, and its steps."""
    small.finish(pipeline := small.add_pipeline(slug))
    (workflow,) = (await ask.get(f"/pipeline/{pipeline.id}/workflow"))["items"]
    (job,) = (await ask.jobs(workflow["id"])).values()
    answer = await ask.client.get(f"/api/v1.1/project/{slug}/{job['job_number']}")
    return job["id"], answer.json()["steps"]


@pytest.fixture
def broken(small: SmallCircleCI) -> SmallCircleCI:
    script = JobScript(
        "job", outcomes=("failed",), contents=lambda _: Contents(steps=(BROKEN,)), parallelism=3
    )
    small.add_project("gh/acme/broken", (WorkflowScript("w", (script,)),))
    return small


async def test_of_parallel_runs_the_last_one_fails(ask: Asking, broken: SmallCircleCI) -> None:
    _, (first, second) = await steps_of(ask, broken, "gh/acme/broken")
    assert [action["failed"] for action in first["actions"]] == [None, None, None]  # type: ignore[attr-defined]
    actions: list[dict[str, str]] = second["actions"]  # type: ignore[assignment]
    assert [(each["index"], each["failed"], each["exit_code"]) for each in actions] == [
        (0, None, 0),
        (1, None, 0),
        (2, True, 1),
    ]
    said = [(await ask.client.get(each["output_url"])).json()[0]["message"] for each in actions]
    assert said == ["All passed.\n", "All passed.\n", BROKEN.output]


async def test_v3_picks_the_lines_that_tell_of_errors(ask: Asking, broken: SmallCircleCI) -> None:
    job, _ = await steps_of(ask, broken, "gh/acme/broken")
    path = f"/api/v3/jobs/{job}/stdout/condensed"
    answer = await ask.client.get(path, params={"filter[execution]": 2, "filter[step_num]": 101})
    assert (answer.text, answer.headers["content-type"]) == ("Error: two\n", "application/octet-stream")
    other = await ask.client.get(path, params={"filter[execution]": 0, "filter[step_num]": 101})
    assert other.status_code == 404
    async with httpx.AsyncClient(transport=httpx.ASGITransport(broken.asgi)) as anybody:
        assert (await anybody.get(f"http://circleci.test{path}")).status_code == 401


async def test_a_hostile_output_has_bytes_that_are_no_text(ask: Asking, small: SmallCircleCI) -> None:
    small.add_project("gh/acme/hostile", logs.SCRIPTS)
    _, steps = await steps_of(ask, small, "gh/acme/hostile")
    actions: list[dict[str, str]] = steps[-1]["actions"]  # type: ignore[assignment]
    body = (await ask.client.get(actions[-1]["output_url"])).content
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    (item,) = json.loads(body.decode("utf-8", "replace"))
    assert all(secret in item["message"] for secret in logs.SECRETS if secret != logs.SECRETS[4])


def test_a_large_output_is_made_piece_by_piece() -> None:
    pieces = logs.endless(200_000_000, "x")
    assert max(len(next(pieces)) for _ in range(50)) <= 65_536
