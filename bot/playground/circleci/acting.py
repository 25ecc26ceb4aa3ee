"""The POST endpoints of API v2: what starts, approves, cancels and reruns."""

import json
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.circleci import answers
from bot.playground.circleci.answers import Json
from bot.playground.circleci.lookup import Lookup, ref
from bot.playground.circleci.projects import Definition, Project
from bot.playground.circleci.reading import PROJECT
from bot.playground.circleci.refusal import Refusal
from bot.playground.circleci.runs import unsuccessful
from bot.playground.circleci.script import Value
from bot.playground.circleci.timeline import JobState, Run, RunState
from bot.playground.circleci.world import Pipeline, World

#: https://circleci.com/docs/pipeline-variables/#pipeline-parameters-and-api: entries, name, value.
MOST = (100, 128, 512)
RERUNS = 100


class Acting:
    """``started``: told of every pipeline that a POST started."""

    def __init__(self, world: World, started: Callable[[Pipeline], None]) -> None:
        self.world = world
        self.find = Lookup(world)
        self.started = started

    def routes(self) -> list[Route]:
        paths = {
            f"{PROJECT}/pipeline": self.trigger,
            f"{PROJECT}/pipeline/run": self.run,
            f"{PROJECT}/job/{{number}}/cancel": self.cancel_numbered_job,
            "/jobs/{id}/cancel": self.cancel_job,
            "/workflow/{id}/approve/{approval}": self.approve,
            "/workflow/{id}/cancel": self.cancel,
            "/workflow/{id}/rerun": self.rerun,
        }
        return [Route(path, endpoint, methods=["POST"]) for path, endpoint in paths.items()]

    async def trigger(self, request: Request) -> Response:
        """The older way to start a pipeline: for OAuth projects only."""
        body = await _body(request, {"branch": str, "tag": str, "parameters": dict}, strict=False)
        project = self.find.project(request)
        parameters = _parameters(body)
        if project.app:
            raise Refusal(
                400, "Triggering a pipeline of a GitHub App project is not supported by this endpoint."
            )
        return self._start(project, body, parameters)

    async def run(self, request: Request) -> Response:
        """The newer way, by a pipeline definition. 200: nothing was started, and why."""
        members = {"definition_id": str, "config": dict, "checkout": dict, "parameters": dict}
        if b"%2f" in bytes(request.scope.get("raw_path") or b"").lower():
            raise Refusal(404, "Not Found")
        body = await _body(request, members)
        project = self.find.project(request)
        parameters = _parameters(body)
        if not body.get("definition_id"):
            raise Refusal(400, "Missing one or more JSON fields.")
        definition = next((it for it in project.definitions if it.id == body["definition_id"]), None)
        if not definition:
            raise Refusal(404, "Pipeline definition not found.")
        where = body.get("config") or body.get("checkout") or {}
        return self._start(project, where if isinstance(where, dict) else {}, parameters, definition)

    def _start(
        self,
        project: Project,
        where: Mapping[str, object],
        parameters: Mapping[str, Value],
        definition: Definition | None = None,
    ) -> Response:
        wanted = ref(where.get("branch"), where.get("tag"), project)
        head = project.head(wanted)
        if definition and head and head.skips and not project.app:
            return JSONResponse({"message": "Ignoring pipeline due to CI skip in the commit"})
        pipeline = self.world.start(project, wanted, parameters=parameters, definition=definition)
        self.started(pipeline)
        return JSONResponse(answers.created(pipeline, self.world.clock()), 201)

    async def approve(self, request: Request) -> Response:
        run, state = self.find.run(request)
        asked = request.path_params["approval"]
        job = next((it for it in state.jobs if it.job.id == asked and it.job.script.approval), None)
        if not job:
            raise Refusal(404, "Approval job not found")
        if job.status != "on_hold":
            raise Refusal(400, "The job is not waiting for approval.")
        self.world.record(run, "approve", job=job.job.id)
        return _accepted()

    async def cancel(self, request: Request) -> Response:
        """Accepted also when it has ended, as the document knows no refusal: it changes nothing then."""
        run, _ = self.find.run(request)
        self.world.record(run, "cancel")
        return _accepted()

    async def cancel_numbered_job(self, request: Request) -> Response:
        _, run, state = self.find.numbered_job(request)
        return self._cancel_job(run, state)

    async def cancel_job(self, request: Request) -> Response:
        return self._cancel_job(*self.find.job(request))

    def _cancel_job(self, run: Run, state: JobState) -> Response:
        # The document has a 400 for the cancelling of a job by its id; by its number it is answered alike.
        if state.stopped_at or not state.queued_at:
            raise Refusal(400, "The job is not running.")
        self.world.record(run, "cancel", job=state.job.id)
        return JSONResponse({"message": "Job canceled successfully."})

    async def rerun(self, request: Request) -> Response:
        """A new run of the workflow, in the same pipeline and by the same name."""
        run, state = self.find.run(request)
        kinds = {"from_failed": bool, "enable_ssh": bool, "sparse_tree": bool, "jobs": list}
        body = await _body(request, kinds, strict=False)
        again = _again(state, body)
        if run.setup:
            raise Refusal(400, "Setup workflows can't be rerun: trigger a new pipeline.")
        if run.errored:
            raise Refusal(400, "The workflow never ran, and can't be rerun.")
        attempts = self.world.pipelines[run.pipeline].visible(self.world.clock())
        if sum(it.name == run.name for it in attempts) > RERUNS:
            raise Refusal(400, f"A workflow can be rerun at most {RERUNS} times.")
        rerun = self.world.rerun(run, again, ssh=bool(body.get("enable_ssh")))
        return JSONResponse({"workflow_id": rerun.id}, 202)


def _again(state: RunState, body: Json) -> frozenset[str]:
    """The names of the jobs to run again. https://circleci.com/docs/api/v2/#operation/rerunWorkflow"""
    jobs, from_failed = body.get("jobs"), body.get("from_failed")
    if from_failed and (jobs or body.get("sparse_tree") or body.get("enable_ssh")):
        raise Refusal(400, "from_failed can't be combined with jobs, sparse_tree or enable_ssh.")
    if not jobs and (body.get("sparse_tree") or body.get("enable_ssh")):
        raise Refusal(400, "sparse_tree and enable_ssh need jobs.")
    if from_failed:
        if not state.stopped_at or state.status == "success":
            raise Refusal(400, "Workflow is not failed, and can't be rerun from failed.")
        return unsuccessful(state)
    if isinstance(jobs, list) and jobs:
        names = {it.job.id: it.job.script.name for it in state.jobs}
        if any(job not in names for job in jobs):
            raise Refusal(400, "One or more jobs are not of this workflow.")
        return frozenset(names[job] for job in jobs)
    return frozenset(it.job.script.name for it in state.jobs)


async def _body(request: Request, kinds: Mapping[str, type], strict: bool = True) -> Json:
    """The members of a JSON body, each of its kind. An empty body has none."""
    raw = await request.body()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise Refusal(400, "Unexpected request body provided.") from None
    body = {} if body is None else body
    if not isinstance(body, dict):
        raise Refusal(400, "Unexpected request body provided.")
    for name, value in body.items():
        if name not in kinds:
            if strict:
                raise Refusal(400, f"Unexpected JSON field '{name}'.")
        elif not isinstance(value, kinds[name]):
            raise Refusal(400, f"JSON field '{name}' is of incorrect type.")
    if strict:
        for name in ("config", "checkout"):
            for inner, value in body.get(name, {}).items():
                if inner not in ("branch", "tag"):
                    raise Refusal(400, f"Unexpected JSON field '{inner}'.")
                if not isinstance(value, str):
                    raise Refusal(400, f"JSON field '{inner}' is of incorrect type.")
    return body


def _parameters(body: Json) -> dict[str, Value]:
    given = body.get("parameters") or {}
    entries, longest_name, longest_value = MOST
    if not isinstance(given, dict) or not all(isinstance(value, int | str) for value in given.values()):
        raise Refusal(400, "JSON field 'parameters' is of incorrect type.")
    if len(given) > entries:
        raise Refusal(400, f"At most {entries} parameters are allowed.")
    if any(len(name) > longest_name or len(str(value)) > longest_value for name, value in given.items()):
        raise Refusal(
            400, f"Parameter names are limited to {longest_name} characters, values to {longest_value}."
        )
    return given


def _accepted() -> Response:
    return JSONResponse({"message": "Accepted."}, 202)
