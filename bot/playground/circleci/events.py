"""What CircleCI's outbound webhooks carry: shaped as recorded deliveries are, which differs from the API.

Slugs are in the long form, hosts in small letters; a tag's events tell neither branch, tag nor commit; those
of a GitHub App project have ``trigger_parameters`` in place of ``vcs``, with times that are not ISO's.
https://circleci.com/docs/reference/outbound-webhooks-reference/
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.playground.circleci import answers
from bot.playground.circleci.answers import Json, moment
from bot.playground.circleci.people import User, identify
from bot.playground.circleci.timeline import FAILURES, JobState, Run, RunState
from bot.playground.circleci.world import Pipeline, World

WORKFLOW_COMPLETED, JOB_COMPLETED = "workflow-completed", "job-completed"
EVENTS = (WORKFLOW_COMPLETED, JOB_COMPLETED)

#: How long after its end a job's and a workflow's event happens.
_JOB_LAG, _WORKFLOW_LAG = timedelta(milliseconds=87), timedelta(milliseconds=134)
_LONG = {"gh": "github", "bb": "bitbucket"}
#: Job states that are called otherwise in events.
_STATUSES = dict.fromkeys(FAILURES, "failed")


def completed(world: World, pipeline: Pipeline, since: datetime) -> Iterator[tuple[datetime, Json]]:
    """The events of a pipeline that have happened from ``since`` until now, with their times.

    An approval is no job that completes, and what a rerun did not run again did not complete again.
    """
    now = world.clock()
    for run in pipeline.visible(now):
        state = world.state(run)
        for job in state.jobs:
            ran = job.job.script.approval is False and job.job.kept is None and job.queued_at
            if ran and job.stopped_at and since <= (at := job.stopped_at + _JOB_LAG) <= now:
                about = {"workflow": _workflow(pipeline, run, state), "job": _job(job)}
                yield at, _event(pipeline, JOB_COMPLETED, at, job.job.id) | about
        if state.stopped_at and since <= (at := state.stopped_at + _WORKFLOW_LAG) <= now:
            workflow = _workflow(pipeline, run, state) | {"status": state.status}
            yield at, _event(pipeline, WORKFLOW_COMPLETED, at, run.id) | {"workflow": workflow}


def _event(pipeline: Pipeline, kind: str, at: datetime, of: str) -> Json:
    project = pipeline.project
    return {
        "type": kind,
        "id": identify(kind, of),
        "happened_at": at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "pipeline": _pipeline(pipeline),
        "project": {"id": project.id, "name": project.name, "slug": _long_slug(pipeline)},
        "organization": {"id": project.organization.id, "name": project.organization.name},
    }


def _long_slug(pipeline: Pipeline) -> str:
    vcs, rest = pipeline.project.slug.split("/", 1)
    return f"{_LONG.get(vcs, vcs)}/{rest}"


def _pipeline(it: Pipeline) -> Json:
    about = {"trigger_parameters": _parameters(it)} if it.project.app else {"vcs": _vcs(it)}
    return {
        "id": it.id,
        "number": it.number,
        "created_at": moment(it.created_at),
        "trigger": {"type": it.trigger},
        **about,
    }


def _parameters(it: Pipeline) -> Json:
    known, at = answers.trigger_parameters(it), it.created_at.astimezone(UTC)
    odd = f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond:06}000 +0000 UTC"
    return {**known, "circleci": {**known["circleci"], "event_time": odd}, "webhook": {"body": "{}"}}


def _vcs(it: Pipeline) -> Json:
    tag = it.ref.tag is not None
    commit: Json = {
        "subject": it.head.subject,
        "body": it.head.body,
        "author": _person(it.head.author),
        "authored_at": moment(it.created_at),
        "committer": None if it.project.provider == "Bitbucket" else _person(it.head.author),
        "committed_at": moment(it.created_at),
    }
    return {
        "provider_name": it.project.provider.lower(),
        "origin_repository_url": it.project.repository,
        "target_repository_url": it.project.repository,
        "revision": it.head.revision,
        "commit": dict.fromkeys(commit) if tag else commit,
        "branch": it.ref.branch,
    }


def _person(who: User) -> Json:
    return {"name": who.name, "email": f"{who.login}@acme.example"}


def _workflow(pipeline: Pipeline, run: Run, state: RunState) -> Json:
    page = f"https://app.circleci.com/pipelines/{_long_slug(pipeline)}/{pipeline.number}/workflows/{run.id}"
    return {
        "id": run.id,
        "name": run.name,
        "created_at": moment(run.created_at),
        "stopped_at": moment(state.stopped_at),
        "url": page,
    }


def _job(it: JobState) -> Json:
    return {
        "id": it.job.id,
        "name": it.job.script.name,
        "started_at": moment(it.started_at),
        "stopped_at": moment(it.stopped_at),
        "status": _STATUSES.get(it.status, it.status),
        "number": it.job.number,
    }
