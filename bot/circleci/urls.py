"""Addresses that people paste: what they name.

Nothing is fetched from here, so any host counts as CircleCI's where the path is shaped like one of its
pages: CircleCI Server runs on hosts of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, unquote, urlsplit

from bot.circleci.slug import ProjectSlug

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_COMMIT = re.compile(r"[0-9a-fA-F]{7,64}")
# Where a branch may stand as well, only a whole hash is a commit.
_HASH = re.compile(r"[0-9a-fA-F]{40}|[0-9a-fA-F]{64}")
# After the step comes a place in its output: #step-101-4336_91
_STEP = re.compile(r"step-([0-9]{1,18})(?:-.*)?")
_SCP = re.compile(r"[\w.-]+@(?P<host>[\w.-]+):(?P<path>[^/\s].*)")
# As a browser's bar shows it: host.name/a, host:8080/a
_BARE = re.compile(r"[\w-]+(?:(?:\.[\w-]+)+(?::[0-9]+)?|:[0-9]+)/")
_VCS_HOSTS = {
    "github.com": "gh",
    "www.github.com": "gh",
    "ssh.github.com": "gh",
    "bitbucket.org": "bb",
    "www.bitbucket.org": "bb",
}
_VCS_NAMES = frozenset({"gh", "github", "bb", "bitbucket", "circleci"})
#: Pages of GitHub's and Bitbucket's own that stand where an organization's name would.
_NO_OWNER = re.compile(
    r"account|apps|codespaces|dashboard|explore|features|issues|login|marketplace|new|notifications|orgs"
    r"|pricing|pulls|search|settings|signup|sponsors|stars|topics|trending",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageAddress:
    """What an address names; as much as it says.

    ``branch``: or a tag, where the page of a repository does not say which. ``pull``: a pull request by its
    number; ``branch`` is then the one that CircleCI gives to those that come from a fork. ``commit``: the
    digits, or the first of them.

    ``parallel_run`` counts from 0, as in the address, and ``step`` is CircleCI's own number of a step
    (``parallel-runs/0/steps/0-101``): ``index`` and ``step`` of a `StepRun`. ``artifact``: the path of one of
    the job's. ``workflow``: one by its name, in the insights. ``organization``: its slug, like ``gh/acme``,
    where no project is named.
    """

    project: ProjectSlug | None = None
    branch: str | None = None
    pipeline_number: int | None = None
    pipeline_id: str | None = None
    workflow_id: str | None = None
    job_number: int | None = None
    job_id: str | None = None
    commit: str | None = None
    pull: int | None = None
    parallel_run: int | None = None
    step: int | None = None
    artifact: str | None = None
    workflow: str | None = None
    organization: str | None = None


def parse_address(url: str) -> PageAddress | None:
    """Read the address of a page of CircleCI's, of its API, of an artifact, or of a repository.

    None where it is none of these, and where it shows something of which nothing is known here.
    """
    try:
        address = urlsplit(_with_scheme(url.strip()))
        host = (address.hostname or "").lower()
    except ValueError:
        return None
    segments = [unquote(part) for part in address.path.split("/") if part]
    if not host or not segments or any("/" in part or not part.isprintable() for part in segments[:3]):
        return None
    query = parse_qs(address.query)
    try:
        if host in _VCS_HOSTS and address.scheme in ("https", "http", "ssh", "git"):
            return _repository(_VCS_HOSTS[host], segments, query)
        page = _page(segments) if address.scheme in ("https", "http") else None
    except ValueError:
        return None
    return _with_rest(page, query, address.fragment) if page else None


def _with_scheme(text: str) -> str:
    if "://" in text:
        return text
    if clone := _SCP.fullmatch(text):
        return f"ssh://{clone['host']}/{clone['path']}"
    return f"https://{text}" if _BARE.match(text) else text


def _with_rest(page: PageAddress, query: Mapping[str, Sequence[str]], fragment: str) -> PageAddress:
    """With what stands behind the path: the branch of a list, the step of a job."""
    if page.project and "branch" in query and replace(page, workflow=None) == PageAddress(page.project):
        return replace(page, branch=query["branch"][0])
    shows_job = page.job_number is not None or page.job_id is not None
    if shows_job and page.step is None and (step := _STEP.fullmatch(fragment)):
        return replace(page, step=int(step[1]))
    return page


def _page(segments: list[str]) -> PageAddress | None:
    """CircleCI's own pages; addresses of the API itself, as copied from a script. Raises ValueError."""
    match segments:
        case ["api", "v2", *rest]:
            return _page(rest)
        case ["api", "v1" | "v1.1", "project", *rest] | ["status-badge", "redirect", *rest]:
            return _older_page(rest)
        case ["pipelines", vcs, org, name, *rest]:
            return _pipelines(_slug(vcs, org, name), rest)
        case ["project", vcs, org, name, *rest]:
            return _project_endpoint(_slug(vcs, org, name), rest)
        case ["pipeline", id, *_]:
            return PageAddress(pipeline_id=_id(id))
        case ["workflow", id, "job", job, *rest]:
            return replace(_job(_id(job), rest), workflow_id=_id(id))
        case ["workflow" | "workflow-run", id, *_]:
            return PageAddress(workflow_id=_id(id))
        case ["output", "job", id, "artifacts", _, *path]:
            return PageAddress(job_id=_id(id), artifact="/".join(path) or None)
        case ["jobs", id, *_] if _UUID.fullmatch(id):
            return PageAddress(job_id=_id(id))
        case ["jobs", vcs, org, name, job, *rest]:
            return replace(_job(job, rest), project=_slug(vcs, org, name))
    return _overview(segments) or _older_page(segments)


def _overview(segments: list[str]) -> PageAddress | None:
    """Pages about an organization, or about a project as a whole. Raises ValueError."""
    match segments:
        case (
            ["pipelines" | "projects" | "insights", vcs, org]
            | ["deploys" | "organization" | "runners", vcs, org, *_]
            | ["settings", "organization" | "plan", vcs, org, *_]
            | ["projects", "project-dashboard", vcs, org, *_]
        ):
            return PageAddress(organization=_organization(vcs, org))
        case ["insights", vcs, org, name, "workflows", workflow, *_]:
            return PageAddress(_slug(vcs, org, name), workflow=workflow)
        case ["insights" | "projects", vcs, org, name, *_] | ["settings", "project", vcs, org, name, *_]:
            return PageAddress(_slug(vcs, org, name))
    return None


def _older_page(segments: list[str]) -> PageAddress | None:
    """The pages of before ``app.``, and the paths of API v1.1. Raises ValueError."""
    if not segments or segments[0] not in _VCS_NAMES:
        return None
    match segments:
        case [vcs, org, "workflows", name, *rest] if not _NUMBER.fullmatch(name):
            return _older_page([vcs, org, name, *rest])
        case [vcs, org, name, "tree", *branch] if branch:
            return PageAddress(_slug(vcs, org, name), branch="/".join(branch))
        case [vcs, org, name]:
            return PageAddress(_slug(vcs, org, name))
        case [vcs, org, name, job, *rest]:
            return replace(_job(job, rest), project=_slug(vcs, org, name))
        case ["gh" | "github" | "bb" | "bitbucket" as vcs, org]:
            return PageAddress(organization=_organization(vcs, org))
    return None


def _pipelines(slug: ProjectSlug, rest: list[str]) -> PageAddress | None:
    """``/pipelines/<slug>`` and what follows it; a tab of a page is a word at its end."""
    match rest:
        case []:
            return PageAddress(slug)
        case [number, "workflows", id, "jobs", job, *within]:
            shown = _job(job, within)
            return replace(shown, project=slug, pipeline_number=_number(number), workflow_id=_id(id))
        case [number, "workflows", id, *_]:
            return PageAddress(slug, pipeline_number=_number(number), workflow_id=_id(id))
        case [number] | [number, _]:
            return PageAddress(slug, pipeline_number=_number(number))
    return None


def _project_endpoint(slug: ProjectSlug, rest: list[str]) -> PageAddress:
    """``/api/v2/project/<slug>`` and what follows it."""
    match rest:
        case ["pipeline", number] if _NUMBER.fullmatch(number):
            return PageAddress(slug, pipeline_number=int(number))
        case ["job", job, *_] | [job, "artifacts" | "tests", *_]:
            return PageAddress(slug, job_number=_number(job))
    return PageAddress(slug)


def _job(said: str, rest: list[str]) -> PageAddress:
    """A job by its number or its id, and what of it is shown: ``parallel-runs/0/steps/0-101``."""
    within = dict(zip(rest[::2], rest[1::2], strict=False))
    index, _, step = within.get("steps", "").rpartition("-")
    run = within.get("parallel-runs") or index
    by_id = _UUID.fullmatch(said)
    return PageAddress(
        job_number=None if by_id else _number(said),
        job_id=_id(said) if by_id else None,
        parallel_run=_number(run) if run else None,
        step=_number(step) if step else None,
    )


def _repository(vcs: str, segments: list[str], query: Mapping[str, Sequence[str]]) -> PageAddress | None:
    """A page or the clone address of a repository, or the page of its owner. Raises ValueError."""
    match segments:
        case ["orgs", org, *_] if vcs == "gh":
            return PageAddress(organization=_organization(vcs, org))
        case [owner, *_] if _NO_OWNER.fullmatch(owner):
            return None
        case [org] | [org, "workspace", *_]:
            return PageAddress(organization=_organization(vcs, org))
        case [owner, name, *rest]:
            page = _repository_page(_slug(vcs, owner, name.removesuffix(".git")), rest)
            # Bitbucket's pages of files say a commit, and behind it the branch that was chosen.
            return replace(page, branch=query["at"][0], commit=None) if "at" in query else page
    return None


def _repository_page(slug: ProjectSlug, rest: list[str]) -> PageAddress:
    match rest:
        case ["pull", "new", *branch] if branch:
            return PageAddress(slug, branch="/".join(branch))
        case ["pull" | "pull-requests", number, *within]:
            pull = _number(number)
            commit = next((each.lower() for each in within[1:2] if _COMMIT.fullmatch(each)), None)
            return PageAddress(slug, branch=f"pull/{pull}", pull=pull, commit=commit)
        case ["commit" | "commits", commit, *_] if _COMMIT.fullmatch(commit):
            return PageAddress(slug, commit=commit.lower())
        case ["tree" | "blob" | "src", commit, *_] if _HASH.fullmatch(commit):
            return PageAddress(slug, commit=commit.lower())
        case ["commits", "branch", *branch] | ["releases", "tag", *branch] if branch:
            return PageAddress(slug, branch="/".join(branch))
        case ["tree" | "branch" | "commit" | "commits", *branch] if branch:
            return PageAddress(slug, branch="/".join(branch))
        case ["compare", *branches] if branches:
            return PageAddress(slug, branch="/".join(branches).rpartition("...")[2])
        case ["blob" | "src", branch, *_]:
            return PageAddress(slug, branch=branch)
    return PageAddress(slug)


def _slug(vcs: str, organization: str, name: str) -> ProjectSlug:
    return ProjectSlug.parse(f"{vcs}/{organization}/{name}")


def _organization(vcs: str, name: str) -> str:
    return _slug(vcs, name, "any").organization_slug


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    return int(text)


def _id(text: str) -> str:
    if not _UUID.fullmatch(text):
        raise ValueError("not an id")
    return text.lower()
