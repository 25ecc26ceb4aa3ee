"""Addresses that people paste: the pages of CircleCI, its API and its artifacts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci.slug import ProjectSlug
from bot.circleci.urls import PageAddress, parse_address
from tests.circleci.wires import JOB_ID, PIPELINE_ID, WEB, WORKFLOW_ID

APP = "https://app.circleci.com"
OPAQUE = ProjectSlug("circleci", "9z8PamRuKaKWrW91o7Kqvn", "AHWysFUuUfBgs6VeUqm6tg")
BITBUCKET = ProjectSlug("bb", "acme", "web")
RUN = PageAddress(WEB, pipeline_number=812, workflow_id=WORKFLOW_ID)
JOB = PageAddress(WEB, pipeline_number=812, workflow_id=WORKFLOW_ID, job_number=4711)
RUN_PAGE = f"{APP}/pipelines/github/acme/web/812/workflows/{WORKFLOW_ID}"
JOB_PAGE = f"{RUN_PAGE}/jobs/4711"

PROJECTS = [
    (f"{APP}/pipelines/github/acme/web", PageAddress(WEB)),
    (f"{APP}/pipelines/gh/acme/web/", PageAddress(WEB)),
    (f"{APP}/pipelines/github/acme/web?branch=feature%2Fx", PageAddress(WEB, "feature/x")),
    (f"{APP}/pipelines/github/acme/web/?branch=main", PageAddress(WEB, "main")),
    (f"{APP}/pipelines/github/acme/web?filter=all&branch=main#x", PageAddress(WEB, "main")),
    (f"{APP}/pipelines/github/acme/web?branch=", PageAddress(WEB)),
    (f"{APP}/pipelines/{OPAQUE}", PageAddress(OPAQUE)),
    (f"{APP}/projects/gh/acme/web", PageAddress(WEB)),
    (f"{APP}/projects/github/acme/web/setup/", PageAddress(WEB)),
    (f"{APP}/settings/project/github/acme/web/triggers", PageAddress(WEB)),
    (f"{APP}/insights/github/acme/web?branch=main", PageAddress(WEB, "main")),
    (f"{APP}/insights/github/acme/web/workflows/build/jobs", PageAddress(WEB, workflow="build")),
    (
        f"{APP}/insights/github/acme/web/workflows/build%20it/overview?branch=main&reporting-window=last-30-days",
        PageAddress(WEB, "main", workflow="build it"),
    ),
    ("https://circleci.com/gh/acme/web", PageAddress(WEB)),
    ("https://circleci.com/bb/acme/web/tree/release/2", PageAddress(BITBUCKET, "release/2")),
    ("https://circleci.com/gh/acme/workflows/web/tree/main", PageAddress(WEB, "main")),
    ("https://circleci.com/gh/acme/workflows", PageAddress(ProjectSlug("gh", "acme", "workflows"))),
    ("https://dl.circleci.com/status-badge/redirect/gh/acme/web/tree/main", PageAddress(WEB, "main")),
    ("https://circleci.com/api/v2/project/gh/acme/web", PageAddress(WEB)),
    ("https://circleci.com/api/v2/project/gh/acme/web/pipeline?branch=main", PageAddress(WEB, "main")),
    ("https://circleci.com/api/v2/insights/gh/acme/web/workflows?branch=main", PageAddress(WEB, "main")),
    ("https://circleci.com/api/v1.1/project/github/acme/web/tree/main", PageAddress(WEB, "main")),
]
ORGANIZATIONS = [
    (f"{APP}/pipelines/gh/acme", "gh/acme"),
    (f"{APP}/pipelines/github/acme/", "gh/acme"),
    (f"{APP}/pipelines/bitbucket/acme?filter=mine", "bb/acme"),
    (f"{APP}/pipelines/circleci/{OPAQUE.organization}", f"circleci/{OPAQUE.organization}"),
    (f"{APP}/projects/gh/acme", "gh/acme"),
    (f"{APP}/projects/project-dashboard/github/acme/", "gh/acme"),
    (f"{APP}/insights/github/acme", "gh/acme"),
    (f"{APP}/settings/organization/github/acme/contexts/{JOB_ID}", "gh/acme"),
    (f"{APP}/settings/plan/github/acme/overview", "gh/acme"),
    (f"{APP}/deploys/gh/acme/projects/{JOB_ID}", "gh/acme"),
    ("https://circleci.com/gh/acme", "gh/acme"),
    ("https://ci.corp.example/pipelines/gh/acme", "gh/acme"),
]
RUNS = [
    (f"{APP}/pipelines/github/acme/web/812", PageAddress(WEB, pipeline_number=812)),
    (f"{APP}/pipelines/github/acme/web/812/", PageAddress(WEB, pipeline_number=812)),
    (f"{APP}/pipelines/github/acme/web/812/workflows", PageAddress(WEB, pipeline_number=812)),
    (f"{APP}/pipelines/{OPAQUE}/812?branch=main", PageAddress(OPAQUE, pipeline_number=812)),
    (f"{APP}/pipeline/{PIPELINE_ID}", PageAddress(pipeline_id=PIPELINE_ID)),
    ("https://circleci.com/api/v2/project/gh/acme/web/pipeline/812", PageAddress(WEB, pipeline_number=812)),
    (f"https://circleci.com/api/v2/pipeline/{PIPELINE_ID}/workflow", PageAddress(pipeline_id=PIPELINE_ID)),
    (RUN_PAGE, RUN),
    (f"{RUN_PAGE}/", RUN),
    (f"{RUN_PAGE}/graph", RUN),
    (f"{RUN_PAGE}/jobs", RUN),
    (f"{APP}/workflow/{WORKFLOW_ID}", PageAddress(workflow_id=WORKFLOW_ID)),
    (f"https://circleci.com/workflow-run/{WORKFLOW_ID}", PageAddress(workflow_id=WORKFLOW_ID)),
    (f"https://circleci.com/api/v2/workflow/{WORKFLOW_ID}", PageAddress(workflow_id=WORKFLOW_ID)),
    (f"https://circleci.com/api/v2/workflow/{WORKFLOW_ID}/job", PageAddress(workflow_id=WORKFLOW_ID)),
]
JOBS = [
    (f"{APP}/pipelines/github/acme/web/812/workflows/{WORKFLOW_ID.upper()}/jobs/4711", JOB),
    (f"{JOB_PAGE}/", JOB),
    (f"{JOB_PAGE}/steps", JOB),
    (f"{JOB_PAGE}/artifacts", JOB),
    (f"{JOB_PAGE}/tests?x=1#failed-test-0", JOB),
    (f"{RUN_PAGE}/jobs/{JOB_ID}", PageAddress(WEB, None, 812, None, WORKFLOW_ID, job_id=JOB_ID)),
    (
        f"{APP}/pipelines/{OPAQUE}/812/workflows/{WORKFLOW_ID}/jobs/4711",
        PageAddress(OPAQUE, pipeline_number=812, workflow_id=WORKFLOW_ID, job_number=4711),
    ),
    (f"https://ci.corp.example:8443/pipelines/gh/acme/web/812/workflows/{WORKFLOW_ID}/jobs/4711", JOB),
    (f"{APP}/workflow/{WORKFLOW_ID}/job/{JOB_ID}", PageAddress(workflow_id=WORKFLOW_ID, job_id=JOB_ID)),
    (f"{APP}/jobs/github/acme/web/155", PageAddress(WEB, job_number=155)),
    (f"{APP}/jobs/github/acme/web/155/artifacts", PageAddress(WEB, job_number=155)),
    ("https://circleci.com/gh/acme/web/155", PageAddress(WEB, job_number=155)),
    ("https://circleci.com/gh/acme/web/155#tests/containers/1", PageAddress(WEB, job_number=155)),
    (
        "https://circleci.com/gh/acme/workflows/155",
        PageAddress(ProjectSlug("gh", "acme", "workflows"), job_number=155),
    ),
    ("https://circleci.com/api/v2/project/gh/acme/web/job/155", PageAddress(WEB, job_number=155)),
    ("https://circleci.com/api/v2/project/gh/acme/web/155/artifacts", PageAddress(WEB, job_number=155)),
    ("https://circleci.com/api/v2/project/gh/acme/web/155/tests", PageAddress(WEB, job_number=155)),
    ("https://circleci.com/api/v1.1/project/github/acme/web/155", PageAddress(WEB, job_number=155)),
    (f"https://circleci.com/api/v2/jobs/{JOB_ID}", PageAddress(job_id=JOB_ID)),
    (
        f"https://output.circle-artifacts.com/output/job/{JOB_ID}/artifacts/0/a/b%20c.txt",
        PageAddress(job_id=JOB_ID, artifact="a/b c.txt"),
    ),
]
#: What of a job is shown: the parallel run, and the step.
STEPS = [
    ("/parallel-runs/0/steps/0-101", 0, 101),
    ("/parallel-runs/1/steps/1-99/?filterBy=FAILED", 1, 99),
    ("/parallel-runs/12", 12, None),
    ("/parallel-runs/2/", 2, None),
    ("/steps/3-101", 3, 101),
    ("?invite=true#step-101-4336_91", None, 101),
    ("/steps?invite=true#step-109-2699", None, 109),
    ("/parallel-runs/0?invite=true#step-105-0_0", 0, 105),
    ("/parallel-runs/0/steps/0-101?invite=true#step-101-28", 0, 101),
    ("#step-101", None, 101),
    ("#steps", None, None),
    ("/tests", None, None),
]
NEITHER = [
    "",
    "web",
    "gh/acme/web",
    "feature.x/fix/y",
    "https://",
    "https://[broken/gh/acme/web",
    "https://example.com/",
    "https://example.com/acme/web",
    "https://gitlab.com/acme",
    "ftp://circleci.com/gh/acme/web",
    "javascript:alert(1)",
    f"{APP}/home",
    f"{APP}/pipelines",
    f"{APP}/pipelines/gitlab/acme/web",
    f"{APP}/pipelines/github/acme/web/latest",
    f"{APP}/pipelines/github/acme%2Fother/web",
    f"{APP}/pipelines/github/../web",
    f"{APP}/pipelines/github/acme/web/8१2",
    f"{APP}/pipelines/github/acme/web/{'9' * 30}",
    f"{APP}/pipelines/github/..",
    f"{APP}/pipeline/1234",
    f"{APP}/workflow/{WORKFLOW_ID[:-1]}",
    f"{APP}/workflow/{WORKFLOW_ID}/job/latest",
    f"{RUN_PAGE}/jobs/latest",
    f"{JOB_PAGE}/parallel-runs/first",
    f"{JOB_PAGE}/parallel-runs/0/steps/0-last",
    f"{JOB_PAGE}/parallel-runs/0/steps/0-1०1",
    "https://circleci.com/gh/acme/web/latest",
]


@pytest.mark.parametrize(("url", "link"), [*PROJECTS, *RUNS, *JOBS])
def test_a_page_of_circleci_names_what_it_shows(url: str, link: PageAddress) -> None:
    assert parse_address(url) == link


@pytest.mark.parametrize(("url", "link"), [*PROJECTS, *RUNS, *JOBS])
def test_an_address_is_read_without_its_scheme_and_within_spaces(url: str, link: PageAddress) -> None:
    assert parse_address(f" {url.removeprefix('https://')} ") == link


@pytest.mark.parametrize(("url", "slug"), ORGANIZATIONS)
def test_a_page_of_an_organization_names_it_and_no_project(url: str, slug: str) -> None:
    assert parse_address(url) == PageAddress(organization=slug)


@pytest.mark.parametrize(
    "page", [JOB_PAGE, f"{APP}/workflow/{WORKFLOW_ID}/job/{JOB_ID}", f"{APP}/jobs/gh/acme/web/155"]
)
@pytest.mark.parametrize(("rest", "parallel_run", "step"), STEPS)
def test_a_page_of_a_job_names_the_parallel_run_and_the_step(
    page: str, rest: str, parallel_run: int | None, step: int | None
) -> None:
    shown, job = parse_address(page + rest), parse_address(page)
    assert shown is not None
    assert job is not None
    assert (shown.parallel_run, shown.step) == (parallel_run, step)
    assert replace(shown, parallel_run=None, step=None) == job


@pytest.mark.parametrize("url", NEITHER)
def test_any_other_text_names_nothing(url: str) -> None:
    assert parse_address(url) is None


@given(st.text() | st.text().map(lambda tail: f"{APP}/pipelines/gh/{tail}"))
def test_no_text_breaks_the_reading(text: str) -> None:
    parse_address(text)
