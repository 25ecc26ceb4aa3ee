"""Every answer of the API that was recorded or documented decodes, or gives its typed error."""

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from bot.circleci import errors, models, wire
from bot.circleci.text_stream import Members
from tests.shared import SHARED, needs_shared

V2 = SHARED / "data" / "circleci" / "v2"
FILES = sorted(V2.glob("*/*.json")) if V2.is_dir() else []

LISTS: dict[str, type[BaseModel]] = {
    "project_pipeline_*": models.Pipeline,
    "pipeline_workflow_list*": models.Workflow,
    "workflow_job_list*": models.Job,
    "artifacts": models.Artifact,
    "tests": models.Test,
    "pipeline_definitions": models.Definition,
    "insights_workflow_runs": models.WorkflowRun,
    "insights_workflows": models.Measurement,
    "insights_workflow_jobs": models.Measurement,
}
SINGLE: dict[str, Any] = {
    "me": models.User,
    "user": models.User,
    "me_collaborations": tuple[models.Collaboration, ...],
    "project": models.Project,
    "pipeline": models.Pipeline,
    "pipeline_created_*": models.Pipeline,
    "pipeline_values": models.PipelineValues,
    "pipeline_trigger_201*": models.TriggeredPipeline,
    "pipeline_run_201": models.TriggeredPipeline,
    "pipeline_run_200_not_triggered": models.NotTriggered,
    "workflow": models.Workflow,
    "project_job_details*": models.JobDetails,
    "job_by_id": models.JobById,
    "insights_flaky_tests": models.FlakyTests,
}
STREAMED = ("pipeline_config",)
NOT_SPOKEN = (
    "context_*",
    "deploy_*",
    "insights_branches",
    "insights_job_runs",
    "insights_org_summary",
    "insights_project_summary",
    "insights_test_metrics",
    "insights_timeseries_jobs",
    "insights_workflow_summary",
    "job_cancel_200",
    "message_*",
    "organization",
    "pipeline_definition_triggers",
    "project_job_cancel_200",
    "rollback_202",
    "schedule_list",
    "webhook_*",
    "workflow_approve_202",
    "workflow_cancel_202",
    "workflow_rerun_202",
)
NAMED_ERRORS = {
    "BadRequest": 400,
    "Unauthenticated": 401,
    "Unauthorized": 401,
    "Forbidden": 403,
    "InternalServerError": 500,
    "UnexpectedServerError": 500,
}
TYPES = {
    400: errors.BadRequest,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.ApiError,
    409: errors.Conflict,
    429: errors.RateLimited,
    500: errors.ServerError,
}

pytestmark = needs_shared


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _matches(stem: str, patterns: object) -> list[str]:
    assert isinstance(patterns, (dict, tuple))
    return [pattern for pattern in patterns if fnmatch(stem, pattern)]


ANSWERS = [path for path in FILES if path.parent.name != "errors"]
ERRORS = [path for path in FILES if path.parent.name == "errors"]


def test_the_reference_material_is_found() -> None:
    assert len(ANSWERS) > 60
    assert len(ERRORS) > 30


@pytest.mark.parametrize("path", ANSWERS, ids=_name)
def test_an_answer_decodes_or_is_of_an_endpoint_that_we_do_not_speak(path: Path) -> None:
    lists, single = _matches(path.stem, LISTS), _matches(path.stem, SINGLE)
    skipped = _matches(path.stem, (*NOT_SPOKEN, *STREAMED))
    assert len(lists + single + skipped) == 1, "which endpoint is this an answer of?"

    answer = wire.Response(200, {}, path.read_bytes())
    if lists:
        raw = json.loads(path.read_text())
        page = wire.read_page(answer, LISTS[lists[0]])
        assert len(page.items) == len(raw["items"])
        assert page.next_page_token == raw.get("next_page_token")
        assert all(item.model_dump(exclude_defaults=True) for item in page.items)
    elif single:
        assert wire.read_answer(answer, SINGLE[single[0]])


def test_a_configuration_tells_each_of_its_texts() -> None:
    [path] = V2.glob("*/pipeline_config.json")
    found = Members(tuple(models.ConfigText)).feed(path.read_bytes())
    assert sorted(name for name, _ in found) == sorted(models.ConfigText)


@pytest.mark.parametrize("path", ERRORS, ids=_name)
def test_an_error_gives_its_type_and_its_message(path: Path) -> None:
    content = json.loads(path.read_text())
    if path.stem.startswith("observed_"):
        status, body, headers = content["status"], content["body_text"], content.get("headers", {})
    else:
        number = re.match(r"\d{3}", path.stem)
        status = int(number[0]) if number else NAMED_ERRORS[path.stem]
        body, headers = path.read_text(), {}

    with pytest.raises(errors.ApiError) as caught:
        wire.check(wire.Response(status, headers, body.encode()))

    assert type(caught.value) is TYPES[status]
    assert caught.value.status == status
    assert caught.value.message
    assert "{" not in caught.value.message
    assert caught.value.message in body


def test_a_webhooks_pipeline_of_gitlab_or_github_app_names_its_branch_and_commit() -> None:
    """Webhooks carry the same ``trigger_parameters`` as the API, and recordings of these exist."""
    found = {}
    for path in sorted((SHARED / "data/circleci/webhooks").glob("workflow_completed_*.json")):
        content = json.loads(path.read_text())
        raw = {"project_slug": content["project"]["slug"], "state": "created", **content["pipeline"]}
        pipeline = models.Pipeline.model_validate(raw)
        found[path.stem] = (pipeline.branch, (pipeline.revision or "")[:7], pipeline.subject)
    assert found["workflow_completed_gitlab"] == ("main", "c31f869", "app: Enhance message within hello().")
    assert found["workflow_completed_github_app"][:2] == ("circleci-project-setup", "9e2e4be")
