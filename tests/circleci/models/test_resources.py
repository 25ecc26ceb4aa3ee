"""Answers of which no recording exists, as small literals in the documented shapes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.circleci.models import (
    EnvVar,
    Job,
    JobDetails,
    Pipeline,
    PipelineValues,
    Project,
    User,
    Workflow,
)
from bot.circleci.slug import ProjectSlug

ID = "5034460f-c7c4-4c43-9457-de07e2029e7b"
MOMENT = "2026-11-20T10:00:00Z"


def a_pipeline(**more: Any) -> Pipeline:
    return Pipeline.model_validate(
        {"id": ID, "number": 812, "project_slug": "gh/acme/web", "state": "created", "created_at": MOMENT}
        | more
    )


def a_job(**more: Any) -> Job:
    return Job.model_validate({"id": ID, "name": "approve", "status": "on_hold", "type": "approval"} | more)


def test_a_pipeline_of_a_branch_names_its_branch_commit_and_subject() -> None:
    vcs = {"branch": "main", "revision": "a1b2c3d4", "commit": {"subject": "Fix rounding", "body": ""}}
    pipeline = a_pipeline(vcs=vcs, trigger={"type": "webhook", "actor": {"login": "ana"}})
    assert (pipeline.branch, pipeline.tag, pipeline.revision) == ("main", None, "a1b2c3d4")
    assert (pipeline.subject, pipeline.author, pipeline.starter) == ("Fix rounding", None, "ana")


def test_a_pipeline_tells_the_pull_request_of_its_branch() -> None:
    page = "https://github.com/acme/web/pull/123"
    vcs = {"branch": "fix", "review_id": "123", "review_url": page}
    assert a_pipeline(vcs=vcs).review_url == page
    assert a_pipeline(vcs={"branch": "fix"}).review_url is a_pipeline().review_url is None


def test_a_pipeline_of_a_tag_has_no_branch() -> None:
    pipeline = a_pipeline(vcs={"tag": "v1.2.0", "branch": None, "revision": "a1b2c3d4", "commit": None})
    assert (pipeline.branch, pipeline.tag, pipeline.subject) == (None, "v1.2.0", None)


def test_a_github_app_pipeline_has_no_vcs_and_still_names_its_branch() -> None:
    pipeline = a_pipeline(
        project_slug="circleci/9z8PamRuKaKWrW91o7Kqvn/AHWysFUuUfBgs6VeUqm6tg",
        trigger_parameters={
            "circleci": {"event_type": "push", "trigger_type": "github_app", "branch": "not this"},
            "git": {"branch": "main", "checkout_sha": "a1b2c3d4", "commit_message": "Fix it\n\nAt length"},
            "github_app": {
                "commit_author_name": "Ana Lima",
                "commit_author_email": "ana@acme.example",
                "branch": "main",
            },
        },
    )
    assert (pipeline.branch, pipeline.tag, pipeline.revision) == ("main", None, "a1b2c3d4")
    assert (pipeline.subject, pipeline.author) == ("Fix it", "Ana Lima")
    assert pipeline.author_email == "ana@acme.example"
    assert pipeline.project_slug.opaque


def test_a_gitlab_pipeline_of_a_tag_names_the_tag_alone() -> None:
    pipeline = a_pipeline(
        project_slug="circleci/9z8PamRuKaKWrW91o7Kqvn/AHWysFUuUfBgs6VeUqm6tg",
        trigger={"type": "gitlab"},
        trigger_parameters={
            "gitlab": {"commit_title": "Release", "tag": "v2", "branch": "", "is_fork_merge_request": False},
            "git": {"tag": "v2", "branch": "", "checkout_sha": "c31f8699", "ref": "refs/tags/v2"},
        },
    )
    assert (pipeline.branch, pipeline.tag, pipeline.subject) == (None, "v2", "Release")


def test_a_bitbucket_data_center_pipeline_without_a_git_map_is_read_from_the_providers() -> None:
    pipeline = a_pipeline(
        project_slug="circleci/org/project",
        trigger_parameters={"bitbucket_dc": {"branch": "main"}, "git": None},
    )
    assert (pipeline.branch, pipeline.revision, pipeline.author) == ("main", None, None)


def test_a_pipeline_with_neither_vcs_nor_parameters_says_nothing_about_its_branch() -> None:
    pipeline = a_pipeline(
        trigger={"type": "Decoupled Ingestion System", "actor": {"login": "", "avatar_url": None}}
    )
    assert (pipeline.branch, pipeline.tag, pipeline.revision) == (None, None, None)
    assert (pipeline.subject, pipeline.author) == (None, None)
    assert pipeline.trigger.type == "Decoupled Ingestion System"


def test_a_pipeline_that_never_started_a_workflow_tells_its_errors() -> None:
    pipeline = a_pipeline(
        state="errored", errors=[{"type": "a-new-type", "message": "Unexpected argument(s): envv"}]
    )
    assert [(error.type, error.message) for error in pipeline.errors] == [
        ("a-new-type", "Unexpected argument(s): envv")
    ]


def test_null_is_the_same_as_absent_wherever_we_can_do_without() -> None:
    pipeline = a_pipeline(errors=None, trigger=None, vcs=None, trigger_parameters=None, updated_at=None)
    assert pipeline == a_pipeline()
    assert User.model_validate({"id": ID, "login": None, "name": None}).login == ""


def test_what_a_pipeline_must_have_is_missed() -> None:
    with pytest.raises(ValidationError):
        a_pipeline(id=None)


def test_an_approval_job_may_have_no_number_and_no_start() -> None:
    waiting = a_job(started_at=None, approval_request_id=ID)
    assert (waiting.job_number, waiting.started_at, waiting.approval_request_id) == (None, None, ID)


def test_an_approval_jobs_number_is_not_kept_as_it_leads_to_nothing() -> None:
    assert a_job(type="build", job_number=17).job_number == 17
    assert a_job(type="approval", job_number=17, status="success", approved_by=ID).job_number is None


def test_an_unknown_status_stays_as_it_is() -> None:
    assert a_job(status="levitating").status == "levitating"
    workflow = Workflow.model_validate({"id": ID, "name": "w", "status": "queued", "created_at": MOMENT})
    assert not workflow.terminal


@pytest.mark.parametrize("status", ["success", "failed", "error", "canceled", "unauthorized", "not_run"])
def test_a_workflow_that_ended_is_terminal(status: str) -> None:
    assert Workflow.model_validate({"id": ID, "name": "w", "status": status, "created_at": MOMENT}).terminal


def test_fields_spelled_with_hyphens_are_read_like_those_with_underscores() -> None:
    project = Project.model_validate(
        {"slug": "github/acme/web", "name": "web", "vcs-info": {"default-branch": "trunk", "vcs-url": "//x"}}
    )
    assert project.vcs_info.default_branch == "trunk"
    assert project.slug == ProjectSlug("gh", "acme", "web")


def test_an_odd_moment_that_we_can_do_without_is_none() -> None:
    assert a_job(started_at="", stopped_at="2024-12-18 17:23:29 +0000 UTC").started_at is None
    assert a_job(started_at="0001-01-01T00:00:00+02:00").started_at is None


def test_a_moment_without_a_zone_is_utc() -> None:
    assert a_pipeline(created_at="2026-11-20T10:00:00").created_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_moment_is_in_utc_whatever_zone_it_is_told_in() -> None:
    told = a_pipeline(created_at="2026-11-20T12:00:00+02:00").created_at
    assert told == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert told.tzinfo is UTC


def test_words_that_many_say_are_in_memory_once() -> None:
    one, other = (a_job(id=str(at), name=" ".join(("run", "all")), status="".join("ok")) for at in range(2))
    assert one.name is other.name
    assert one.status is other.status


def test_no_thing_remembers_which_of_its_fields_were_told() -> None:
    one, other = a_job(), a_pipeline(errors=[{"type": "config"}])
    assert (
        one.__pydantic_fields_set__
        is other.__pydantic_fields_set__
        is other.errors[0].__pydantic_fields_set__
    )
    assert not one.model_fields_set


def test_a_job_of_2020_without_a_project_id_or_executor_decodes() -> None:
    job = JobDetails.model_validate(
        {
            "number": 1,
            "name": "build",
            "status": "success",
            "project": {"slug": "gh/acme/web"},
            "executor": None,
        }
    )
    assert (job.executor.type, job.contexts) == (None, ())


def test_pipeline_values_keep_their_types_and_their_names() -> None:
    values = PipelineValues.model_validate(
        {"git.some-name": "x", "n": 3, "on": True, "odd": [1], "none": None}
    ).root
    assert values == {"git.some-name": "x", "n": 3, "on": True, "odd": "[1]", "none": "null"}
    assert values["on"] is True


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=12), JSON, max_size=5))
def test_fields_that_we_do_not_know_change_nothing(more: dict[str, Any]) -> None:
    known = Pipeline.model_fields.keys()
    unknown = {name: value for name, value in more.items() if name.replace("-", "_") not in known}
    assert a_pipeline(**unknown) == a_pipeline()


@given(JSON)
def test_whatever_the_trigger_parameters_hold_a_pipeline_names_a_branch_or_none(value: Any) -> None:
    pipeline = a_pipeline(trigger_parameters={"git": value, "gitlab": {"branch": value}})
    for said in (pipeline.branch, pipeline.tag, pipeline.revision, pipeline.subject, pipeline.author):
        assert said is None or said


def test_an_environment_variable_is_its_name_and_nothing_of_its_value() -> None:
    answer = {"name": "NPM_TOKEN", "value": "xxxx1234", "created-at": MOMENT}
    assert EnvVar.model_validate(answer).model_dump() == {"name": "NPM_TOKEN"}


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ({"circleci": {"config_source_id": ID}}, ID),
        ({"circleci": {"config_source_id": ""}}, None),
        ({"circleci": {"trigger_type": "github_app"}}, None),
        ({"circleci": "odd"}, None),
        (None, None),
    ],
)
def test_a_pipeline_tells_the_source_of_its_configuration_where_it_has_one(
    told: Any, source: str | None
) -> None:
    assert a_pipeline(trigger_parameters=told).config_source_id == source
