"""What is deployed where in the playground, and rolling it back.

Nothing is kept beside the pipelines: a job that deploys leaves a marker when it has passed, so what is live
follows from the history and from whatever happens after it, as in reality.
https://circleci.com/docs/guides/deploy/configure-deploy-markers/
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.circleci import answers
from bot.playground.circleci.acme import MOBILE, WEB
from bot.playground.circleci.answers import Json, moment
from bot.playground.circleci.lookup import Lookup, identifier
from bot.playground.circleci.paging import page
from bot.playground.circleci.people import identify
from bot.playground.circleci.projects import Organization, Project
from bot.playground.circleci.refusal import Refusal
from bot.playground.circleci.script import JobScript, Ref, WorkflowScript
from bot.playground.circleci.timeline import JobState, Run
from bot.playground.circleci.world import Pipeline, World

#: By project: the component's name, and the environment to which each of its jobs deploys.
DEPLOYING = {
    WEB: ("web", {"deploy": "production", "publish": "npm"}),
    MOBILE: ("android", {"upload": "stores"}),
}
NAMESPACE = "default"
_SCRIPT = (WorkflowScript("rollback", (JobScript("rollback", 20),)),)


class Wanted(BaseModel):
    """The body of a rollback."""

    model_config = ConfigDict(extra="forbid", strict=True)

    component_name: str
    environment_name: str
    current_version: str
    target_version: str
    namespace: str = NAMESPACE
    reason: str = ""
    parameters: dict[str, object] = {}


@dataclass(frozen=True, slots=True)
class Marker:
    """A version was deployed to an environment, by a job of a run."""

    version: str
    environment: str
    at: datetime
    run: Run
    job: JobState


class Deploying:
    """The deploy endpoints. ``started``: told of every pipeline that a rollback started.

    ``lag``: how long after its job has passed a marker is told. ``script``: what a rollback pipeline runs.
    ``rollbacks``: what was wanted, by the id of the pipeline that does it.
    """

    def __init__(self, world: World, started: Callable[[Pipeline], None]) -> None:
        self.world = world
        self.find = Lookup(world)
        self.started = started
        self.script = _SCRIPT
        self.lag = timedelta()
        self.rollbacks: dict[str, Wanted] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/deploy/components", self.components, methods=["GET"]),
            Route("/deploy/components/{id}", self.component, methods=["GET"]),
            Route("/deploy/components/{id}/versions", self.versions, methods=["GET"]),
            Route("/deploy/environments", self.environments, methods=["GET"]),
            Route("/deploy/environments/{id}", self.environment, methods=["GET"]),
            Route("/projects/{id}/rollback", self.rollback, methods=["POST"]),
            Route("/pipeline/{id}/values", self.values, methods=["GET"]),
        ]

    async def components(self, request: Request) -> Response:
        organization, wanted = self._organization(request), request.query_params.get("project-id")
        found = [it for it in self._projects(organization) if wanted in (None, it.id)]
        return JSONResponse(page(request, found, lambda it: it.id, self._component))

    async def component(self, request: Request) -> Response:
        return JSONResponse(self._component(self._deployed(request)))

    async def versions(self, request: Request) -> Response:
        """Each version once in each environment, what was deployed last first."""
        project, wanted = self._deployed(request), request.query_params.get("environment-id")
        found = [
            it for it in self.markers(project) if wanted in (None, environment_id(project, it.environment))
        ]
        live = self.live(project)
        return JSONResponse(
            page(
                request,
                found,
                lambda it: (it.environment, it.version),
                lambda it: _version(project, it, live.get(it.environment) == it.version),
            )
        )

    async def environments(self, request: Request) -> Response:
        names = self._environments(self._organization(request))
        return JSONResponse(page(request, names, lambda it: it[1], lambda it: _environment(*it)))

    async def environment(self, request: Request) -> Response:
        asked = identifier(request, "Environment ID provided is invalid.")
        everywhere = [it for each in self.world.organizations.values() for it in self._environments(each)]
        found = next((it for it in everywhere if environment_id(*it) == asked), None)
        if not found:
            raise Refusal(404, "Environment not found")
        return JSONResponse(_environment(*found))

    async def rollback(self, request: Request) -> Response:
        """Start the rollback pipeline: what is live changes when its job has passed."""
        project = self.find.project_by_id(request)
        try:
            wanted = Wanted.model_validate_json(await request.body())
        except ValidationError:
            raise Refusal(400, "Unexpected request body provided.") from None
        self._check(project, wanted)
        ref = Ref(branch=project.default_branch)
        pipeline = self.world.start(project, ref, scripts=self.script)
        self.rollbacks[pipeline.id] = wanted
        self.started(pipeline)
        return JSONResponse({"id": pipeline.id, "rollback_type": "PIPELINE"}, 202)

    def _check(self, project: Project, wanted: Wanted) -> None:
        if project.slug not in DEPLOYING:
            raise Refusal(404, "Rollback pipeline definition not found.")
        component, environments = DEPLOYING[project.slug]
        environment = wanted.environment_name
        if wanted.component_name != component or environment not in environments.values():
            raise Refusal(404, "Component or environment not found.")
        known = {it.version for it in self.markers(project) if it.environment == environment}
        if wanted.target_version not in known or wanted.namespace != NAMESPACE:
            raise Refusal(404, "Version not found.")
        if self.live(project).get(environment) != wanted.current_version:
            raise Refusal(409, "The current version is not the live one.")
        if any(it.environment_name == environment for it in self._under_way(project)):
            raise Refusal(409, "A rollback of this component is already in progress.")

    async def values(self, request: Request) -> Response:
        """A pipeline's values; a rollback's tell what it is of, any other's are empty there."""
        pipeline = self.find.pipeline(request)
        wanted = self.rollbacks.get(pipeline.id)
        told = wanted.model_dump() if wanted else {}
        names = [each for each in Wanted.model_fields if each != "parameters"]
        return JSONResponse(
            answers.values(pipeline) | {f"pipeline.deploy.{name}": told.get(name, "") for name in names}
        )

    def markers(self, project: Project) -> list[Marker]:
        """The last marker of each version in each environment, the newest first."""
        newest: dict[tuple[str, str], Marker] = {}
        for marker in sorted(self._passed(project), key=lambda it: it.at, reverse=True):
            newest.setdefault((marker.environment, marker.version), marker)
        return list(newest.values())

    def live(self, project: Project) -> dict[str, str]:
        """The version that is live, by environment."""
        return {it.environment: it.version for it in reversed(self.markers(project))}

    def _passed(self, project: Project) -> Iterator[Marker]:
        _, environments = DEPLOYING[project.slug]
        tag, now = "", self.world.clock()
        for pipeline in reversed(self.world.of_project(project)):
            tag = pipeline.ref.tag or tag
            version = pipeline.ref.tag or f"{tag or 'v2.3'}-{pipeline.number}"
            wanted = self.rollbacks.get(pipeline.id)
            for run in pipeline.visible(now):
                for job in self.world.state(run).jobs:
                    if job.status != "success" or not job.stopped_at or job.stopped_at + self.lag > now:
                        continue
                    if wanted:
                        yield Marker(wanted.target_version, wanted.environment_name, job.stopped_at, run, job)
                    elif environment := environments.get(job.job.script.name):
                        yield Marker(version, environment, job.stopped_at, run, job)

    def _under_way(self, project: Project) -> Iterator[Wanted]:
        now = self.world.clock()
        for pipeline in self.world.of_project(project):
            moving = any(not self.world.state(run).stopped_at for run in pipeline.visible(now))
            if pipeline.id in self.rollbacks and (moving or pipeline.state(now) == "pending"):
                yield self.rollbacks[pipeline.id]

    def _projects(self, organization: Organization) -> list[Project]:
        return [
            it
            for slug, it in self.world.projects.items()
            if slug in DEPLOYING and it.organization.slug == organization.slug
        ]

    def _environments(self, organization: Organization) -> list[tuple[Project, str]]:
        return [(it, name) for it in self._projects(organization) for name in DEPLOYING[it.slug][1].values()]

    def _organization(self, request: Request) -> Organization:
        size = request.query_params.get("page-size", "")
        if not (size.isascii() and size.isdigit() and int(size[:9]) > 0):
            raise Refusal(400, "page-size is required.")
        asked = request.query_params.get("org-id")
        found = next((it for it in self.world.organizations.values() if it.id == asked), None)
        if not found:
            raise Refusal(404, "Organization does not exist.")
        return found

    def _deployed(self, request: Request) -> Project:
        """The project whose component it is."""
        asked = identifier(request, "Component ID provided is invalid.")
        known = [self.world.projects[slug] for slug in DEPLOYING if slug in self.world.projects]
        found = next((it for it in known if component_id(it) == asked), None)
        if not found:
            raise Refusal(404, "Component not found")
        return found

    def _component(self, project: Project) -> Json:
        return {
            "id": component_id(project),
            "project_id": project.id,
            "name": DEPLOYING[project.slug][0],
            "labels": [],
            "release_count": len(self.markers(project)),
            "created_at": moment(project.created_at),
            "updated_at": moment(max((it.at for it in self.markers(project)), default=project.created_at)),
        }


def component_id(project: Project) -> str:
    return identify(project.slug, "component")


def environment_id(project: Project, environment: str) -> str:
    return identify(project.organization.slug, "environment", environment)


def _environment(project: Project, name: str) -> Json:
    made = moment(project.created_at)
    return {
        "id": environment_id(project, name),
        "name": name,
        "description": "",
        "labels": [],
        "created_at": made,
        "updated_at": made,
    }


def _version(project: Project, it: Marker, live: bool) -> Json:
    return {
        "name": it.version,
        "namespace": NAMESPACE,
        "environment_id": environment_id(project, it.environment),
        "is_live": live,
        "last_deployed_at": moment(it.at),
        "pipeline_id": it.run.pipeline,
        "workflow_id": it.run.id,
        "job_id": it.job.job.id,
        "job_number": it.job.job.number,
    }
