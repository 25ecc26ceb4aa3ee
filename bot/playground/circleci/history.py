"""How the past of the playground is played: through the same calls as what happens later."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.playground.circleci.acme import API, WEB
from bot.playground.circleci.pasts import PASTS, Past
from bot.playground.circleci.people import CHO
from bot.playground.circleci.projects import Head, Project
from bot.playground.circleci.script import Ref
from bot.playground.circleci.timeline import look
from bot.playground.circleci.world import Pipeline, World


def play(world: World, start: datetime) -> None:
    """Let everything happen that happened before ``start``."""
    for slug, pasts in PASTS.items():
        for past in pasts:
            _play(world, world.projects[slug], past, start)
    web, api = world.projects[WEB], world.projects[API]
    web.branches["typo"] = Head("Mend a typo [ci skip]", CHO)
    api.branches["typo"] = Head("Mend a comment [ci skip]", CHO)


def _play(world: World, project: Project, past: Past, start: datetime) -> Pipeline:
    tag = past.ref.removeprefix("tag:") if past.ref.startswith("tag:") else None
    ref = Ref(tag=tag) if tag else Ref(branch=past.ref)
    head = _head(past, None if past.subject else project.head(ref))
    (project.tags if tag else project.branches)[tag or past.ref] = head
    pace = world.speed if past.live else 1.0
    at = start - timedelta(minutes=past.ago / pace)
    named = past.definition or (project.definitions[0].name if project.app else None)
    definition = next((it for it in project.definitions if it.name == named), None)
    pipeline = world.start(
        project, ref, at=at, by=past.author, trigger=past.trigger, definition=definition, pace=pace
    )
    for run in list(pipeline.runs):
        _mark(world, past, run.id, at)
    pipeline.unfold(pipeline, start)
    return pipeline


def _head(past: Past, before: Head | None) -> Head:
    named = before or Head(past.subject, past.author, past.body, review=past.review)
    return replace(
        named, outcomes=past.outcomes, errors=past.errors, seconds=past.seconds, contents=past.contents
    )


def _mark(world: World, past: Past, run_id: str, at: datetime) -> None:
    """What people did to a run of the past."""
    run = world.runs[run_id]
    if past.canceled:
        after, who = past.canceled
        world.record(run, "cancel", at=at + timedelta(minutes=after), by=who)
    if past.rerun:
        after, who = past.rerun
        then = at + timedelta(minutes=after)
        state = look(run, then)
        if state.status == "failed":
            again = frozenset(it.job.script.name for it in state.jobs if it.status != "success")
            run = world.rerun(run, again, at=then, by=who, pace=1.0)
    if past.approved:
        after, who = past.approved
        for job in run.jobs:
            if job.script.approval:
                world.record(run, "approve", job=job.id, at=at + timedelta(minutes=after), by=who)
