"""Addresses of repositories: their branches, pull requests and commits on GitHub, GitLab and Bitbucket."""

from dataclasses import replace

import pytest

from bot.circleci.slug import ProjectSlug
from bot.circleci.urls import PageAddress, parse_address
from tests.circleci.wires import WEB

BITBUCKET = ProjectSlug("bb", "acme", "web")
SHORT, HASH = "b15ae89", "b15ae89c5a8d4a0cb1b5aeb15ae89c5a8d4a0cb1"
FORK = PageAddress(WEB, "pull/97", pull=97)
BITBUCKETS_PULL = PageAddress(BITBUCKET, "pull/97", pull=97)
GITLAB, DEEP = (
    PageAddress(repository="gitlab.com/acme/web"),
    PageAddress(repository="gitlab.com/acme/tools/web"),
)


def _path(path: str, repository: PageAddress = PageAddress(WEB)) -> PageAddress:  # noqa: B008 - a frozen value
    return replace(repository, branch_path=path)


REPOSITORIES = [
    ("https://github.com/acme/web", PageAddress(WEB)),
    ("https://www.github.com/acme/web/", PageAddress(WEB)),
    ("https://github.com/acme/web.git", PageAddress(WEB)),
    ("https://github.com/acme/web/pulls", PageAddress(WEB)),
    ("https://github.com/acme/web/commits", PageAddress(WEB)),
    ("https://github.com/acme/web/actions?branch=main", PageAddress(WEB)),
    ("git@github.com:acme/web.git", PageAddress(WEB)),
    ("ssh://git@github.com/acme/web.git", PageAddress(WEB)),
    ("git@bitbucket.org:acme/web.git", PageAddress(BITBUCKET)),
    ("https://gitlab.com/acme/web", GITLAB),
    ("https://gitlab.com/acme/tools/web/-/pipelines", DEEP),
    ("git@gitlab.com:acme/web.git", GITLAB),
]
BRANCHES = [
    ("https://github.com/acme/web/tree/caf%C3%A9", PageAddress(WEB, "café")),
    ("https://github.com/acme/web/tree/20260301", PageAddress(WEB, "20260301")),
    (f"https://github.com/acme/web/tree/{SHORT}", PageAddress(WEB, SHORT)),
    ("https://github.com/acme/web/commit/main", PageAddress(WEB, "main")),
    ("https://github.com/acme/web/pull/new/fix/x", PageAddress(WEB, "fix/x")),
    ("https://github.com/acme/web/compare/main...fix/x?expand=1", PageAddress(WEB, "fix/x")),
    ("https://github.com/acme/web/compare/fix/x", PageAddress(WEB, "fix/x")),
    ("https://github.com/acme/web/releases/tag/v2.4.0", PageAddress(WEB, "v2.4.0")),
    ("https://gitlab.com/acme/web/-/tree/main", replace(GITLAB, branch="main")),
    ("https://gitlab.com/acme/web/-/compare/main...fix/x", replace(GITLAB, branch="fix/x")),
    ("https://gitlab.com/acme/web/-/tags/v2.4.0", replace(GITLAB, branch="v2.4.0")),
    (f"https://bitbucket.org/acme/web/src/{HASH}/?at=feature%2Fx", PageAddress(BITBUCKET, "feature/x")),
    ("https://bitbucket.org/acme/web/branch/feature/x", PageAddress(BITBUCKET, "feature/x")),
    ("https://bitbucket.org/acme/web/commits/branch/feature/x", PageAddress(BITBUCKET, "feature/x")),
]
#: Behind the branch may stand a folder or a file; which it is, only the branches that there are tell.
BRANCH_PATHS = [
    ("https://github.com/acme/web/tree/feature/x", _path("feature/x")),
    ("https://github.com/acme/web/tree/feature/x/", _path("feature/x")),
    ("https://github.com/acme/web/tree/feature/x/src", _path("feature/x/src")),
    ("https://github.com/acme/web/commits/release/2.6/", _path("release/2.6")),
    ("https://github.com/acme/web/commits/refs/heads/main/app.ts", _path("main/app.ts")),
    ("https://github.com/acme/web/blob/main/src/app.ts#L3", _path("main/src/app.ts")),
    ("https://github.com/acme/web/blame/fix/x/app.ts", _path("fix/x/app.ts")),
    ("https://github.com/acme/web/edit/fix/x/app.ts", _path("fix/x/app.ts")),
    ("https://github.com/acme/web/raw/refs/heads/fix/x/app.ts", _path("fix/x/app.ts")),
    ("https://raw.githubusercontent.com/acme/web/fix/x/app.ts", _path("fix/x/app.ts")),
    ("https://raw.githubusercontent.com/acme/web/refs/heads/fix/x/app.ts", _path("fix/x/app.ts")),
    ("https://bitbucket.org/acme/web/src/main/README.md", _path("main/README.md", PageAddress(BITBUCKET))),
    ("https://bitbucket.org/acme/web/raw/fix/x/app.ts", _path("fix/x/app.ts", PageAddress(BITBUCKET))),
    ("https://gitlab.com/acme/web/-/tree/fix/x", _path("fix/x", GITLAB)),
    ("https://gitlab.com/acme/web/-/blob/fix/x/app.ts", _path("fix/x/app.ts", GITLAB)),
    ("https://gitlab.com/acme/web/-/raw/fix/x/app.ts", _path("fix/x/app.ts", GITLAB)),
    ("https://gitlab.com/acme/tools/web/-/commits/fix/x", _path("fix/x", DEEP)),
]
PULL_REQUESTS = [
    ("https://github.com/acme/web/pull/97", FORK),
    ("https://github.com/acme/web/pull/97/", FORK),
    ("https://github.com/acme/web/pull/97/files?w=1", FORK),
    ("https://github.com/acme/web/pull/97/commits", FORK),
    ("https://github.com/acme/web/pull/97/checks?check_run_id=1", FORK),
    ("https://github.com/acme/web/pull/97#issuecomment-5", FORK),
    (
        f"https://github.com/acme/web/pull/97/commits/{HASH}",
        PageAddress(WEB, "pull/97", commit=HASH, pull=97),
    ),
    ("https://gitlab.com/acme/web/-/merge_requests/97/diffs", replace(GITLAB, branch="pull/97", pull=97)),
    ("https://bitbucket.org/acme/web/pull-requests/97", BITBUCKETS_PULL),
    ("https://bitbucket.org/acme/web/pull-requests/97/round-at-checkout/diff", BITBUCKETS_PULL),
]
COMMITS = [
    (f"https://github.com/acme/web/commit/{HASH}", PageAddress(WEB, commit=HASH)),
    (f"https://github.com/acme/web/commit/{HASH.upper()}/checks", PageAddress(WEB, commit=HASH)),
    (f"https://github.com/acme/web/commit/{SHORT}?diff=split#r5", PageAddress(WEB, commit=SHORT)),
    (f"https://github.com/acme/web/commits/{HASH}", PageAddress(WEB, commit=HASH)),
    (f"https://github.com/acme/web/tree/{HASH}", PageAddress(WEB, commit=HASH)),
    (f"https://github.com/acme/web/blob/{HASH}/src/app.ts", PageAddress(WEB, commit=HASH)),
    (f"https://bitbucket.org/acme/web/commits/{SHORT}", PageAddress(BITBUCKET, commit=SHORT)),
    (f"https://bitbucket.org/acme/web/src/{HASH}/README.md", PageAddress(BITBUCKET, commit=HASH)),
]
ORGANIZATIONS = [
    ("https://github.com/acme", "gh/acme"),
    ("https://github.com/acme/?tab=repositories", "gh/acme"),
    ("https://github.com/orgs/acme/repositories", "gh/acme"),
    ("https://bitbucket.org/acme/", "bb/acme"),
    ("https://bitbucket.org/acme/workspace/repositories/", "bb/acme"),
]
NEITHER = [
    "https://github.com/",
    "https://github.com/notifications",
    "https://github.com/settings/tokens",
    "https://github.com/acme/web/pull/latest",
    "https://bitbucket.org/acme/web/pull-requests/new",
    "https://bitbucket.org/account/settings",
    "https://gitlab.com/acme",
    "ftp://github.com/acme/web",
]


@pytest.mark.parametrize(("url", "link"), [*REPOSITORIES, *BRANCHES, *BRANCH_PATHS, *PULL_REQUESTS, *COMMITS])
def test_the_page_of_a_repository_names_what_it_shows(url: str, link: PageAddress) -> None:
    assert parse_address(url) == parse_address(url.removeprefix("https://")) == link


@pytest.mark.parametrize(("url", "slug"), ORGANIZATIONS)
def test_the_page_of_an_owner_names_the_organization(url: str, slug: str) -> None:
    assert parse_address(url) == PageAddress(organization=slug)


@pytest.mark.parametrize("url", NEITHER)
def test_pages_that_are_about_no_repository_name_nothing(url: str) -> None:
    assert parse_address(url) is None
