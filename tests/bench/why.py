"""`why`, with a CircleCI that takes 100 ms a call: its first answer, and all that is added to it."""

from collections.abc import Sequence
from pathlib import Path

from bot.playground.circleci import Fault
from bot.playground.circleci.acme import API as API_SLUG
from bot.playground.circleci.acme import WEB as WEB_SLUG
from bot.playground.circleci.plans import matrix
from bot.playground.circleci.world import Pipeline
from tests.bench.figures import Figures
from tests.bench.replies import CALL, Reply, mentioned, reply, typed
from tests.world import World, world

JOBS = 5_000
ROUNDS = 3


async def measure(directory: Path, figures: Figures) -> None:
    replies = await _replies(directory)
    figures.table(
        f"`why`, with a CircleCI that takes 100 ms a call (the middle of {ROUNDS})",
        ("asked", "calls", "one after another", "posted after ms", "calls in all", "whole after ms"),
        (
            (
                name,
                str(it.calls),
                str(it.in_turn),
                f"{it.posted * 1000:.0f}",
                str(it.all_calls),
                f"{it.whole * 1000:,.0f}",
            )
            for name, it in replies.items()
        ),
    )
    figures.target("calls one after another, at most", max(it.in_turn for it in replies.values()), 4)
    figures.target("first answer after ms, at most", max(it.posted for it in replies.values()) * 1000, 520)


async def _replies(directory: Path) -> dict[str, Reply]:
    """Each in the middle of some rounds, in which they take turns."""
    found: dict[str, list[Reply]] = {}
    async with world(directory) as here:
        card = (await here.types("pipeline last failed")).messages[0]
        job = (await here.types("job last failed")).messages[0]
        pipelines = here.circleci.world.of_project(here.circleci.project(WEB_SLUG))
        failed, _ = _newest_failed(here, pipelines)
        _, back = _newest_failed(here, [each for each in pipelines if each.ref.branch == "main"])
        huge = here.circleci.add_pipeline(API_SLUG, scripts=matrix(JOBS, failing=(JOBS - 1,)))
        here.circleci.finish(huge)
        here.circleci.faults.add(Fault(times=None, delay=CALL))
        asks = {
            "in a pipeline's thread": mentioned(here, "why", card.ts),
            "in a job's thread": mentioned(here, "why", job.ts),
            "last failed": typed(here, "why last failed"),
            f"last failed, {back} back": typed(here, "why last failed web@main"),
            "by a workflow's id": typed(here, f"why {failed.runs[0].id}"),
            "by number": typed(here, f"why #{failed.number}"),
            f"by number, {JOBS:,} jobs": typed(here, f"why api#{huge.number}"),
        }
        for _ in range(ROUNDS):
            for name, ask in asks.items():
                found.setdefault(name, []).append(await reply(here, ask))
    middle = ROUNDS // 2
    return {name: sorted(several, key=lambda it: it.posted)[middle] for name, several in found.items()}


def _newest_failed(here: World, pipelines: Sequence[Pipeline]) -> tuple[Pipeline, int]:
    """The newest of which a workflow's newest attempt failed, and how many pipelines are newer."""
    for at, pipeline in enumerate(pipelines):
        newest = {run.name: run for run in pipeline.runs}.values()
        if any(here.circleci.world.state(run).status == "failed" for run in newest):
            return pipeline, at
    raise LookupError("nothing failed")
