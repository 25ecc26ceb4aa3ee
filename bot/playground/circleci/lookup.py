"""Finding what a path names, or refusing as the API does."""

from uuid import UUID

from starlette.requests import Request

from bot.playground.circleci.projects import Project
from bot.playground.circleci.refusal import Refusal
from bot.playground.circleci.script import Ref
from bot.playground.circleci.timeline import Job, JobState, Run, RunState
from bot.playground.circleci.world import Pipeline, World

_VCS = {"github": "gh", "gh": "gh", "bitbucket": "bb", "bb": "bb", "circleci": "circleci"}


class Lookup:
    """Reads paths against a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def project(self, request: Request) -> Project:
        """By its slug, in the short or the long form. 404 also where the token may not see it."""
        vcs, organization, name = (request.path_params[part] for part in ("vcs", "org", "repo"))
        found = self.world.projects.get(f"{_VCS.get(vcs, vcs)}/{organization}/{name}")
        if not found:
            raise Refusal(404, "Project not found")
        return found

    def project_by_id(self, request: Request) -> Project:
        asked = request.path_params["id"]
        found = next((it for it in self.world.projects.values() if it.id == asked), None)
        if not found:
            raise Refusal(404, "Project does not exist.")
        return found

    def pipeline(self, request: Request) -> Pipeline:
        found = self.world.pipelines.get(identifier(request, "Pipeline ID provided is invalid."))
        if not found:
            raise Refusal(404, "Pipeline not found")
        return found

    def numbered(self, request: Request) -> Pipeline:
        project, asked = self.project(request), number(request)
        for pipeline in self.world.pipelines.values():
            if pipeline.project is project and pipeline.number == asked:
                return pipeline
        raise Refusal(404, "Pipeline not found")

    def run(self, request: Request) -> tuple[Run, RunState]:
        found = self.world.runs.get(identifier(request, "Workflow ID provided is invalid."))
        if not found or found.created_at > self.world.clock():
            raise Refusal(404, "Workflow not found")
        return found, self.world.state(found)

    def job(self, request: Request) -> tuple[Run, JobState]:
        """By its id."""
        found = self.world.jobs.get(identifier(request, "job_id is invalid."))
        if not found or found[0].created_at > self.world.clock():
            raise Refusal(404, "Job not found")
        return found[0], self.state(*found)

    def numbered_job(self, request: Request) -> tuple[Project, Run, JobState]:
        """By its number, which a job has once it is ready to run."""
        project = self.project(request)
        found = self.world.numbers.get((project.slug, number(request)))
        state = self.state(*found) if found else None
        if not found or not state or not state.queued_at:
            raise Refusal(404, "Job not found")
        return project, found[0], state

    def state(self, run: Run, job: Job) -> JobState:
        return next(state for state in self.world.state(run).jobs if state.job is job)


def identifier(request: Request, refusal: str) -> str:
    asked = str(request.path_params["id"])
    try:
        return str(UUID(asked))
    except ValueError:
        raise Refusal(400, refusal) from None


def number(request: Request) -> int:
    asked = str(request.path_params["number"])
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Refusal(404, "Not Found")
    return int(asked)


def ref(branch: object, tag: object, project: Project) -> Ref:
    """What a trigger's branch or tag means: the default branch where there is neither."""
    if branch and tag:
        raise Refusal(400, "Cannot specify both branch and tag")
    wanted = Ref(tag=str(tag)) if tag else Ref(branch=str(branch or project.default_branch))
    if project.head(wanted) is None:
        raise Refusal(400, "Tag not found" if tag else "Branch not found")
    return wanted
