"""Reads why a run failed: first what few round trips tell, then, one by one, what takes longer."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.circleci.models import Job, Pipeline
from bot.circleci.steps import Action
from bot.model.history import Since, since
from bot.model.results import Results
from bot.model.run import FAILED, Run
from bot.references.found import FoundPipeline
from bot.references.printed import failing, read_condensed, read_end
from bot.references.runs import until_green, whole
from bot.views.diagnosis import Compared, Culprit, Diagnosis

log = structlog.get_logger()

T = TypeVar("T")

#: A part of a diagnosis that was read: what it makes of the one so far.
Part = Callable[[Diagnosis], Diagnosis]

#: How many jobs are looked into; how much is shown of how an output ends, in lines and characters.
CULPRITS, LINES, CHARACTERS = 3, 20, 2_000

#: How many pipelines of the branch are read at a time.
AT_ONCE = 6

JOBS, OUTPUT, TESTS, HISTORY = "the other jobs", "what the step printed", "the other tests", "since when"


async def first(circleci: CircleCI, run: Run) -> Diagnosis:
    """What one more round trip tells of a run that was glanced at: where it failed, and which tests."""
    culprits = suspects(run)
    slug = run.pipeline.project_slug
    found, flaky = await asyncio.gather(
        asyncio.gather(*(_looked_into(circleci, run.pipeline, each) for each in culprits)),
        _or_none(circleci.insights.flaky_tests(slug)),
    )
    return Diagnosis(
        run,
        tuple(found),
        _others(run, found),
        flaky={each.test_name: each.times_flaked for each in flaky.flaky_tests} if flaky else None,
        reading=_to_read(run, found),
    )


def suspects(run: Run) -> tuple[Culprit, ...]:
    """The jobs that failed, in the workflows' order; what was not authorized or canceled where none did."""
    jobs = [(workflow, job) for workflow in run.newest for job in run.jobs.get(workflow.id, ())]
    for bad in (FAILED, {"unauthorized"}, {"canceled"}):
        if found := [Culprit(workflow, job) for workflow, job in jobs if job.status in bad]:
            return tuple(found[:CULPRITS])
    return ()


def _others(run: Run, culprits: Sequence[Culprit]) -> int:
    bad = {each.job.status for each in culprits} | FAILED
    every = [job for jobs in run.jobs.values() for job in jobs if job.status in bad]
    return max(0, len(every) - len(culprits))


def _to_read(run: Run, culprits: Iterable[Culprit]) -> tuple[str, ...]:
    several = tuple(culprits)
    parts = [JOBS] if run.unread else []
    parts += [OUTPUT] if any(each.action and each.action.output_url for each in several[:1]) else []
    parts += [TESTS] if any(each.results and each.results.cut for each in several) else []
    red = bool(several or run.pipeline.errors or run.unread)
    return (*parts, *([HISTORY] if red and run.pipeline.branch else []))


async def _looked_into(circleci: CircleCI, pipeline: Pipeline, culprit: Culprit) -> Culprit:
    """Its steps and the first page of its tests. What can't be read is left out."""
    number = culprit.job.job_number
    if number is None or culprit.job.status in ("unauthorized", "canceled"):
        return culprit
    slug = pipeline.project_slug
    steps, tests = await asyncio.gather(
        _or_none(circleci.output.steps(slug, number)), _or_none(circleci.page_tests(slug, number))
    )
    broken = failing(steps or ())
    step, action = broken[0] if broken else (None, None)
    results = Results(tests.items, cut=tests.next_page_token is not None) if tests else None
    return replace(culprit, step=step, action=action, results=results)


async def rest(circleci: CircleCI, diagnosis: Diagnosis, limit: int) -> AsyncIterator[Diagnosis]:
    """The diagnosis again and again, with each slower part as it comes. ``limit``: bytes of an output.

    Who gets one with an output on disk closes that; the next one has it no more.
    """
    if diagnosis.run.unread:
        run = await whole(circleci, FoundPipeline(diagnosis.run.pipeline, diagnosis.run.called))
        diagnosis = await first(circleci, run)
        yield diagnosis
    tasks = [asyncio.create_task(each) for each in _parts(circleci, diagnosis, limit)]
    try:
        for next_one in asyncio.as_completed(tasks):
            part = await next_one
            diagnosis = part(diagnosis)
            yield diagnosis
            diagnosis = _let_go(diagnosis)
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, CircleCIError):
                await task


def _parts(circleci: CircleCI, diagnosis: Diagnosis, limit: int) -> list[Coroutine[Any, Any, Part]]:
    parts = []
    culprit = next(iter(diagnosis.culprits), None)
    if OUTPUT in diagnosis.reading and culprit is not None and culprit.action is not None:
        parts.append(_part(OUTPUT, _output(circleci, culprit.job, culprit.action, limit)))
    if TESTS in diagnosis.reading:
        parts.append(_part(TESTS, _tests(circleci, diagnosis)))
    if HISTORY in diagnosis.reading:
        parts.append(_part(HISTORY, _history(circleci, diagnosis)))
    return parts


async def _part(name: str, reading: Coroutine[Any, Any, Part]) -> Part:
    """One part; where it can't be read, that is a part of the diagnosis, too."""
    try:
        found = await reading
    except CircleCIError as error:
        log.info("a part of a diagnosis was not read", part=name, error=str(error))
        return lambda it: replace(_without(it, name), missing=(*it.missing, name))
    return lambda it: found(_without(it, name))


def _without(diagnosis: Diagnosis, name: str) -> Diagnosis:
    return replace(diagnosis, reading=tuple(each for each in diagnosis.reading if each != name))


def _let_go(diagnosis: Diagnosis) -> Diagnosis:
    culprits = (
        replace(each, end=replace(each.end, spool=None)) if each.end else each for each in diagnosis.culprits
    )
    return replace(diagnosis, culprits=tuple(culprits))


async def _output(circleci: CircleCI, job: Job, action: Action, limit: int) -> Part:
    """How the first job's output ends; the lines that CircleCI picked of it, where it does."""
    picked, end = await asyncio.gather(
        _or_none(read_condensed(circleci, job.id, action, lines=LINES, characters=CHARACTERS)),
        read_end(circleci, action, lines=LINES, characters=CHARACTERS, limit=limit),
    )

    def put(it: Diagnosis) -> Diagnosis:
        told = replace(it.culprits[0], end=end, picked=picked.text if picked else None)
        return replace(it, culprits=(told, *it.culprits[1:]))

    return put


async def _tests(circleci: CircleCI, diagnosis: Diagnosis) -> Part:
    """All tests of the jobs that have more than a page of them."""
    slug = diagnosis.run.pipeline.project_slug

    async def read(culprit: Culprit) -> Results | None:
        number = culprit.job.job_number
        if number is None or culprit.results is None or not culprit.results.cut:
            return culprit.results
        page = await circleci.list_tests(slug, number)
        return Results(page.items, cut=page.next_page_token is not None)

    every = await asyncio.gather(*(read(each) for each in diagnosis.culprits))

    def put(it: Diagnosis) -> Diagnosis:
        pairs = zip(it.culprits, every, strict=True)
        return replace(it, culprits=tuple(replace(each, results=results) for each, results in pairs))

    return put


async def _history(circleci: CircleCI, diagnosis: Diagnosis) -> Part:
    """Since when the branch is red, and what is different from the last green run."""
    run = diagnosis.run
    page = await circleci.list_pipelines(run.pipeline.project_slug, branch=run.pipeline.branch)
    older = [each for each in page.items if each.number < run.pipeline.number]
    runs = [run, *await until_green(circleci, older, run.called, AT_ONCE)]
    complete = page.next_page_token is None and len(runs) == len(older) + 1
    told = since(runs, whole=complete)
    compared = await _compared(circleci, diagnosis, told)
    return lambda it: replace(it, since=told, compared=compared)


async def _compared(circleci: CircleCI, diagnosis: Diagnosis, told: Since) -> Compared | None:
    """The workflow that failed, against itself in the last green run."""
    if told.last_green is None or not diagnosis.culprits:
        return None
    now = diagnosis.culprits[0].workflow
    then = next((each for each in told.last_green.newest if each.name == now.name), None)
    if then is None:
        return None
    before = {job.name for job in await circleci.list_jobs(then.id)}
    after = {job.name for job in diagnosis.run.jobs.get(now.id, ())}
    ended = now.stopped_at is not None and then.stopped_at is not None
    return Compared(
        told.last_green.pipeline.number,
        now.name,
        (now.stopped_at - now.created_at).total_seconds() if ended and now.stopped_at else None,
        (then.stopped_at - then.created_at).total_seconds() if ended and then.stopped_at else None,
        tuple(sorted(after - before)),
        tuple(sorted(before - after)),
    )


async def _or_none(reading: Coroutine[Any, Any, T]) -> T | None:
    """What is worth having, and can be done without."""
    try:
        return await reading
    except CircleCIError as error:
        log.info("a part of a diagnosis was not read", error=str(error))
        return None
