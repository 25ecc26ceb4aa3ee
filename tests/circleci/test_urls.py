"""Addresses that people paste, and links that we make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci.slug import ProjectSlug
from bot.circleci.urls import PageAddress, Web, app_url_of, parse_address
from tests.circleci.wires import JOB_ID, PIPELINE_ID, WEB, WORKFLOW_ID

APP = "https://app.circleci.com"
OPAQUE = ProjectSlug("circleci", "9z8PamRuKaKWrW91o7Kqvn", "AHWysFUuUfBgs6VeUqm6tg")
BITBUCKET = ProjectSlug("bb", "acme", "web")
JOB = PageAddress(WEB, None, 812, None, WORKFLOW_ID, 4711)

PAGES = [
    (f"{APP}/pipelines/github/acme/web", PageAddress(WEB)),
    (f"{APP}/pipelines/gh/acme/web/", PageAddress(WEB)),
    (f"{APP}/pipelines/github/acme/web?branch=feature%2Fx", PageAddress(WEB, "feature/x")),
    (f"{APP}/pipelines/github/acme/web?filter=all&branch=main#x", PageAddress(WEB, "main")),
    (f"{APP}/pipelines/{OPAQUE}", PageAddress(OPAQUE)),
    (f"{APP}/pipelines/github/acme/web/812", PageAddress(WEB, None, 812)),
    (
        f"{APP}/pipelines/github/acme/web/812/workflows/{WORKFLOW_ID}",
        PageAddress(WEB, None, 812, None, WORKFLOW_ID),
    ),
    (f"{APP}/pipelines/github/acme/web/812/workflows/{WORKFLOW_ID.upper()}/jobs/4711", JOB),
    (f"{APP}/pipelines/github/acme/web/812/workflows/{WORKFLOW_ID}/jobs/4711/tests?x=1#failed-test-0", JOB),
    (
        f"{APP}/pipelines/github/acme/web/812/workflows/{WORKFLOW_ID}/jobs/4711/parallel-runs/0/steps/0-101",
        JOB,
    ),
    (f"{APP}/pipeline/{PIPELINE_ID}", PageAddress(pipeline_id=PIPELINE_ID)),
    (f"{APP}/workflow/{WORKFLOW_ID}", PageAddress(workflow_id=WORKFLOW_ID)),
    (f"{APP}/workflow/{WORKFLOW_ID}/job/{JOB_ID}", PageAddress(workflow_id=WORKFLOW_ID, job_id=JOB_ID)),
    (f"https://circleci.com/workflow-run/{WORKFLOW_ID}", PageAddress(workflow_id=WORKFLOW_ID)),
    (f"{APP}/jobs/github/acme/web/155", PageAddress(WEB, job_number=155)),
    ("https://circleci.com/gh/acme/web/155", PageAddress(WEB, job_number=155)),
    ("https://circleci.com/gh/acme/web", PageAddress(WEB)),
    ("https://circleci.com/bb/acme/web/tree/release/2", PageAddress(BITBUCKET, "release/2")),
    (f"{APP}/settings/project/github/acme/web/triggers", PageAddress(WEB)),
    (f"{APP}/insights/github/acme/web/workflows/build/overview?branch=main", PageAddress(WEB, "main")),
    (f"https://ci.corp.example:8443/pipelines/github/acme/web/812/workflows/{WORKFLOW_ID}/jobs/4711", JOB),
    (f"https://circleci.com/api/v2/pipeline/{PIPELINE_ID}/workflow", PageAddress(pipeline_id=PIPELINE_ID)),
    (f"https://circleci.com/api/v2/workflow/{WORKFLOW_ID}", PageAddress(workflow_id=WORKFLOW_ID)),
    (f"https://circleci.com/api/v2/jobs/{JOB_ID}", PageAddress(job_id=JOB_ID)),
    ("https://circleci.com/api/v2/project/gh/acme/web/pipeline/812", PageAddress(WEB, None, 812)),
    ("https://circleci.com/api/v2/project/gh/acme/web/pipeline?branch=main", PageAddress(WEB, "main")),
    ("https://circleci.com/api/v2/project/gh/acme/web/job/155", PageAddress(WEB, job_number=155)),
    (
        f"https://output.circle-artifacts.com/output/job/{JOB_ID}/artifacts/0/a/b.txt",
        PageAddress(job_id=JOB_ID),
    ),
]
REPOSITORIES = [
    ("https://github.com/acme/web", PageAddress(WEB)),
    ("https://www.github.com/acme/web/", PageAddress(WEB)),
    ("https://github.com/acme/web.git", PageAddress(WEB)),
    ("https://github.com/acme/web/tree/feature/x", PageAddress(WEB, "feature/x")),
    ("https://github.com/acme/web/tree/caf%C3%A9", PageAddress(WEB, "café")),
    ("https://github.com/acme/web/pull/3/files", PageAddress(WEB, "pull/3")),
    ("https://github.com/acme/web/actions?branch=main", PageAddress(WEB)),
    ("git@github.com:acme/web.git", PageAddress(WEB)),
    ("ssh://git@github.com/acme/web.git", PageAddress(WEB)),
    ("https://bitbucket.org/acme/web/src/main/README.md", PageAddress(BITBUCKET, "main")),
    ("https://bitbucket.org/acme/web/branch/feature/x", PageAddress(BITBUCKET, "feature/x")),
    ("git@bitbucket.org:acme/web.git", PageAddress(BITBUCKET)),
]
NEITHER = [
    "",
    "web",
    "gh/acme/web",
    "https://",
    "https://[broken/gh/acme/web",
    "https://example.com/",
    "https://example.com/acme/web",
    "https://gitlab.com/acme/web",
    "https://github.com/acme",
    "https://github.com/orgs/acme/repositories",
    "git@gitlab.com:acme/web.git",
    "ftp://circleci.com/gh/acme/web",
    "javascript:alert(1)",
    f"{APP}/pipelines/github/acme",
    f"{APP}/pipelines/gitlab/acme/web",
    f"{APP}/pipelines/github/acme/web/latest",
    f"{APP}/pipelines/github/acme%2Fother/web",
    f"{APP}/pipelines/github/../web",
    f"{APP}/pipelines/github/acme/web/8१2",
    f"{APP}/pipelines/github/acme/web/{'9' * 30}",
    f"{APP}/pipeline/1234",
    f"{APP}/workflow/{WORKFLOW_ID[:-1]}",
    "https://circleci.com/gh/acme/web/latest",
]


@pytest.mark.parametrize(("url", "link"), PAGES)
def test_a_page_of_circleci_names_what_it_shows(url: str, link: PageAddress) -> None:
    assert parse_address(url) == link


@pytest.mark.parametrize(("url", "link"), REPOSITORIES)
def test_a_repositorys_address_names_the_project_and_the_branch(url: str, link: PageAddress) -> None:
    assert parse_address(url) == link


@pytest.mark.parametrize("url", NEITHER)
def test_any_other_text_names_nothing(url: str) -> None:
    assert parse_address(url) is None


@given(st.text() | st.text().map(lambda tail: f"{APP}/pipelines/gh/{tail}"))
def test_no_text_breaks_the_reading(text: str) -> None:
    parse_address(text)


names = st.from_regex(r"[A-Za-z0-9_.-]{1,20}", fullmatch=True).filter(lambda name: set(name) != {"."})
slugs = st.builds(ProjectSlug, st.sampled_from(["gh", "bb", "circleci"]), names, names)
numbers = st.integers(0, 10**15)


@given(slugs, st.text(min_size=1), numbers, st.uuids().map(str), numbers)
def test_a_link_that_we_make_is_read_back(
    slug: ProjectSlug, branch: str, number: int, workflow: str, job: int
) -> None:
    web = Web(APP)
    assert parse_address(web.project(slug)) == PageAddress(slug)
    assert parse_address(web.project(slug, branch)) == PageAddress(slug, branch)
    assert (
        parse_address(web.insights(slug))
        == parse_address(web.insights(slug, "build / test"))
        == PageAddress(slug)
    )
    assert parse_address(web.pipeline(slug, number)) == PageAddress(slug, None, number)
    assert parse_address(web.workflow(slug, number, workflow)) == PageAddress(
        slug, None, number, None, workflow
    )
    assert parse_address(web.job(slug, number, workflow, job)) == PageAddress(
        slug, None, number, None, workflow, job
    )


@pytest.mark.parametrize(
    ("base", "app"),
    [
        ("https://circleci.com", APP),
        ("https://ci.corp.example:8443", "https://app.ci.corp.example:8443"),
        ("https://app.ci.corp.example", "https://app.ci.corp.example"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://localhost:8765", "http://localhost:8765"),
    ],
)
def test_the_web_application_is_beside_the_api_unless_told(base: str, app: str) -> None:
    assert app_url_of(base) == app
