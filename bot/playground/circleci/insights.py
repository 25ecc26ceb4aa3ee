"""The insights endpoints, worked out from what happened in the playground.

In reality they are up to a day late; here they are of now.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.circleci.answers import Json, moment
from bot.playground.circleci.lookup import Lookup
from bot.playground.circleci.measures import Sample, credits_of, metrics, spent
from bot.playground.circleci.paging import page
from bot.playground.circleci.projects import Project
from bot.playground.circleci.reading import left_by
from bot.playground.circleci.refusal import Refusal
from bot.playground.circleci.script import Test
from bot.playground.circleci.timeline import JobState, Run, RunState
from bot.playground.circleci.world import Pipeline, World

INSIGHTS = "/insights/{vcs}/{org}/{repo}"
WINDOWS = {
    "last-24-hours": timedelta(days=1),
    "last-7-days": timedelta(days=7),
    "last-30-days": timedelta(days=30),
    "last-60-days": timedelta(days=60),
    "last-90-days": timedelta(days=90),
}
LONGEST = WINDOWS["last-90-days"]

#: For so long a test counts as flaky. https://support.circleci.com/hc/en-us/articles/5721637241499
FLAKY_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Played:
    """A run of a workflow as it stands now."""

    pipeline: Pipeline
    run: Run
    state: RunState

    @property
    def sample(self) -> Sample:
        state = self.state
        return Sample(state.status, self.run.created_at, state.stopped_at, credits_of(state))


class Insights:
    def __init__(self, world: World) -> None:
        self.world = world
        self.find = Lookup(world)

    def routes(self) -> list[Route]:
        paths = {
            f"{INSIGHTS}/flaky-tests": self.flaky_tests,
            f"{INSIGHTS}/workflows": self.workflows,
            f"{INSIGHTS}/workflows/{{name}}": self.runs,
            f"{INSIGHTS}/workflows/{{name}}/jobs": self.jobs,
        }
        return [Route(path, endpoint, methods=["GET"]) for path, endpoint in paths.items()]

    async def workflows(self, request: Request) -> Response:
        """Each workflow that ran within the window, those that ran most first."""
        project, length = self.find.project(request), _window(request)
        by_name: dict[str, list[Sample]] = defaultdict(list)
        for each in self._played(request, project, length):
            by_name[each.run.name].append(each.sample)
        return JSONResponse(self._measured(request, project, by_name, length))

    async def jobs(self, request: Request) -> Response:
        """The same of a workflow's jobs."""
        project, length = self.find.project(request), _window(request)
        by_name: dict[str, list[Sample]] = defaultdict(list)
        for each in self._of_workflow(request, project, length):
            for job in each.state.jobs:
                if job.started_at and not job.job.kept:
                    sample = Sample(job.status, job.started_at, job.stopped_at, spent(job))
                    by_name[job.job.script.name].append(sample)
        return JSONResponse(self._measured(request, project, by_name, length))

    def _measured(
        self, request: Request, project: Project, by_name: dict[str, list[Sample]], length: timedelta
    ) -> Json:
        found = sorted(by_name.items(), key=lambda each: (-len(each[1]), each[0]))
        return page(
            request,
            found,
            lambda each: each[0],
            lambda each: {
                "name": each[0],
                "metrics": metrics(each[1], length),
                "window_start": moment(min(sample.created_at for sample in each[1])),
                "window_end": moment(max(sample.created_at for sample in each[1])),
                "project_id": project.id,
            },
        )

    async def runs(self, request: Request) -> Response:
        """The runs of a workflow that have ended, the newest first."""
        project = self.find.project(request)
        start, end = _dates(request, self.world.clock())
        found = [
            each
            for each in self._of_workflow(request, project, LONGEST)
            if each.state.stopped_at and start <= each.run.created_at < end
        ]
        return JSONResponse(page(request, found, lambda each: each.run.id, _run))

    async def flaky_tests(self, request: Request) -> Response:
        """What failed and passed on the same commit, on whichever branch. Spelled as in reality."""
        found = self._flaky(self.find.project(request))
        return JSONResponse({"flaky_tests": found, "total_flaky_tests": len(found)})

    def _flaky(self, project: Project) -> list[Json]:
        after = self.world.clock() - FLAKY_FOR
        built: dict[tuple[str, str], list[tuple[Played, JobState]]] = defaultdict(list)
        for each in self._all(project):
            for job in each.state.jobs:
                if each.run.created_at > after and job.stopped_at and not job.job.kept:
                    built[each.pipeline.head.revision, job.job.script.name].append((each, job))
        flakes: dict[tuple[str, str, str], list[tuple[Played, JobState, Test]]] = defaultdict(list)
        for (_, job_name), several in built.items():
            if {"failed", "success"} <= {job.status for _, job in several}:
                passed = {
                    _key(it) for _, job in several for it in left_by(job).tests if it.result == "success"
                }
                for each, job in several:
                    for it in left_by(job).tests:
                        if it.result == "failure" and _key(it) in passed:
                            flakes[job_name, *_key(it)].append((each, job, it))
        answers = [_flaked(several) for several in flakes.values()]
        return sorted(answers, key=lambda it: str(it["workflow_created_at"]), reverse=True)

    def _of_workflow(self, request: Request, project: Project, length: timedelta) -> list[Played]:
        name = request.path_params["name"]
        return [each for each in self._played(request, project, length) if each.run.name == name]

    def _played(self, request: Request, project: Project, length: timedelta) -> Iterator[Played]:
        """The runs of the branch that is asked for, else of the default branch, the newest first."""
        branch = request.query_params.get("branch") or project.default_branch
        everywhere = request.query_params.get("all-branches") == "true"
        after = self.world.clock() - length
        for each in self._all(project):
            if each.run.created_at >= after and (everywhere or each.pipeline.ref.branch == branch):
                yield each

    def _all(self, project: Project) -> list[Played]:
        now = self.world.clock()
        found = [
            Played(pipeline, run, self.world.state(run))
            for pipeline in self.world.of_project(project)
            for run in pipeline.visible(now)
        ]
        return sorted(found, key=lambda each: each.run.created_at, reverse=True)


def _key(test: Test) -> tuple[str, str]:
    return test.classname, test.name


def _flaked(several: Sequence[tuple[Played, JobState, Test]]) -> Json:
    """One flaky test of one job, with where it failed last."""
    each, job, test = max(several, key=lambda it: it[0].run.created_at)
    return {
        "test_name": test.name,
        "classname": test.classname,
        "file": test.file,
        "source": "",
        "times_flaked": len(several),
        "time_wasted": round(sum(it.seconds for _, _, it in several)),
        "job_name": job.job.script.name,
        "job_number": job.job.number,
        "workflow_name": each.run.name,
        "workflow_id": each.run.id,
        "workflow_created_at": moment(each.run.created_at),
        "pipeline_number": each.pipeline.number,
    }


def _run(each: Played) -> Json:
    sample = each.sample
    return {
        "id": each.run.id,
        "branch": each.pipeline.ref.branch or "",
        "status": sample.status,
        "duration": sample.seconds,
        "created_at": moment(sample.created_at),
        "stopped_at": moment(sample.stopped_at),
        "credits_used": sample.credits,
        "is_approval": any(job.script.approval for job in each.run.jobs),
    }


def _window(request: Request) -> timedelta:
    asked = request.query_params.get("reporting-window", "last-90-days")
    if asked not in WINDOWS:
        raise Refusal(400, "Invalid reporting window.")
    return WINDOWS[asked]


def _dates(request: Request, now: datetime) -> tuple[datetime, datetime]:
    start, end = (_date(request, name) for name in ("start-date", "end-date"))
    if end and not start:
        raise Refusal(400, "start-date must be specified if end-date is.")
    if start and end and end - start > LONGEST:
        raise Refusal(400, "end-date can be at most 90 days after start-date.")
    return start or now - LONGEST, end or now + timedelta(seconds=1)


def _date(request: Request, name: str) -> datetime | None:
    asked = request.query_params.get(name)
    if not asked:
        return None
    try:
        found = datetime.fromisoformat(asked)
    except ValueError:
        raise Refusal(400, f"Invalid {name}.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
