"""In simulated time: what it costs to follow pipelines of twelve minutes, and how soon a change is shown."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles

from bot.following.editor import Name, name_of
from bot.following.edits import Priority
from bot.model.outbox import Watch
from bot.model.run import Run
from bot.playground.circleci.acme import WEB
from bot.playground.circleci.script import JobScript, Scripts, WorkflowScript
from bot.playground.circleci.world import Pipeline
from bot.reading.runs import fresh_run
from tests.bench.figures import Figures
from tests.following.lean import Lean, lean

SHAPES, PIPELINES, MESSAGES, MINUTES = 6, 6, 2, 12
EARLIER, VARIES, FAILING = 24, 0.2, 0.25  # runs before; what a job's time varies by; the share that fails
NAIVE_EVERY = 10  # seconds, at which a bot without a plan would draw each message again
DELIVERY = 1  # seconds that CircleCI takes to deliver a webhook

#: Two workflows, of which the longer takes all of the time; one pipeline in four fails.
SHAPE = {
    "build-and-ship": ("build", "lint", "unit", "types", "e2e", "package", "scan", "deploy"),
    "try-out": ("install", "render", "upload", "check"),
}

#: A workflow's id and its status.
State = tuple[str, str]


#: How much of the time a workflow takes, and each of its jobs of that, before they vary from run to run.
Shares = dict[str, tuple[float, list[float]]]


def shares_of(random: Random) -> Shares:
    return {
        name: (
            1.0 if "ship" in name else random.uniform(0.3, 0.8),
            [random.uniform(0.5, 1.5) for _ in jobs],
        )
        for name, jobs in SHAPE.items()
    }


def scripts(random: Random, usual: Shares) -> Scripts:
    """One pipeline: each job takes about its share of the time."""
    made, fails = list[WorkflowScript](), random.random() < FAILING
    for name, jobs in SHAPE.items():
        of_all, shares = usual[name]
        seconds = [MINUTES * 60 * of_all * each / sum(shares) for each in shares]
        needs = ((), *((job,) for job in jobs))
        made.append(
            WorkflowScript(
                name,
                tuple(
                    JobScript(
                        job,
                        mean * random.uniform(1 - VARIES, 1 + VARIES),
                        needed,
                        outcomes=("failed",) if job == "e2e" and fails else ("success",),
                    )
                    for job, mean, needed in zip(jobs, seconds, needs, strict=False)
                ),
            )
        )
    return tuple(made)


@dataclass(slots=True)
class Observer:
    """What is true of the pipelines from when on, and from when on it was shown."""

    here: Lean
    pipelines: list[Pipeline] = field(default_factory=list)
    true_since: dict[State, datetime] = field(default_factory=dict)
    shown_since: dict[State, datetime] = field(default_factory=dict)
    live_seconds: float = 0.0
    _looked_at: datetime | None = None
    _want: Callable[[Watch, Run, Priority], Awaitable[None]] = field(init=False)
    _jobs: dict[str, int] = field(default_factory=dict)
    _wanted: dict[Name, Run] = field(default_factory=dict)
    _edits: int = 0
    _on_its_way: list[set[str]] = field(default_factory=list)

    def look(self) -> set[str]:
        """The pipelines of which a job or a workflow has just ended."""
        changed, at = set[str](), self.here.clock.at
        passed = (at - (self._looked_at or at)).total_seconds()
        self._looked_at = at
        for each in self.pipelines:
            states = [(run.id, self.here.small.world.state(run)) for run in each.visible(at)]
            for id, state in states:
                self.true_since.setdefault((id, state.status), at)
            ended = sum(job.stopped_at is not None for _, state in states for job in state.jobs)
            if ended != self._jobs.get(each.id, 0):
                changed.add(each.id)
            self._jobs[each.id] = ended
            if not states or any(state.stopped_at is None for _, state in states):
                self.live_seconds += passed
        return changed

    def unshown(self) -> list[Pipeline]:
        """Those of which it is not shown that all has ended."""
        at = self.here.clock.at
        runs = {each: [run.id for run in each.visible(at)] for each in self.pipelines}
        ended = {id for id, status in self.shown_since if status != "running"}
        return [each for each, ids in runs.items() if not ids or not ended.issuperset(ids)]

    def delivered(self, changed: set[str]) -> set[str]:
        """What of that arrives now."""
        self._on_its_way.append(changed)
        return self._on_its_way.pop(0) if len(self._on_its_way) > DELIVERY else set()

    def show(self, run: Run) -> None:
        for each in run.workflows:
            self.shown_since.setdefault((each.id, each.status), self.here.clock.at)

    async def want(self, watch: Watch, run: Run, priority: Priority) -> None:
        self._wanted[name_of(watch.posted)] = run
        await self._want(watch, run, priority)

    def attach(self) -> None:
        """Know of each edit which run it was drawn of."""
        editor = self.here.follower.editor
        self._want, editor.want = editor.want, self.want  # type: ignore[method-assign]

    def note_edits(self) -> None:
        for at, posted, _ in self.here.outbox.edits[self._edits :]:
            for each in self._wanted[name_of(posted)].workflows:
                self.shown_since.setdefault((each.id, each.status), at)
        self._edits = len(self.here.outbox.edits)

    @property
    def waits(self) -> list[float]:
        """Seconds from each end of a workflow until it was shown."""
        ends = [state for state in self.true_since if state[1] != "running"]
        return [(self.shown_since[each] - self.true_since[each]).total_seconds() for each in ends]


@dataclass(frozen=True, slots=True)
class Cost:
    requests: int
    minutes: float  # of followed pipelines
    waits: Sequence[float]  # seconds until it is shown that a workflow has ended

    @property
    def rate(self) -> float:
        """Requests a followed pipeline and minute."""
        return self.requests / self.minutes

    @property
    def p95(self) -> float:
        return quantiles(self.waits, n=20)[-1]


Step = Callable[[Observer, int, set[str]], Awaitable[None]]


async def polling(seen: Observer, second: int, changed: set[str]) -> None:
    """Each message by itself, every so often: no plan."""
    if second % NAIVE_EVERY == 0:
        for each in seen.unshown():
            for _ in range(MESSAGES):
                seen.show(await fresh_run(seen.here.circleci, each.id))


async def following(seen: Observer, second: int, changed: set[str]) -> None:
    await seen.here.turn()
    seen.note_edits()


async def with_webhooks(seen: Observer, second: int, changed: set[str]) -> None:
    """CircleCI delivers that a job or a workflow has ended."""
    for each in seen.delivered(changed):
        await seen.here.follower.mark(each)
    await following(seen, second, changed)


#: With how many runs before.
VARIANTS: dict[str, tuple[Step, int]] = {
    f"each message, every {NAIVE_EVERY} s": (polling, 0),
    "followed, the first of their workflows": (following, 0),
    "followed": (following, EARLIER),
    "… with webhooks": (with_webhooks, EARLIER),
}


async def cost_of(step: Step, earlier: int, directory: Path) -> Cost:
    """Of pipelines of several shapes."""
    costs = [await _cost_of(step, earlier, directory, Random(seed)) for seed in range(SHAPES)]
    return Cost(
        sum(each.requests for each in costs),
        sum(each.minutes for each in costs),
        [wait for each in costs for wait in each.waits],
    )


async def _cost_of(step: Step, earlier: int, directory: Path, random: Random) -> Cost:
    """Some pipelines that start one after the other, from start to end, after so many earlier ones."""
    usual = shares_of(random)
    async with lean(directory) as here:
        for number in range(earlier):
            ago = timedelta(hours=number + 1)
            here.small.add_pipeline(WEB, "earlier", scripts=scripts(random, usual), ago=ago)
        seen = Observer(here)
        seen.attach()
        starts = sorted(random.randrange(MINUTES * 15) for _ in range(PIPELINES))
        before = len(here.small.requests)
        for second in range(MINUTES * 60 * 3 // 2):
            while starts and starts[0] <= second:
                del starts[0]
                made = here.small.add_pipeline(WEB, "followed", scripts=scripts(random, usual))
                seen.pipelines.append(made)
                for number in range(MESSAGES):
                    await here.watch(made.id, number=len(seen.pipelines) * MESSAGES + number)
            here.clock.advance(1)
            await step(seen, second, seen.look())
        requests = len(here.small.requests) - before
        return Cost(requests, seen.live_seconds / 60, seen.waits)


async def measure(directory: Path, figures: Figures) -> None:
    costs = {name: await cost_of(*each, directory) for name, each in VARIANTS.items()}
    naive, _, followed, hooked = costs.values()
    figures.table(
        f"Pipelines of {MINUTES} minutes, {MESSAGES} messages each; jobs vary by {VARIES:.0%}",
        ("variant", "requests a pipeline and minute", "of the first", "shown after s (p95)"),
        (
            (name, f"{cost.rate:.2f}", f"{cost.rate / naive.rate:.2f}", f"{cost.p95:.0f}")
            for name, cost in costs.items()
        ),
    )
    figures.note(
        "Simulated: until a message shows that a workflow has ended; all requests count, also news'."
    )
    figures.target("requests a followed pipeline and minute", followed.rate, 2.5)
    figures.target("… with webhooks", hooked.rate, 2.5)
    figures.target("an end is shown after s (p95)", followed.p95, 15)
    figures.target("… with webhooks", hooked.p95, 15)
