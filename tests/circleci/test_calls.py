"""Each call is told of, without whose it is."""

import httpx
import pytest

from bot.circleci.calls import ApiCall, endpoint
from bot.circleci.errors import CircleCIError
from tests.circleci.wires import JOB_ID, WEB, WORKFLOW_ID, Step, a_client, answers, page, says


@pytest.mark.parametrize(
    ("path", "known_as"),
    [
        ("/api/v2/me/collaborations", "/me/collaborations"),
        ("/api/v2/project/gh/acme/web/pipeline?branch=main", "/project/{slug}/pipeline"),
        ("/api/v2/project/gh/project/pipeline/pipeline/run", "/project/{slug}/pipeline/run"),
        ("/api/v2/project/gh/acme/web/job/203/cancel", "/project/{slug}/job/{id}/cancel"),
        (f"/api/v2/workflow/{WORKFLOW_ID}/job", "/workflow/{id}/job"),
        ("/api/v2/insights/gh/acme/web/workflows/jobs/jobs", "/insights/{slug}/workflows/{id}/jobs"),
        ("/api/v2/projects/1/pipeline-definitions", "/projects/{id}/pipeline-definitions"),
        ("/api/v1.1/project/github/acme/web/203", "/project/{slug}/{id}"),
        ("/acme/web/203/log.txt?token=abc", "download"),
    ],
)
def test_an_endpoint_has_no_ids_projects_or_names_in_it(path: str, known_as: str) -> None:
    assert endpoint(path) == known_as


async def test_every_attempt_is_told_of_with_what_came_of_it() -> None:
    told: list[ApiCall] = []
    steps: list[Step] = [says(503), says(429, retry_after="0"), answers({"id": JOB_ID, "login": "ana"})]
    client, _ = a_client(*steps, take_call=told.append)
    async with client:
        await client.get_me()

    assert [(each.method, each.endpoint, each.status, each.pause) for each in told] == [
        ("GET", "/me", "503", None),
        ("GET", "/me", "429", "0"),
        ("GET", "/me", "200", None),
    ]
    assert all(0 <= each.seconds < 1 for each in told)


async def test_what_has_no_answer_is_told_of_by_what_came_instead() -> None:
    told: list[ApiCall] = []
    client, _ = a_client(httpx.ReadTimeout("late"), take_call=told.append)
    async with client:
        with pytest.raises(CircleCIError):
            await client.cancel_workflow(WORKFLOW_ID)

    assert [(each.method, each.endpoint, each.status) for each in told] == [
        ("POST", "/workflow/{id}/cancel", "ReadTimeout")
    ]


async def test_while_it_wants_to_be_left_alone_that_is_known_and_nothing_is_told_of() -> None:
    told: list[ApiCall] = []
    client, _ = a_client(says(429, retry_after="90"), page([]), take_call=told.append)
    async with client:
        for _ in range(2):
            with pytest.raises(CircleCIError):
                await client.list_pipelines(WEB)
        assert 80 < client.paused_for <= 90

    assert [each.status for each in told] == ["429"]
