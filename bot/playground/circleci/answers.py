"""How things look in API v2's JSON: names, nulls and absent members as in the real answers.

https://circleci.com/docs/api/v2/
"""

from datetime import UTC, datetime

from bot.playground.circleci.people import User
from bot.playground.circleci.projects import Definition, Organization, Project, first_config
from bot.playground.circleci.runs import job_id
from bot.playground.circleci.script import Test
from bot.playground.circleci.timeline import JobState, Run, RunState
from bot.playground.circleci.world import Pipeline

Json = dict[str, object]


def moment(at: datetime | None) -> str | None:
    """A time as CircleCI writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def user(who: User) -> Json:
    return {"id": who.id, "login": who.login, "name": who.name, "avatar_url": who.avatar_url}


def collaboration(organization: Organization) -> Json:
    return {
        "id": organization.id,
        "slug": organization.slug,
        "name": organization.name,
        "vcs_type": organization.vcs,
        "avatar_url": f"https://avatars.acme.example/{organization.name}.png",
    }


def project(it: Project) -> Json:
    return {
        "id": it.id,
        "slug": it.slug,
        "name": it.name,
        "organization_id": it.organization.id,
        "organization_name": it.organization.name,
        "organization_slug": it.organization.slug,
        "vcs_info": {
            "provider": "CircleCI" if it.app else it.provider,
            "vcs_url": f"//circleci.com/{it.organization.id}/{it.id}" if it.app else it.repository,
            "default_branch": it.default_branch,
        },
    }


def variable(name: str, value: str) -> Json:
    """A variable of a project's environment: all that is ever told of its value is the end."""
    return {"name": name, "value": f"xxxx{value[-4:]}"}


def pipeline(it: Pipeline, now: datetime) -> Json:
    """A pipeline: with `vcs` for an OAuth project, with `trigger_parameters` for a GitHub App one."""
    state = it.state(now)
    errors = it.errors if state == "errored" else ()
    return {
        "id": it.id,
        "number": it.number,
        "project_slug": it.project.slug,
        "state": state,
        "errors": [{"type": kind, "message": message} for kind, message in errors],
        "created_at": moment(it.created_at),
        "updated_at": moment(min(now, it.settled_at)),
        "trigger": {
            "type": it.trigger,
            "received_at": moment(it.created_at),
            "actor": _actor(it),
        },
        **({"trigger_parameters": trigger_parameters(it)} if it.project.app else {"vcs": _vcs(it)}),
    }


def _actor(it: Pipeline) -> Json:
    """Of a GitHub App project it is nobody: who it was is in the parameters."""
    if it.project.app:
        return {"login": "", "avatar_url": None}
    return {"login": it.by.login, "avatar_url": it.by.avatar_url}


def _vcs(it: Pipeline) -> Json:
    ref: Json = {"tag": it.ref.tag} if it.ref.tag else {"branch": it.ref.branch}
    if it.head.review:
        ref |= {
            "review_id": str(it.head.review),
            "review_url": it.project.review_url(it.head.review),
        }
    return {
        "provider_name": it.project.provider,
        "origin_repository_url": it.project.repository,
        "target_repository_url": it.project.repository,
        "revision": it.head.revision,
        "commit": {"subject": it.head.subject, "body": it.head.body},
        **ref,
    }


def trigger_parameters(it: Pipeline) -> dict[str, Json]:
    ref = f"refs/tags/{it.ref.tag}" if it.ref.tag else f"refs/heads/{it.ref.branch}"
    place: Json = {"branch": it.ref.branch or "", **({"tag": it.ref.tag} if it.ref.tag else {})}
    who = it.head.author
    author: Json = {"commit_author_name": who.name, "repo_name": it.project.name}
    return {
        "git": {
            **place,
            **author,
            "ref": ref,
            "checkout_sha": it.head.revision,
            "commit_message": it.head.subject,
            "author_login": it.head.author.login,
            "repo_owner": it.project.organization.name,
            "repo_url": it.project.repository,
            "default_branch": it.project.default_branch,
        },
        "github_app": {
            **place,
            **author,
            "commit_author_email": who.email,
            "full_ref": ref,
            "commit_sha": it.head.revision,
            "commit_title": it.head.subject,
            "user_username": "" if it.trigger == "api" else it.by.login,
        },
        "circleci": {
            "trigger_type": "github_app",
            "event_type": "create pipeline run api" if it.trigger == "api" else "push",
            "actor_id": it.by.id,
            **({"config_source_id": it.definition.id} if it.definition and it.trigger != "api" else {}),
        },
    }


def created(it: Pipeline, now: datetime) -> Json:
    """What a POST that started a pipeline answers."""
    return {"id": it.id, "number": it.number, "state": it.state(now), "created_at": moment(it.created_at)}


def workflow(run: Run, state: RunState, number: int) -> Json:
    optional: Json = {
        "canceled_by": state.canceled_by,
        "errored_by": run.started_by if run.errored else None,
        "tag": "setup" if run.setup else None,
        "auto_rerun_number": run.auto_rerun,
        "max_auto_reruns": run.auto_reruns,
    }
    return {
        "id": run.id,
        "name": run.name,
        "status": state.status,
        "created_at": moment(run.created_at),
        "stopped_at": moment(state.stopped_at),
        "pipeline_id": run.pipeline,
        "pipeline_number": number,
        "project_slug": run.project,
        "started_by": run.started_by,
        **{name: value for name, value in optional.items() if value},
    }


def job(run: Run, state: JobState) -> Json:
    """A job in its workflow's list. An approval never started; its number leads to nothing, as in reality."""
    script = state.job.script
    needs = [job_id(run.pipeline, run.name, run.attempt, name) for name in script.needs]
    optional: Json = {
        "job_number": state.job.number if state.queued_at else None,
        "stopped_at": moment(state.stopped_at),
        "approval_request_id": state.job.id if script.approval else None,
        "approved_by": state.approved_by,
        "canceled_by": state.canceled_by,
    }
    return {
        "id": state.job.id,
        "name": script.name,
        "type": "approval" if script.approval else "build",
        "status": state.status,
        "project_slug": run.project,
        "dependencies": needs,
        "requires": {need: ["success"] for need in needs},
        "started_at": moment(state.started_at),
        **{name: value for name, value in optional.items() if value is not None},
    }


def job_by_id(run: Run, state: JobState, project_id: str) -> Json:
    optional: Json = {
        "job_number": state.job.number if state.queued_at else None,
        "started_at": moment(state.started_at),
        "stopped_at": moment(state.stopped_at),
    }
    return {
        "id": state.job.id,
        "name": state.job.script.name,
        "type": "approval" if state.job.script.approval else "build",
        "status": state.status,
        "project_id": project_id,
        "pipeline_id": run.pipeline,
        "workflow_id": run.id,
        **{name: value for name, value in optional.items() if value is not None},
    }


def job_details(it: Project, run: Run, state: JobState, now: datetime, base_url: str) -> Json:
    """A job by its number. ``duration`` is in milliseconds; the steps are in none of v2's answers."""
    script = state.job.script
    began = state.started_at
    lasted = (state.stopped_at or now) - began if began else None
    return {
        "number": state.job.number,
        "name": script.name,
        "status": state.status,
        "created_at": moment(run.created_at),
        "queued_at": moment(state.queued_at),
        "started_at": moment(began),
        **({"stopped_at": moment(state.stopped_at)} if state.stopped_at else {}),
        "duration": round(lasted.total_seconds() * 1000) if lasted is not None else 0,
        "web_url": f"{base_url}/{it.slug}/{state.job.number}",
        "project": {"id": it.id, "slug": it.slug, "name": it.name, "external_url": it.repository},
        "organization": {"name": it.organization.name},
        "pipeline": {"id": run.pipeline},
        "latest_workflow": {"id": run.id, "name": run.name},
        "executor": {"type": "docker", "resource_class": script.resource_class},
        "parallelism": script.parallelism,
        "parallel_runs": [
            {"index": index, "status": state.status} for index in range(script.parallelism) if began
        ],
        "contexts": [{"name": name} for name in script.contexts],
        "messages": [],
    }


def test(it: Test) -> Json:
    return {
        "name": it.name,
        "classname": it.classname,
        "file": it.file,
        "result": it.result,
        "message": it.message,
        "run_time": it.seconds,
        "source": "pytest" if it.file.endswith(".py") else "jest",
    }


def definition(it: Definition, of: Project) -> Json:
    repository = {
        "full_name": f"{of.organization.name}/{of.name}",
        "external_id": str(int(of.id[:6], 16)),
    }
    return {
        "id": it.id,
        "name": it.name,
        "description": "",
        "created_at": moment(of.created_at),
        "config_source": {"provider": it.provider, "repo": repository, "file_path": it.file_path},
        "checkout_source": {"provider": it.provider, "repo": repository},
    }


def values(it: Pipeline) -> Json:
    """The pipeline's values and parameters. https://circleci.com/docs/pipeline-variables/"""
    found: Json = {
        "pipeline.id": it.id,
        "pipeline.number": it.number,
        "pipeline.project.git_url": it.project.repository,
        "pipeline.project.type": "github",
        "pipeline.trigger_source": it.trigger,
        "pipeline.git.revision": it.head.revision,
        "pipeline.git.branch": it.ref.branch or "",
        "pipeline.git.tag": it.ref.tag or "",
    }
    declared = first_config(it.project, it.definition, it.scripts).parameters
    parameters = {name: parameter.default for name, parameter in declared.items()}
    return found | {f"pipeline.parameters.{name}": v for name, v in {**parameters, **it.parameters}.items()}
