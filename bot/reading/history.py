"""Reads since when a branch is red, and what is different from its last green run."""

from bot.circleci.client import CircleCI
from bot.circleci.models import Job
from bot.model.diagnosis import Diagnosis, GreenComparison
from bot.model.history import Color, Streak, color_of, streak_of
from bot.reading.runs import until_green

#: How many pipelines of the branch are read at a time, and how many pages of them at most.
_AT_ONCE, HISTORY_PAGES = 6, 3


async def branch_history(circleci: CircleCI, diagnosis: Diagnosis) -> tuple[Streak, GreenComparison | None]:
    """The streak of red runs that ends with this one, as far back as is read."""
    run, token = diagnosis.run, None
    slug, branch, number = run.pipeline.project_slug, run.pipeline.branch, run.pipeline.number
    runs = [run]
    for _ in range(HISTORY_PAGES):
        page = await circleci.list_pipelines(slug, branch=branch, page_token=token)
        older = [each for each in page.items if each.number < number]
        runs += await until_green(circleci, older, run.called, _AT_ONCE)
        token = page.next_page_token
        if token is None or any(color_of(each) is Color.GREEN for each in runs[1:]):
            break
    told = streak_of(runs, whole=token is None)
    return told, await _compared(circleci, diagnosis, told)


async def _compared(circleci: CircleCI, diagnosis: Diagnosis, told: Streak) -> GreenComparison | None:
    """The workflow that failed, against itself in the last green run."""
    if not told.red or told.last_green is None or not diagnosis.culprits:
        return None
    culprit = diagnosis.culprits[0]
    workflow, job = culprit.workflow, culprit.job
    then = next((each for each in told.last_green.newest if each.name == workflow.name), None)
    if then is None:
        return None
    before = {each.name: each for each in await circleci.list_jobs(then.id)}
    after = {each.name for each in diagnosis.run.jobs.get(workflow.id, ())}
    whole_list = workflow.id not in diagnosis.run.jobs_unread
    return GreenComparison(
        job.name,
        _seconds(job),
        _seconds(before[job.name]) if job.name in before else None,
        tuple(sorted(after - set(before))),
        tuple(sorted(set(before) - after)) if whole_list else (),
    )


def _seconds(job: Job) -> float | None:
    if job.started_at is None or job.stopped_at is None:
        return None
    return (job.stopped_at - job.started_at).total_seconds()
