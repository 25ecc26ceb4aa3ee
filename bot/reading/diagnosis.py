"""Reads why a run failed: first what few round trips tell, then, one by one, what takes longer."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from bot.circleci.client import CircleCI
from bot.circleci.errors import CircleCIError
from bot.circleci.models import FlakyTest, Job, Pipeline, StepRun
from bot.model.diagnosis import Cause, Culprit, Diagnosis, NamedPart, focus
from bot.model.fault import DiskFull, DiskUnwritable
from bot.model.job_tests import Results, test_failed
from bot.model.run import FAILED_STATUSES, Run
from bot.reading.more_tests import more_tests
from bot.reading.printed import error_lines, failing_steps, read_condensed, read_end
from bot.reading.runs import branch_history, whole_run

log = structlog.get_logger()

_T = TypeVar("_T")

#: Reads the project's flaky tests, those that may be told of.
FlakyReading = Callable[[], Coroutine[Any, Any, tuple[FlakyTest, ...]]]

#: A part of a diagnosis that was read: what it makes of the one so far.
Part = Callable[[Diagnosis], Diagnosis]

#: How many jobs are looked into; how much is shown of how an output ends, in lines and characters.
CULPRITS, _LINES, _CHARACTERS = 3, 20, 2_000

#: Seconds for which the first answer waits for what the failed jobs tell; then it is said without.
FIRST_ANSWER_PATIENCE = 2.0

OTHER_JOBS, OUTPUT, MORE_TESTS, HISTORY = "the other jobs", "the output", "the other tests", "the history"
#: What the first look may miss already; all of it together, where CircleCI takes its time.
STEPS, RESULTS, _FLAKY = "the steps", "the test results", "the flaky tests"
DETAILS = "the failed jobs"
#: What is missed where no list of CircleCI's has it.
_NAMED = "the job you named"

#: A culprit, and what could not be read of it.
CulpritReading = tuple[Culprit, tuple[str, ...]]


async def first_diagnosis(
    circleci: CircleCI, run: Run, asked: NamedPart | None, flaky: FlakyReading
) -> Diagnosis:
    """Where a run that was glanced at failed, and whether in its tests, which a notification tells once.

    Of tests the first page is enough that has one which failed. ``asked``: what of the run is to be
    explained, first the job that was named. Where that takes long, only what is known already:
    `later_diagnoses` reads it then.
    """
    found, others = suspects(run, asked)
    reading = (DETAILS, *_to_read(run, found, asked))
    known = Diagnosis(run, found, others, pending_parts=reading, named_part=asked)
    with suppress(TimeoutError):
        async with asyncio.timeout(FIRST_ANSWER_PATIENCE):
            known = await _looked(circleci, run, asked, flaky)
            if _undecided(known):
                with suppress(CircleCIError):  # it is tried again, and told then
                    known = await _decided(circleci, known)
    return known


async def counted_diagnosis(circleci: CircleCI, run: Run, flaky: FlakyReading) -> Diagnosis:
    """The same for what is told once, and not drawn again: with all tests, if that doesn't take long."""
    known = await first_diagnosis(circleci, run, None, flaky)
    if MORE_TESTS in known.pending_parts:
        with suppress(CircleCIError, TimeoutError):
            async with asyncio.timeout(FIRST_ANSWER_PATIENCE):
                known = (await _tests(circleci, known))(_without(known, MORE_TESTS))
    return known


def _undecided(diagnosis: Diagnosis) -> bool:
    """Whether it takes more tests of the first job to tell if these are why it failed."""
    first = next((each for each in diagnosis.culprits[:1] if each.results and each.results.cut), None)
    return first is not None and first.cause in (Cause.STEP, Cause.UNKNOWN)


async def _decided(circleci: CircleCI, diagnosis: Diagnosis) -> Diagnosis:
    """With the first job's tests as far as one that failed."""
    first, *others = diagnosis.culprits
    results = await more_tests(circleci, diagnosis.run.pipeline, first, until=test_failed)
    known = replace(diagnosis, culprits=(replace(first, results=results), *others))
    more = any(each.results and each.results.cut for each in known.culprits)
    return known if more else _without(known, MORE_TESTS)


async def _looked(circleci: CircleCI, run: Run, asked: NamedPart | None, flaky: FlakyReading) -> Diagnosis:
    those, others = suspects(run, asked)
    looked, flaky_tests = await asyncio.gather(
        asyncio.gather(*(_looked_into(circleci, run.pipeline, each) for each in those)),
        _or_none(flaky()),
    )
    found = tuple(culprit for culprit, _ in looked)
    missing = dict.fromkeys(name for _, names in looked for name in names)
    if flaky_tests is None and any(each.results and each.results.failed for each in found):
        missing[_FLAKY] = None
    if asked and asked.absent(run):
        missing[_NAMED] = None
    if run.jobs_missing.keys() - run.jobs.keys():
        missing[DETAILS] = None
    return Diagnosis(
        run,
        found,
        others,
        flaky=flaky_tests,
        pending_parts=_to_read(run, found, asked),
        unread_parts=tuple(missing),
        named_part=asked,
    )


def suspects(run: Run, asked: NamedPart | None = None) -> tuple[tuple[Culprit, ...], int]:
    """The job that was named, whatever became of it, and those that failed; and how many more there are.

    They come in the workflows' order. Where none failed, it is those that were not authorized; else those
    that were canceled: of these the ones that had begun, as the others were canceled along with them.
    """
    only = focus(run, asked)
    jobs = [Culprit(workflow, job) for workflow in only.newest for job in only.jobs.get(workflow.id, ())]
    named = [each for each in jobs if asked and asked.names(each.job)][:1]
    if asked and asked.job is not None and not named and only.jobs_unread:
        return (), 0  # it is on a later page, and comes first
    found = [*named, *(each for each in _bad(jobs) if each not in named)]
    return tuple(found[:CULPRITS]), len(found[CULPRITS:])


def _bad(jobs: Sequence[Culprit]) -> Sequence[Culprit]:
    for bad in (FAILED_STATUSES - {"unauthorized"}, {"unauthorized"}, {"canceled"}):
        if found := [each for each in jobs if each.job.status in bad]:
            begun = [each for each in found if each.job.started_at] if "canceled" in bad else []
            return begun or found
    return ()


def _to_read(run: Run, culprits: Iterable[Culprit], asked: NamedPart | None) -> tuple[str, ...]:
    several = tuple(culprits)
    parts = [OTHER_JOBS] if run.unread else []
    parts += [OUTPUT] if any(each.action and each.action.output_url for each in several[:1]) else []
    parts += [MORE_TESTS] if any(each.results and each.results.cut for each in several) else []
    red = run.failed and focus(run, asked).failed and not run.is_rollback
    return (*parts, *([HISTORY] if (red or run.unread) and run.pipeline.branch else []))


async def _looked_into(circleci: CircleCI, pipeline: Pipeline, culprit: Culprit) -> CulpritReading:
    """Its steps and the first page of its tests; and what of these could not be read."""
    number = culprit.job.job_number
    if number is None or culprit.job.status not in FAILED_STATUSES - {"unauthorized"} | {"running"}:
        return culprit, ()
    slug = pipeline.project_slug
    steps, tests = await asyncio.gather(
        _or_none(circleci.output.steps(slug, number)), _or_none(circleci.page_tests(slug, number))
    )
    missing = (*((STEPS,) if steps is None else ()), *((RESULTS,) if tests is None else ()))
    broken = failing_steps(steps or ())
    step, action = broken[0] if broken else (None, None)
    results = Results(tests.items, tests.next_page_token) if tests else None
    return replace(culprit, step=step, action=action, results=results), missing


async def later_diagnoses(
    circleci: CircleCI, diagnosis: Diagnosis, flaky: FlakyReading, limit: int
) -> AsyncGenerator[Diagnosis]:
    """The diagnosis again and again, with each slower part as it comes. ``limit``: bytes of an output.

    Who gets one with an output on disk closes that; the next one has it no more.
    """
    late = diagnosis.run.unread or DETAILS in diagnosis.pending_parts or _undecided(diagnosis)
    diagnosis = replace(diagnosis, headline_late=late)
    if diagnosis.run.unread or DETAILS in diagnosis.pending_parts:
        diagnosis = replace(await _all_jobs(circleci, diagnosis, flaky), headline_late=late)
        yield diagnosis
    waiting = {asyncio.create_task(each) for each in _parts(circleci, diagnosis, limit)}
    try:
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                diagnosis = task.result()(diagnosis)
            yield diagnosis
            diagnosis = _let_go(diagnosis)
    finally:
        for task in waiting:
            task.cancel()
        for task in waiting:
            with suppress(asyncio.CancelledError):
                _close((await task)(_let_go(diagnosis)))


async def _all_jobs(circleci: CircleCI, diagnosis: Diagnosis, flaky: FlakyReading) -> Diagnosis:
    """With the jobs and workflows that a glance did not see, and all that was to be read of them."""
    run, asked = diagnosis.run, diagnosis.named_part
    try:
        if run.unread:
            only = asked.attempt if asked else None
            whole = await whole_run(circleci, run.pipeline, run.called, only=only, rolls_back=run.rolls_back)
            run = whole.with_earlier_jobs(run)
            if whole.jobs_missing:
                return _missed(await _looked(circleci, run, asked, flaky), OTHER_JOBS)
    except CircleCIError as error:
        log.info("a part of a diagnosis was not read", part=OTHER_JOBS, error=str(error))
        known = (
            await _looked(circleci, run, asked, flaky) if DETAILS in diagnosis.pending_parts else diagnosis
        )
        return _missed(known, OTHER_JOBS)
    return await _looked(circleci, run, asked, flaky)


def _parts(circleci: CircleCI, diagnosis: Diagnosis, limit: int) -> list[Coroutine[Any, Any, Part]]:
    parts = []
    culprit = next(iter(diagnosis.culprits), None)
    if OUTPUT in diagnosis.pending_parts and culprit is not None and culprit.action is not None:
        parts.append(_part(OUTPUT, _output(circleci, culprit.job, culprit.action, limit)))
    if MORE_TESTS in diagnosis.pending_parts:
        parts.append(_part(MORE_TESTS, _tests(circleci, diagnosis)))
    if HISTORY in diagnosis.pending_parts:
        parts.append(_part(HISTORY, _history(circleci, diagnosis)))
    return parts


async def _part(name: str, reading: Coroutine[Any, Any, Part]) -> Part:
    """One part; where it can't be read, that is a part of the diagnosis, too."""
    try:
        found = await reading
    except (CircleCIError, DiskFull, DiskUnwritable) as error:
        log.info("a part of a diagnosis was not read", part=name, error=str(error))
        return lambda it: _missed(it, name)
    return lambda it: found(_without(it, name))


def _without(diagnosis: Diagnosis, name: str) -> Diagnosis:
    return replace(diagnosis, pending_parts=tuple(each for each in diagnosis.pending_parts if each != name))


def _missed(diagnosis: Diagnosis, name: str) -> Diagnosis:
    return replace(_without(diagnosis, name), unread_parts=(*diagnosis.unread_parts, name))


def _let_go(diagnosis: Diagnosis) -> Diagnosis:
    culprits = (
        replace(each, end=replace(each.end, spool=None)) if each.end else each for each in diagnosis.culprits
    )
    return replace(diagnosis, culprits=tuple(culprits))


def _close(diagnosis: Diagnosis) -> None:
    for each in diagnosis.culprits:
        if each.end is not None and each.end.spool is not None:
            each.end.spool.close()


async def _output(circleci: CircleCI, job: Job, action: StepRun, limit: int) -> Part:
    """How the first job's output ends; what CircleCI picked of it, where it does, with what follows that."""
    picked, end = await asyncio.gather(
        _or_none(read_condensed(circleci, job.id, action, lines=_LINES, characters=_CHARACTERS)),
        _or_none(read_end(circleci, action, lines=_LINES, characters=_CHARACTERS, limit=limit)),
    )

    errors = await asyncio.to_thread(error_lines, picked, end) if picked else None

    def put(it: Diagnosis) -> Diagnosis:
        told = replace(it.culprits[0], end=end, error_lines=errors)
        told_so = replace(it, culprits=(told, *it.culprits[1:]))
        return told_so if end else _missed(told_so, OUTPUT)

    return put


async def _tests(circleci: CircleCI, diagnosis: Diagnosis) -> Part:
    """All tests of the jobs that have more than a page of them."""
    pipeline = diagnosis.run.pipeline
    every = await asyncio.gather(*(more_tests(circleci, pipeline, each) for each in diagnosis.culprits))

    def put(it: Diagnosis) -> Diagnosis:
        pairs = zip(it.culprits, every, strict=True)
        return replace(it, culprits=tuple(replace(each, results=results) for each, results in pairs))

    return put


async def _history(circleci: CircleCI, diagnosis: Diagnosis) -> Part:
    streak, comparison = await branch_history(circleci, diagnosis)
    return lambda it: replace(it, streak=streak, comparison=comparison)


async def _or_none(reading: Coroutine[Any, Any, _T]) -> _T | None:
    """What is worth having, and can be done without."""
    try:
        return await reading
    except (CircleCIError, DiskFull, DiskUnwritable) as error:
        log.info("a part of a diagnosis was not read", error=str(error))
        return None
