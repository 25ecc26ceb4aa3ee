"""In simulated time, the busy hour of the largest user: until Slack shows what happened to followed runs."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from pathlib import Path
from random import Random
from statistics import quantiles

from bot.circleci.models import Job, Pipeline, PipelineTrigger
from bot.following.editor import Editor, Name
from bot.following.edits import WINDOW, EditQueue, Priority
from bot.model.line import Line
from bot.model.message import Message
from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import Surface
from bot.model.run import Run
from bot.playground.circleci.acme import WEB
from bot.pool import Pool
from bot.services import Services
from tests.bench.busy_hour import HOUR, News, busy_hour
from tests.bench.busy_slack import EDITS, BusySlack, Step
from tests.bench.figures import Figures
from tests.bench.simulated import simulated
from tests.following.lean import WORKSPACE, lean
from tests.world import ANA

FOLLOWED, MOST = (0.02, 0.05, 0.1), 0.3  # of all pipelines; at most, there are more outcomes than edits
FEWER = 40  # edits that Slack takes in an hour in which others use the same limit
SEED = 9
_SHOWN = (Priority.OUTCOME, Priority.TOUCHED, Priority.PROGRESS)

_LINE, _JOB, _PUSH = Line("status web"), Job(name="job"), PipelineTrigger(type="webhook")


class Unlearning(EditQueue[Name]):
    """Pauses after a 429, and goes on as before."""

    def limited(self, at: float, after: float | None) -> None:
        super().limited(at, after)
        self.per_minute = EDITS


Happened = Sequence[tuple[News, Step]]


def happened(news: Sequence[News]) -> Iterator[tuple[News, Step]]:
    """With what each makes of its pipeline's card."""
    numbers = Counter[int]()
    for it in news:
        numbers[it.pipeline] += 1
        yield it, Step(it.pipeline, numbers[it.pipeline])


async def in_turn(slack: BusySlack, services: Services, pool: Pool, every: Happened) -> None:
    """An edit for all that happens, one after another, as fast as Slack takes them.

    What is still to come after the hour is reckoned at the pace at which Slack took those before.
    """
    at = slack.at
    for it, step in every:
        at = max(at + WINDOW / EDITS, it.at)
        if at > HOUR:
            slack.drawn[step] = at
            continue
        await slack.until(at)
        await slack.outbox.update(slack.card(it), step.message, once=True)


Variant = Callable[[BusySlack, Services, Pool, Happened], Awaitable[None]]


def by_the_bot(kind: type[EditQueue[Name]] = EditQueue[Name]) -> Variant:
    """What matters is told beneath a card, and then the card is drawn."""

    async def show(slack: BusySlack, services: Services, pool: Pool, every: Happened) -> None:
        editor = Editor(services, pool, lambda _: True)
        editor._queues[WORKSPACE] = kind(EDITS)
        newest = dict[int, Run]()

        async def look(it: News, step: Step) -> None:
            card = slack.card(it)
            if it.priority is Priority.OUTCOME:
                await slack.outbox.post(card, step.message)
            watch = Watch(card, _LINE, ANA, Surface.COMMAND, str(it.pipeline))
            await editor.want(watch, newest[it.pipeline], it.priority)

        for it, step in every:
            await slack.until(it.at)
            newest[it.pipeline] = run_at(step, services)
            pool.start(partial(look, it, step), promised=True)

    return show


def run_at(step: Step, services: Services) -> Run:
    """So many jobs of it have ended."""
    id = str(step.pipeline)
    made = services.now()
    pipeline = Pipeline(id=id, number=step.pipeline, created_at=made, project_slug=WEB, trigger=_PUSH)
    return Run(pipeline, "web", jobs={id: (_JOB,) * step.number})


def card_of(run: Run) -> Message:
    [jobs] = run.jobs.values()
    return Step(run.pipeline.number, len(jobs)).message


async def unkept(posted: PostedMessage, picture: str) -> None:
    """No process comes after this one."""


VARIANTS = {"each in turn": in_turn, "the bot": by_the_bot()}
LEARNING = {"it learns": by_the_bot(), "it does not": by_the_bot(Unlearning)}


@dataclass(frozen=True, slots=True)
class Hour:
    """Seconds until 95 % of each kind was drawn, and of outcomes told; what it took of Slack."""

    drawn: dict[Priority, float]
    told: float
    edits: int
    posts: int
    refused: int


async def _hour_of(variant: Variant, news: Sequence[News], directory: Path, takes: int) -> Hour:
    slack, every = BusySlack(Random(SEED), takes), list(happened(news))
    async with lean(directory) as there:
        there.store.watches.drawn = unkept  # type: ignore[method-assign]
        commands = dict(there.services.commands)
        commands["status"] = replace(commands["status"], redraw=lambda _, run, *__: run, view=card_of)
        services = replace(
            there.services, commands=commands, outbox=slack.outbox, now=slack.now, sleep=asyncio.sleep
        )
        await variant(slack, services, there.pool, every)
        await there.pool.idle()
    of_hour = [each for each in every if 0 <= each[0].at < HOUR]
    kinds = {kind: [each for each in of_hour if each[0].priority is kind] for kind in _SHOWN}
    drawn = {kind: p95(those, slack.drawn) for kind, those in kinds.items()}
    edits, posts = (sum(0 <= at < HOUR for at in sent) for sent in (slack.edits, slack.posts))
    return Hour(drawn, p95(kinds[Priority.OUTCOME], slack.told), edits, posts, slack.refused)


def p95(those: Happened, shown: Mapping[Step, float]) -> float:
    """Seconds until 95 % of them were shown, where such a thing is shown at all."""
    return quantiles([shown[step] - it.at for it, step in those], n=20)[-1] if shown else inf


def table(figures: Figures, title: str, hours: dict[tuple[float, str], Hour]) -> None:
    shown = ("told", "outcome drawn", "touched", "progress")
    heads = ("followed", "", *shown, "edits a min", "posts a min", "429")
    rows = (
        (
            f"{followed:.0%}",
            name,
            "never" if hour.told == inf else f"{hour.told:.1f}",
            *(f"{hour.drawn[priority]:,.1f}" for priority in _SHOWN),
            f"{hour.edits / 60:.1f}",
            f"{hour.posts / 60:.1f}",
            str(hour.refused),
        )
        for (followed, name), hour in hours.items()
    )
    figures.table(f"{title}: seconds until told, and until drawn (p95)", heads, rows)


async def hour_of(variant: Variant, news: Sequence[News], directory: Path, takes: int = EDITS) -> Hour:
    return await asyncio.to_thread(simulated, partial(_hour_of, variant, news, directory, takes))


async def measure(directory: Path, figures: Figures) -> None:
    news = {followed: busy_hour(followed, Random(SEED)) for followed in (*FOLLOWED, MOST)}
    hours = {
        (followed, name): await hour_of(variant, news[followed], directory)
        for followed in news
        for name, variant in VARIANTS.items()
    }
    table(figures, f"The busy hour of 100,000 pipelines a day, {EDITS} edits a minute", hours)
    figures.note(
        "Simulated, from when the bot knows it: its editor, its outbox and Slack's client against the\n"
        "playground's Slack; 12 jobs a pipeline of 12 min, bursts of 10x. In turn, what is still to come\n"
        "after the hour is reckoned at the pace at which Slack took those before."
    )
    for followed in FOLLOWED:
        outcome = hours[followed, "the bot"].drawn[Priority.OUTCOME]
        figures.target(f"an outcome at {followed:.0%} followed is drawn after s (p95)", outcome, 3)
        figures.target("… and told", hours[followed, "the bot"].told, 3)
    told = hours[MOST, "the bot"].told
    figures.target(f"an outcome at {MOST:.0%} followed is told after s (p95)", told, 10)
    figures.target("calls that Slack refuses", sum(hour.refused for hour in hours.values()), 0)

    share = FOLLOWED[1]
    fewer = {
        (share, name): await hour_of(variant, news[share], directory, FEWER)
        for name, variant in LEARNING.items()
    }
    table(figures, f"Where Slack takes {FEWER}, and the bot was told {EDITS}", fewer)
    learned, not_learned = (hour.refused for hour in fewer.values())
    figures.target("edits refused where it learns, of those where it does not", learned / not_learned, 0.5)
