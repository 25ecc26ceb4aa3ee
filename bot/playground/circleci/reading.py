"""The GET endpoints of API v2."""

from dataclasses import replace
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.circleci import answers
from bot.playground.circleci.config import compiled, setup_source, source
from bot.playground.circleci.lookup import Lookup, identifier
from bot.playground.circleci.paging import JOBS, page
from bot.playground.circleci.projects import Project
from bot.playground.circleci.refusal import Refusal
from bot.playground.circleci.script import Contents, Leaves, Step
from bot.playground.circleci.timeline import JobState
from bot.playground.circleci.world import Pipeline, World

PROJECT = "/project/{vcs}/{org}/{repo}"

_SSH = Step("Enable SSH", "", "You can now SSH into this box:\n    $ ssh -p 64535 198.51.100.7\n")


class Reading:
    """``base_url`` is where the links of the answers lead: None for where they were asked."""

    def __init__(self, world: World, base_url: str | None) -> None:
        self.world = world
        self.find = Lookup(world)
        self.base_url = base_url

    def routes(self) -> list[Route]:
        paths = {
            "/me": self.me,
            "/me/collaborations": self.collaborations,
            "/user/{id}": self.user,
            "/pipeline": self.organization_pipelines,
            "/pipeline/{id}": self.pipeline,
            "/pipeline/{id}/workflow": self.workflows,
            "/pipeline/{id}/config": self.config,
            "/pipeline/{id}/values": self.values,
            "/workflow/{id}": self.workflow,
            "/workflow/{id}/job": self.jobs,
            "/jobs/{id}": self.job_by_id,
            "/projects/{id}/pipeline-definitions": self.definitions,
            PROJECT: self.project,
            f"{PROJECT}/envvar": self.variables,
            f"{PROJECT}/pipeline": self.pipelines,
            f"{PROJECT}/pipeline/mine": self.my_pipelines,
            f"{PROJECT}/pipeline/{{number}}": self.numbered_pipeline,
            f"{PROJECT}/job/{{number}}": self.job_details,
            f"{PROJECT}/{{number}}/artifacts": self.artifacts,
            f"{PROJECT}/{{number}}/tests": self.tests,
        }
        return [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]

    def base(self, request: Request) -> str:
        return self.base_url or str(request.base_url).rstrip("/")

    async def me(self, request: Request) -> Response:
        return JSONResponse(answers.user(self.world.me))

    async def collaborations(self, request: Request) -> Response:
        return JSONResponse([answers.collaboration(it) for it in self.world.organizations.values()])

    async def user(self, request: Request) -> Response:
        found = self.world.users.get(identifier(request, "User ID provided is invalid."))
        if not found:
            raise Refusal(404, "User does not exist.")
        return JSONResponse(answers.user(found))

    async def project(self, request: Request) -> Response:
        return JSONResponse(answers.project(self.find.project(request)))

    async def variables(self, request: Request) -> Response:
        found = list(self.find.project(request).variables.items())
        return JSONResponse(page(request, found, lambda it: it[0], lambda it: answers.variable(*it)))

    async def organization_pipelines(self, request: Request) -> Response:
        """Of all projects of an organisation that the token's user follows, the newest first."""
        slug = request.query_params.get("org-slug")
        slug = slug.replace("github/", "gh/", 1) if slug else slug
        if slug and slug not in self.world.organizations:
            raise Refusal(404, "Organization does not exist.")
        found = [
            it
            for it in self.world.pipelines.values()
            if it.project.followed and (not slug or it.project.organization.slug == slug)
        ]
        if request.query_params.get("mine") == "true":
            found = [it for it in found if it.by is self.world.me]
        return self._pipelines(request, sorted(found, key=lambda it: it.created_at, reverse=True))

    async def pipelines(self, request: Request) -> Response:
        branch = request.query_params.get("branch")
        found = self.world.of_project(self.find.project(request))
        return self._pipelines(request, [it for it in found if not branch or it.ref.branch == branch])

    async def my_pipelines(self, request: Request) -> Response:
        found = self.world.of_project(self.find.project(request))
        return self._pipelines(request, [it for it in found if it.by is self.world.me])

    def _pipelines(self, request: Request, found: list[Pipeline]) -> Response:
        now = self.world.clock()
        return JSONResponse(page(request, found, lambda it: it.id, lambda it: answers.pipeline(it, now)))

    async def numbered_pipeline(self, request: Request) -> Response:
        return JSONResponse(answers.pipeline(self.find.numbered(request), self.world.clock()))

    async def pipeline(self, request: Request) -> Response:
        return JSONResponse(answers.pipeline(self.find.pipeline(request), self.world.clock()))

    async def workflows(self, request: Request) -> Response:
        pipeline = self.find.pipeline(request)
        runs = pipeline.visible(self.world.clock())
        return JSONResponse(
            page(
                request,
                runs,
                lambda run: run.id,
                lambda run: answers.workflow(run, self.world.state(run), pipeline.number),
            )
        )

    async def config(self, request: Request) -> Response:
        pipeline = self.find.pipeline(request)
        setup = setup_source(pipeline)
        more = {"setup-config": setup, "compiled-setup-config": setup} if setup else {}
        return JSONResponse({"source": source(pipeline), "compiled": compiled(pipeline), **more})

    async def values(self, request: Request) -> Response:
        return JSONResponse(answers.values(self.find.pipeline(request)))

    async def workflow(self, request: Request) -> Response:
        run, state = self.find.run(request)
        return JSONResponse(answers.workflow(run, state, self.world.pipelines[run.pipeline].number))

    async def jobs(self, request: Request) -> Response:
        run, state = self.find.run(request)
        return JSONResponse(
            page(request, state.jobs, lambda it: it.job.id, lambda it: answers.job(run, it), JOBS)
        )

    async def job_by_id(self, request: Request) -> Response:
        run, state = self.find.job(request)
        return JSONResponse(answers.job_by_id(run, state, self.world.projects[run.project].id))

    async def job_details(self, request: Request) -> Response:
        project, run, state = self.find.numbered_job(request)
        return JSONResponse(answers.job_details(project, run, state, self.world.clock(), self.base(request)))

    async def artifacts(self, request: Request) -> Response:
        _, _, state = self.find.numbered_job(request)
        left = left_by(state).artifacts
        return JSONResponse(
            page(
                request,
                left,
                lambda it: (it.node, it.path),
                lambda it: {
                    "path": it.path,
                    "node_index": it.node,
                    "url": f"{self.base(request)}/output/job/{state.job.id}/artifacts/{it.node}/{it.path}",
                },
            )
        )

    async def tests(self, request: Request) -> Response:
        _, _, state = self.find.numbered_job(request)
        found = left_by(state).tests
        return JSONResponse(page(request, found, lambda it: (it.classname, it.name), answers.test))

    async def definitions(self, request: Request) -> Response:
        project: Project = self.find.project_by_id(request)
        return JSONResponse({"items": [answers.definition(it, project) for it in project.definitions]})


def left_by(state: JobState) -> Contents:
    """What a job has left behind: nothing before it ended."""
    if not (state.stopped_at and state.started_at):
        return Contents()
    left = _left(state.job.script.contents, state.status)
    return replace(left, steps=(_SSH, *left.steps)) if state.job.ssh else left


@lru_cache(maxsize=200)
def _left(leaves: Leaves, status: str) -> Contents:
    return leaves(status)
