"""The small CircleCI, put together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.routing import Mount

from bot.playground.circleci import acme, history
from bot.playground.circleci.acting import Acting
from bot.playground.circleci.deploys import Deploying
from bot.playground.circleci.downloads import downloads
from bot.playground.circleci.faults import Fault, Faults
from bot.playground.circleci.front import Front, Request
from bot.playground.circleci.insights import Insights
from bot.playground.circleci.people import User
from bot.playground.circleci.projects import Head, Organization, Plan, Project
from bot.playground.circleci.reading import Reading
from bot.playground.circleci.refusal import Refusal, not_allowed, not_found, refused
from bot.playground.circleci.script import Outcome, Parameter, Ref, Scripts, ending
from bot.playground.circleci.webhooks import Webhooks
from bot.playground.circleci.world import Pipeline, World

TOKEN = "playground-token"  # noqa: S105 - opens nothing but the playground


def _clock() -> datetime:
    return datetime.now(UTC)


class SmallCircleCI:
    """A CircleCI with an invented history, as an ASGI application: ``asgi``.

    ``clock`` tells the time, and ``speed`` how many scripted seconds pass in one of it, for what is started
    or under way. ``base_url`` is where links lead; None: to where they were asked. ``faults`` go wrong on
    demand; ``requests`` tells what was asked, ``started`` which pipelines a POST started. ``webhooks`` are
    delivered when somebody says so.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = _clock,
        speed: float = 1.0,
        token: str = TOKEN,
        base_url: str | None = None,
    ) -> None:
        self.token = token
        self.faults: Faults[Fault] = Faults()
        self.started: list[Pipeline] = []
        self.world = World(clock, speed)
        start = clock()
        for project in acme.projects(start - timedelta(days=400)):
            self.world.add(project)
        self.world.restricted.update(acme.RESTRICTED)
        history.play(self.world, start)
        reading = Reading(self.world, base_url)
        self.deploys = Deploying(self.world, self.started.append)
        acting, insights = Acting(self.world, self.started.append), Insights(self.world)
        self.webhooks = Webhooks(self.world)
        parts = (self.deploys, reading, acting, insights, self.webhooks)
        self.routes = [each for part in parts for each in part.routes()]
        app = Starlette(
            routes=[Mount("/api/v2", routes=self.routes), *downloads(reading)],
            exception_handlers={Refusal: refused, 404: not_found, 405: not_allowed},
        )
        app.router.redirect_slashes = False
        self.asgi = Front(app, token, self.faults, clock)

    @property
    def requests(self) -> list[Request]:
        return self.asgi.requests

    @property
    def pipelines(self) -> list[Pipeline]:
        """All pipelines, in the order in which they were started."""
        return list(self.world.pipelines.values())

    def project(self, slug: str) -> Project:
        return self.world.projects[slug]

    def newest(self, slug: str) -> Pipeline:
        """A project's newest pipeline."""
        return self.world.of_project(self.project(slug))[0]

    def add_project(
        self,
        slug: str,
        plan: Plan | Scripts,
        *,
        name: str | None = None,
        parameters: Mapping[str, Parameter] | None = None,
        branches: Iterable[str] = ("main",),
    ) -> Project:
        """A project more. ``plan``: the workflows of every branch, or a function of the branch or tag."""
        vcs, organization, repository = slug.split("/")
        owner = self.world.organizations.get(f"{vcs}/{organization}")
        owner = owner or Organization(f"{vcs}/{organization}", organization, {"gh": "github"}.get(vcs, vcs))
        chosen = plan if callable(plan) else lambda ref: plan
        at = self.world.clock() - timedelta(days=1)
        project = Project(slug, name or repository, owner, chosen, at, parameters=parameters or {})
        for branch in branches:
            project.branches[branch] = Head(f"Newest of {branch}", self.world.me)
        return self.world.add(project)

    def add_branch(
        self,
        slug: str,
        branch: str,
        *,
        subject: str = "A change",
        author: User | None = None,
        outcomes: Mapping[str, tuple[Outcome, ...]] | None = None,
        errors: tuple[tuple[str, str], ...] = (),
        review: int | None = None,
    ) -> Head:
        """A branch more, or a newer commit on one: pipelines of it end as ``outcomes`` say, job by job.

        ``review``: the number of its pull request.
        """
        who = author or self.world.me
        head = Head(subject, who, outcomes=outcomes or {}, errors=errors, review=review)
        self.project(slug).branches[branch] = head
        return head

    def add_pipeline(
        self,
        slug: str,
        branch: str = "main",
        *,
        tag: str | None = None,
        ago: timedelta = timedelta(),
        outcomes: Mapping[str, tuple[Outcome, ...]] | None = None,
        scripts: Scripts | None = None,
        by: User | None = None,
        trigger: str = "webhook",
        definition: str | None = None,
    ) -> Pipeline:
        """A pipeline that nobody asked the API for. ``outcomes``: how its jobs end.

        ``definition``: the name of its pipeline definition.
        """
        project = self.project(slug)
        chosen = next((each for each in project.definitions if each.name == definition), None)
        ref = Ref(tag=tag) if tag else Ref(branch=branch)
        head = project.head(ref) or Head(f"Newest of {tag or branch}", by or self.world.me)
        scripts = project.plan(ref) if scripts is None else scripts
        return self.world.start(
            project,
            ref,
            at=self.world.clock() - ago,
            head=head,
            by=by or head.author,
            trigger=trigger,
            definition=chosen,
            scripts=ending(scripts, {**head.outcomes, **(outcomes or {})}, head.seconds, head.contents),
        )

    def finish(self, pipeline: Pipeline) -> None:
        """Let all that is under way in a pipeline end now. What waits for an approval goes on waiting."""
        now = self.world.clock() - timedelta(microseconds=1)  # what is approved at once is not hurried too
        pipeline.settled_at = min(pipeline.settled_at, now)
        done = 0
        while runs := pipeline.runs[done:]:
            for run in runs:
                run.created_at = min(run.created_at, now)
                self.world.record(run, "hurry", at=now)
            done += len(runs)
            pipeline.unfold(pipeline, now)

    def hold(self, pipeline: Pipeline) -> list[str]:
        """Let a pipeline come to where it waits for approvals: the names of the jobs that wait.

        Raises ValueError where it waits for none.
        """
        self.finish(pipeline)
        states = [job for run in pipeline.runs for job in self.world.state(run).jobs]
        waiting = [job.job.script.name for job in states if job.status == "on_hold"]
        if not waiting:
            raise ValueError(f"#{pipeline.number} waits for no approval")
        return waiting

    def move(self, pipeline: Pipeline, subject: str, *, author: User | None = None) -> Head:
        """Let a pipeline, and the branch or tag that it is of, be of another commit from now on."""
        project, ref = pipeline.project, pipeline.ref
        head = replace(pipeline.head, subject=subject, author=author or pipeline.head.author)
        pipeline.head = head
        if ref.tag:
            project.tags[ref.tag] = head
        else:
            project.branches[ref.branch or ""] = head
        return head

    def restrict(self, context: str, *users: User) -> None:
        """Only these people may use a context from now on, in workflows that begin from now on."""
        self.world.restricted[context] = frozenset(user.id for user in users)
