"""Pages and clone addresses of repositories on GitHub, GitLab and Bitbucket: what they name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.circleci.page_address import PageAddress, number_in_url, organization_in_url, slug_in_url

_RAW, _GITLAB = "raw.githubusercontent.com", "gitlab.com"
_VCS = {
    **dict.fromkeys(("github.com", "www.github.com", "ssh.github.com", _RAW), "gh"),
    **dict.fromkeys(("bitbucket.org", "www.bitbucket.org"), "bb"),
}
#: Where repositories are.
REPOSITORY_HOSTS = frozenset({*_VCS, _GITLAB})

_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
# Where a branch may stand as well, only a whole hash is a commit.
_HASH = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
#: Pages of GitHub's and Bitbucket's own that stand where an organization's name would.
_NO_OWNER = re.compile(
    r"account|apps|codespaces|dashboard|explore|features|issues|login|marketplace|new|notifications|orgs"
    r"|pricing|pulls|search|settings|signup|sponsors|stars|topics|trending",
    re.IGNORECASE,
)


def repository_page(host: str, segments: list[str], query: Mapping[str, Sequence[str]]) -> PageAddress | None:
    """A page or the clone address of a repository, or the page of its owner. Raises ValueError."""
    if host == _GITLAB:
        return _gitlab_page(segments)
    vcs = _VCS[host]
    match segments:
        case ["orgs", org, *_] if vcs == "gh":
            return PageAddress(organization=organization_in_url(vcs, org))
        case [owner, *_] if _NO_OWNER.fullmatch(owner):
            return None
        case [org] | [org, "workspace", *_]:
            return PageAddress(organization=organization_in_url(vcs, org))
        case [owner, name, *rest]:
            slug = slug_in_url(vcs, owner, name.removesuffix(".git"))
            page = _page_of(PageAddress(slug), ["raw", *rest] if host == _RAW else rest)
            # Bitbucket's pages of files say a commit, and behind it the branch that was chosen.
            at = query.get("at")
            return replace(page, branch=at[0], commit=None, branch_path=None) if at else page
    return None


def _gitlab_page(segments: list[str]) -> PageAddress | None:
    """``gitlab.com/<group>/…/<name>/-/tree/<branch>``; the page of a group looks like that of a project."""
    names = list(takewhile(lambda each: each != "-", segments))
    if len(names) < 2:
        return None
    names[-1] = names[-1].removesuffix(".git")
    page = PageAddress(repository="/".join([_GITLAB, *names]))
    return _page_of(page, segments[len(names) + 1 :])


def _page_of(repository: PageAddress, rest: list[str]) -> PageAddress:
    """``rest``: what stands behind the repository's name."""
    match rest:
        case ["pull", "new", *branch] if branch:
            return _with_branch(repository, branch)
        case ["pull" | "pull-requests" | "merge_requests", number, *within]:
            pull = number_in_url(number)
            commit = next((each.lower() for each in within[1:2] if _COMMIT.fullmatch(each)), None)
            return replace(repository, branch=f"pull/{pull}", pull=pull, commit=commit)
        case ["commit" | "commits", commit, *_] if _COMMIT.fullmatch(commit):
            return replace(repository, commit=commit.lower())
        case ["tree" | "blob" | "raw" | "blame" | "edit" | "src", commit, *_] if _HASH.fullmatch(commit):
            return replace(repository, commit=commit.lower())
        case ["commits", "branch", *branch] | ["releases", "tag", *branch] | ["tags" | "branch", *branch] if (
            branch
        ):
            return _with_branch(repository, branch)
        case ["compare", *branches] if branches:
            return _with_branch(repository, ["/".join(branches).rpartition("...")[2]])
        case [("tree" | "blob" | "raw" | "blame" | "edit" | "src" | "commit" | "commits"), *path] if path:
            path = path[2:] if path[:2] in (["refs", "heads"], ["refs", "tags"]) and path[2:] else path
            return (
                replace(repository, branch_path="/".join(path))
                if path[1:]
                else _with_branch(repository, path)
            )
    return repository


def _with_branch(repository: PageAddress, parts: Sequence[str]) -> PageAddress:
    return replace(repository, branch="/".join(parts))
