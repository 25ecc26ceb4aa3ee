"""What lies outside of API v2: artifacts, a job's steps in v1.1 with their output, v3's digest of it, pages.

Artifacts need the token, as in reality; the output of a step is behind an address that is its own key.
https://circleci.com/docs/api/v1/#single-job
"""

import re
from collections.abc import Iterator
from html import escape
from mimetypes import guess_type

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground.circleci.answers import Json, moment
from bot.playground.circleci.logs import RawStep
from bot.playground.circleci.lookup import Lookup
from bot.playground.circleci.people import identify
from bot.playground.circleci.reading import Reading, left_by
from bot.playground.circleci.refusal import Refusal
from bot.playground.circleci.script import Artifact, Step
from bot.playground.circleci.timeline import FAILURES, JobState

_TELLING = re.compile(r"error|fail|expected|received|refused|✖", re.IGNORECASE)


def downloads(reading: Reading) -> list[Route]:
    """The routes."""
    found = Downloads(reading)
    place = "/{vcs:str}/{org}/{repo}"
    return [
        Route("/output/job/{id}/artifacts/{node:int}/{path:path}", found.artifact, methods=["GET"]),
        Route(f"/api/v1.1/project{place}/{{number}}", found.steps, methods=["GET"]),
        Route("/action-output/{id}/{key}", found.output, methods=["GET"]),
        Route("/api/v3/jobs/{id}/stdout/condensed", found.condensed, methods=["GET"]),
        Route(f"/pipelines{place}", found.page, methods=["GET"]),
        Route(f"/pipelines{place}/{{rest:path}}", found.page, methods=["GET"]),
        Route(f"{place}/{{rest}}", found.page, methods=["GET"]),
    ]


class Downloads:
    """The endpoints."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.find: Lookup = reading.find

    async def artifact(self, request: Request) -> Response:
        _, state = self.find.job(request)
        node, path = request.path_params["node"], request.path_params["path"]
        found = next((it for it in left_by(state).artifacts if (it.node, it.path) == (node, path)), None)
        if not found:
            raise Refusal(404, "Not Found")
        headers = {"content-length": str(len(found.body) * found.repeat)}
        kind = guess_type(found.path)[0] or "application/octet-stream"
        return StreamingResponse(_pieces(found), media_type=kind, headers=headers)

    async def steps(self, request: Request) -> Response:
        """A job with its steps, as only v1.1 tells them."""
        project, workflow, state = self.find.numbered_job(request)
        base = self.reading.base(request)
        runs = range(state.job.script.parallelism)
        return JSONResponse(
            {
                "build_num": state.job.number,
                "vcs_url": project.repository,
                "build_url": f"{base}/{project.slug}/{state.job.number}",
                "lifecycle": "finished" if state.stopped_at else "running",
                "outcome": state.status if state.stopped_at else None,
                "status": state.status,
                "workflows": {
                    "job_name": state.job.script.name,
                    "workflow_id": workflow.id,
                    "workflow_name": workflow.name,
                },
                "steps": [
                    {"name": step.name, "actions": [_action(state, number, step, run, base) for run in runs]}
                    for number, step in _numbered(state)
                ],
            }
        )

    async def output(self, request: Request) -> Response:
        _, state = self.find.job(request)
        for number, step in _numbered(state):
            for run in range(state.job.script.parallelism):
                if request.path_params["key"] == _key(state, number, run):
                    return _said(state, step, run)
        raise Refusal(404, "Not Found")

    async def condensed(self, request: Request) -> Response:
        """The lines that tell of errors, as v3 picks them."""
        _, state = self.find.job(request)
        asked = (request.query_params.get("filter[execution]"), request.query_params.get("filter[step_num]"))
        for number, step in _numbered(state):
            for run in range(state.job.script.parallelism):
                if (str(run), str(number)) == asked and _broken(state, step, run):
                    lines = [line for line in step.output.splitlines(keepends=True) if _TELLING.search(line)]
                    return Response("".join(lines), media_type="application/octet-stream")
        raise Refusal(404, "Not Found")

    async def page(self, request: Request) -> Response:
        """Where links of the playground lead: a page that says what would be there."""
        project = self.find.project(request)
        rest = request.path_params.get("rest", "")
        said = escape(f"{project.organization.name}/{project.name} {rest}".strip())
        head = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>CircleCI of the playground</title>'
        )
        return HTMLResponse(f"{head}<p>CircleCI would show this here: <b>{said}</b></p></html>")


def _pieces(artifact: Artifact) -> Iterator[bytes]:
    for _ in range(artifact.repeat):
        yield artifact.body


def _numbered(state: JobState) -> list[tuple[int, Step]]:
    """The steps with their numbers, which are not consecutive in reality either.

    Below those of a canceled job there is one that says so, and that failed.
    """
    canceled = state.status == "canceled" and state.started_at is not None
    last = (Step("Error executing build steps", "", "Build was canceled\n", failed=True),) * canceled
    steps = (Step("Spin up environment", "", "Starting container\n"), *left_by(state).steps, *last)
    return [(0 if index == 0 else 100 + index, step) for index, step in enumerate(steps)]


def _key(state: JobState, number: int, run: int) -> str:
    return identify(state.job.id, "output", number, run)


def _broken(state: JobState, step: Step, run: int) -> bool:
    """Of parallel runs only the last one fails."""
    last = run == state.job.script.parallelism - 1
    return step.failed and (state.status in FAILURES or _says_canceled(state, step)) and last


def _says_canceled(state: JobState, step: Step) -> bool:
    return state.status == "canceled" and not step.command


def _interrupted(state: JobState, step: Step) -> bool:
    """Whether it was the job's last step of its own when that was canceled."""
    return state.status == "canceled" and (step,) == left_by(state).steps[-1:]


def _said(state: JobState, step: Step, run: int) -> Response:
    if step.failed and not _broken(state, step, run):
        return JSONResponse([{"message": "All passed.\n", "time": moment(state.stopped_at), "type": "out"}])
    if isinstance(step, RawStep):
        return StreamingResponse(step.body(), media_type="application/json")
    return JSONResponse([{"message": step.output, "time": moment(state.stopped_at), "type": "out"}])


def _times(state: JobState, number: int, *, whole: bool) -> Json:
    """The step that fails, or the like of it that passes, takes most of the job's time; the others little."""
    start, stop = state.started_at, state.stopped_at
    took = 1_000 + 37 * number
    if whole and start and stop:
        took = max(took, round((stop - start).total_seconds() * 900))
    return {"run_time_millis": took, "start_time": moment(start), "end_time": moment(stop)}


def _action(state: JobState, number: int, step: Step, run: int, base: str) -> Json:
    failed, canceled = _broken(state, step, run), _interrupted(state, step)
    return {
        "index": run,
        "step": number,
        "name": step.name,
        "bash_command": step.command or None,
        "type": "test",
        "status": "failed" if failed else "canceled" if canceled else "success",
        "failed": True if failed else None,
        "infrastructure_fail": None,
        "timedout": None,
        "canceled": True if canceled else None,
        "exit_code": None if canceled else 1 if failed else 0,
        **_times(state, number, whole=step.failed),
        "has_output": bool(step.output) or isinstance(step, RawStep),
        "truncated": False,
        "output_url": f"{base}/action-output/{state.job.id}/{_key(state, number, run)}",
    }
