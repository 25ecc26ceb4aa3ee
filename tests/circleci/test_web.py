"""Links that we make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circleci.slug import ProjectSlug
from bot.circleci.urls import PageAddress, parse_address
from bot.circleci.web import Web, app_url_of

APP = "https://app.circleci.com"

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
    assert parse_address(web.insights(slug)) == PageAddress(slug)
    assert parse_address(web.insights(slug, "build / test")) == PageAddress(slug, workflow="build / test")
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
