"""In simulated time: what it costs to follow pipelines of twelve minutes, and how soon a change is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
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

PIPELINES, MESSAGES, MINUTES, SEED = 12, 2, 12, 9
NAIVE_EVERY = 10  # seconds, at which a bot without a plan would draw each message again
DELIVERY = 1  # seconds that CircleCI takes to deliver a webhook

#: Two workflows, of which the longer takes all of the time; one pipeline in four fails.
SHAPE = {
    "build-test-deploy": ("build", "lint", "unit", "types", "e2e", "package", "scan", "deploy"),
    "preview": ("install", "render", "upload", "check"),
}

#: A workflow's id and its status.
State = tuple[str, str]


def scripts(random: Random) -> Scripts:
    """One pipeline: each job takes its share of the time."""
    made, fails = list[WorkflowScript](), random.random() < 0.25
    for name, jobs in SHAPE.items():
        whole = MINUTES * 60 * (1 if "deploy" in name else random.uniform(0.3, 0.8))
        shares = [random.uniform(0.5, 1.5) for _ in jobs]
        needs = ((), *((job,) for job in jobs))
        made.append(
            WorkflowScript(
                name,
                tuple(
                    JobScript(
                        job,
                        whole * share / sum(shares),
                        needed,
                        outcomes=("failed",) if job == "e2e" and fails else ("success",),
                    )
                    for job, share, needed in zip(jobs, shares, needs, strict=False)
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
    live_seconds: int = 0
    _want: Callable[[Watch, Run, Priority], Awaitable[None]] = field(init=False)
    _jobs: dict[str, int] = field(default_factory=dict)
    _wanted: dict[Name, Run] = field(default_factory=dict)
    _edits: int = 0
    _on_its_way: list[set[str]] = field(default_factory=list)

    def look(self) -> set[str]:
        """The pipelines of which a job or a workflow has just ended."""
        changed, at = set[str](), self.here.clock.at
        for each in self.pipelines:
            states = [(run.id, self.here.small.world.state(run)) for run in each.visible(at)]
            for id, state in states:
                self.true_since.setdefault((id, state.status), at)
            ended = sum(job.stopped_at is not None for _, state in states for job in state.jobs)
            if ended != self._jobs.get(each.id, 0):
                changed.add(each.id)
            self._jobs[each.id] = ended
            self.live_seconds += not states or any(state.stopped_at is None for _, state in states)
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
    requests: float  # a followed pipeline and minute
    p95: float  # seconds until it is shown that a workflow has ended


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


VARIANTS: dict[str, Step] = {
    f"each message, every {NAIVE_EVERY} s": polling,
    "followed": following,
    "… with webhooks": with_webhooks,
}


async def cost_of(step: Step, directory: Path) -> Cost:
    """Some pipelines that start one after the other, from start to end."""
    random = Random(SEED)
    async with lean(directory) as here:
        seen = Observer(here)
        seen.attach()
        starts = sorted(random.randrange(MINUTES * 15) for _ in range(PIPELINES))
        before = len(here.small.requests)
        for second in range(MINUTES * 60 * 3 // 2):
            while starts and starts[0] <= second:
                del starts[0]
                made = here.small.add_pipeline(WEB, "followed", scripts=scripts(random))
                seen.pipelines.append(made)
                for number in range(MESSAGES):
                    await here.watch(made.id, number=len(seen.pipelines) * MESSAGES + number)
            here.clock.advance(1)
            await step(seen, second, seen.look())
        requests = len(here.small.requests) - before
        return Cost(requests / (seen.live_seconds / 60), quantiles(seen.waits, n=20)[-1])


async def measure(directory: Path, figures: Figures) -> None:
    costs = {name: await cost_of(step, directory) for name, step in VARIANTS.items()}
    naive, followed, hooked = costs.values()
    figures.table(
        f"Pipelines of {MINUTES} minutes, {MESSAGES} messages each",
        ("variant", "requests a pipeline and minute", "of the first", "shown after s (p95)"),
        (
            (name, f"{cost.requests:.2f}", f"{cost.requests / naive.requests:.2f}", f"{cost.p95:.0f}")
            for name, cost in costs.items()
        ),
    )
    figures.note(
        "Simulated: until a message shows that a workflow has ended; all requests count, also news'."
    )
    figures.target("requests a followed pipeline and minute", followed.requests, 2.5)
    figures.target("… with webhooks", hooked.requests, 2.5)
    figures.target("an end is shown after s (p95)", followed.p95, 15)
    figures.target("… with webhooks", hooked.p95, 15)
