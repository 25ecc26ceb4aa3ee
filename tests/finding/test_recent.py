"""Pull requests, commits and misspelt branches, by the pipelines that were built of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.circleci.errors import NotFound
from bot.circleci.models import Pipeline
from bot.circleci.slug import ProjectSlug
from bot.finding import recent
from bot.finding.granted_runs import GrantedRuns
from bot.model.reference import ProjectName, Reference
from tests.commands.desk import POLICY, Desk, desk

WEB = "gh/acme/web"
FIX = "fix/rounding-at-checkout"
#: As many pipelines as a search goes through.
SEARCHED = 60


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk(tmp_path) as made:
        yield made


def named(project: str) -> ProjectName:
    return ProjectName(project, ProjectSlug.parse(project)) if "/" in project else ProjectName(project)


def runs(here: Desk, project: str = "web") -> GrantedRuns:
    return here.context("pipeline last").find.runs(Reference(named(project)))


def called(pipeline: Pipeline | None) -> str:
    return f"#{pipeline.number} {pipeline.branch}" if pipeline else "none"


def revision(here: Desk, branch: str = FIX) -> str:
    """The newest commit of a branch of web."""
    return here.small.project(WEB).branches[branch].revision


def much_later(here: Desk) -> None:
    for _ in range(SEARCHED + 1):
        here.small.add_pipeline(WEB)


async def test_a_pull_request_is_the_newest_pipeline_of_its_branch(here: Desk) -> None:
    assert called(await recent.by_pull(runs(here), 316)) == f"#812 {FIX}"
    assert called(await recent.by_pull(runs(here), 305)) == "#800 feature/wishlist"
    assert called(await recent.by_pull(runs(here, "api"), 97)) == "#431 fix/refund-twice"


async def test_another_pull_request_whose_number_ends_alike_is_not_taken(here: Desk) -> None:
    assert called(await recent.by_pull(runs(here), 16)) == "none"


async def test_a_pull_request_from_a_fork_is_its_branch_however_long_ago_it_was_built(here: Desk) -> None:
    here.small.add_branch(WEB, "pull/97")
    fork = here.small.add_pipeline(WEB, "pull/97")
    assert called(await recent.by_pull(runs(here), 97)) == f"#{fork.number} pull/97"

    much_later(here)
    assert called(await recent.by_pull(runs(here), 97)) == f"#{fork.number} pull/97"


async def test_a_pull_request_on_bitbucket_is_found_as_well(tmp_path: Path) -> None:
    policy = POLICY.replace("gh/acme/*", "bb/acme/*").replace("web: gh/", "shop: bb/acme/shop, web: gh/")
    async with desk(tmp_path, policy) as here:
        here.small.add_project("bb/acme/shop", (), branches=())
        here.small.add_branch("bb/acme/shop", "fix/total", review=5)
        here.small.add_pipeline("bb/acme/shop", "fix/total")

        assert called(await recent.by_pull(runs(here, "shop"), 5)) == "#1 fix/total"


async def test_a_commit_is_the_newest_pipeline_that_built_it(here: Desk) -> None:
    whole = revision(here)
    for said in (whole, whole[:7], whole[:7].upper()):
        assert called(await recent.by_commit(runs(here), said)) == f"#812 {FIX}"

    again = here.small.add_pipeline(WEB, FIX)
    assert called(await recent.by_commit(runs(here), whole)) == f"#{again.number} {FIX}"


async def test_no_more_is_read_than_a_search_goes_through(here: Desk) -> None:
    much_later(here)

    assert called(await recent.by_commit(runs(here), revision(here))) == "none"
    assert await recent.branches_like(runs(here), "mian") == ("main",)
    assert len(here.asked()) == 6


async def test_what_may_not_be_seen_is_not_found(tmp_path: Path) -> None:
    policy = POLICY.replace('projects: ["gh/acme/*", mobile]', "projects: [web], branches: [main]")
    async with desk(tmp_path, policy) as here:
        assert called(await recent.by_pull(runs(here), 316)) == "none"
        assert called(await recent.by_commit(runs(here), revision(here))) == "none"
        assert await recent.branches_like(runs(here), FIX.upper()) == ()
        assert not await recent.branch_exists(runs(here), FIX)
        assert await recent.branch_exists(runs(here), "main")


async def test_a_project_that_does_not_exist_is_not_found(here: Desk) -> None:
    with pytest.raises(NotFound):
        await recent.by_pull(runs(here, "gh/acme/nothing"), 1)


async def test_a_branch_exists_where_a_pipeline_was_ever_built_of_exactly_that(here: Desk) -> None:
    much_later(here)

    assert await recent.branch_exists(runs(here), FIX)
    assert not await recent.branch_exists(runs(here), FIX.upper())
    assert not await recent.branch_exists(runs(here), "no/such")


@pytest.mark.parametrize(
    ("said", "branches"),
    [
        ("Main", ("main",)),
        ("mian", ("main",)),
        ("FIX/Rounding-at-Checkout", (FIX,)),
        ("fix/rounding-at-chekout", (FIX,)),
        ("fix/roundin-at-chekout", (FIX,)),
        ("Release/2.4", ("release/2.4", "release/2.5")),
        ("main", ()),
        ("web", ()),
        ("fix/rnding-at-chekout", ()),
    ],
)
async def test_a_branch_in_another_case_comes_first_and_then_one_with_a_slip(
    here: Desk, said: str, branches: tuple[str, ...]
) -> None:
    assert await recent.branches_like(runs(here), said) == branches
