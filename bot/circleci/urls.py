"""Addresses: what a pasted one names, and where a thing is seen in CircleCI's web application.

Nothing is fetched from here, so any host counts as CircleCI's where the path is shaped like one of its
pages: CircleCI Server runs on hosts of its own.
"""

import ipaddress
import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, quote, unquote, urlsplit

from bot.circleci.slug import ProjectSlug

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_SCP = re.compile(r"[\w.-]+@(?P<host>[\w.-]+):(?P<path>[^/\s].*)")
_VCS_HOSTS = {
    "github.com": "gh",
    "www.github.com": "gh",
    "ssh.github.com": "gh",
    "bitbucket.org": "bb",
    "www.bitbucket.org": "bb",
}
_VCS_NAMES = frozenset({"gh", "github", "bb", "bitbucket", "circleci"})
#: GitHub's own pages that stand where an organisation's name would.
_NO_OWNERS = frozenset({"orgs", "settings", "marketplace", "notifications", "topics", "apps", "sponsors"})


@dataclass(frozen=True, slots=True)
class PageAddress:
    """What an address names; as much as it says."""

    project: ProjectSlug | None = None
    branch: str | None = None
    pipeline_number: int | None = None
    pipeline_id: str | None = None
    workflow_id: str | None = None
    job_number: int | None = None
    job_id: str | None = None
    commit: str | None = None


def parse_address(url: str) -> PageAddress | None:
    """Read the address of a page of CircleCI's, of its API, of an artifact, or of a repository.

    None where it is none of these. A pull request's page names the branch ``pull/<number>``, as CircleCI
    does for one that comes from a fork.
    """
    text = url.strip()
    if "://" not in text and (clone := _SCP.fullmatch(text)):
        text = f"ssh://{clone['host']}/{clone['path']}"
    try:
        address = urlsplit(text)
        host = (address.hostname or "").lower()
    except ValueError:
        return None
    segments = [unquote(part) for part in address.path.split("/") if part]
    if not host or not segments or any("/" in part or not part.isprintable() for part in segments[:3]):
        return None
    try:
        if host in _VCS_HOSTS and address.scheme in ("https", "http", "ssh", "git"):
            return _repository(_VCS_HOSTS[host], segments)
        page = _page(segments) if address.scheme in ("https", "http") else None
    except ValueError:
        return None
    branches = parse_qs(address.query).get("branch")
    if page and page.project and branches and page == PageAddress(page.project):
        return replace(page, branch=branches[0])
    return page


def _page(segments: list[str]) -> PageAddress | None:
    """CircleCI's own pages; addresses of the API itself, as copied from a script. Raises ValueError."""
    match segments:
        case ["pipelines", vcs, org, name, *rest]:
            return _pipelines(_slug(vcs, org, name), rest)
        case ["pipeline", id, *_] | ["api", "v2", "pipeline", id, *_]:
            return PageAddress(pipeline_id=_id(id))
        case ["workflow", id, "job", job, *_] if _UUID.fullmatch(job):
            return PageAddress(workflow_id=_id(id), job_id=_id(job))
        case ["workflow" | "workflow-run", id, *_] | ["api", "v2", "workflow", id, *_]:
            return PageAddress(workflow_id=_id(id))
        case ["output", "job", id, "artifacts", *_] | ["api", "v2", "jobs", id, *_]:
            return PageAddress(job_id=_id(id))
        case ["api", "v2", "project", vcs, org, name, "pipeline", number] if _NUMBER.fullmatch(number):
            return PageAddress(_slug(vcs, org, name), pipeline_number=int(number))
        case ["api", "v2", "project", vcs, org, name, "job", job, *_] | ["jobs", vcs, org, name, job, *_]:
            return PageAddress(_slug(vcs, org, name), job_number=_number(job))
        case (
            ["api", "v2", "project", vcs, org, name, *_]
            | ["insights", vcs, org, name, *_]
            | ["settings", "project", vcs, org, name, *_]
        ):
            return PageAddress(_slug(vcs, org, name))
        case [vcs, org, name, "tree", *branch] if branch and vcs in _VCS_NAMES:
            return PageAddress(_slug(vcs, org, name), branch="/".join(branch))
        case [vcs, org, name] if vcs in _VCS_NAMES:
            return PageAddress(_slug(vcs, org, name))
        case [vcs, org, name, job, *_] if vcs in _VCS_NAMES:
            return PageAddress(_slug(vcs, org, name), job_number=_number(job))
    return None


def _pipelines(slug: ProjectSlug, rest: list[str]) -> PageAddress | None:
    """``/pipelines/<slug>`` and what follows it."""
    match rest:
        case []:
            return PageAddress(slug)
        case [number, "workflows", id, "jobs", job, *_] if _NUMBER.fullmatch(job):
            return PageAddress(slug, None, _number(number), None, _id(id), _number(job))
        case [number, "workflows", id, *_]:
            return PageAddress(slug, None, _number(number), None, _id(id))
        case [number]:
            return PageAddress(slug, None, _number(number))
    return None


def _repository(vcs: str, segments: list[str]) -> PageAddress | None:
    """A page or the clone address of a repository. Raises ValueError."""
    if len(segments) < 2 or segments[0].lower() in _NO_OWNERS:
        return None
    owner, name, *rest = segments
    slug = _slug(vcs, owner, name.removesuffix(".git"))
    match rest:
        case ["tree" | "branch", *branch] if branch:
            return PageAddress(slug, branch="/".join(branch))
        case ["src", branch, *_] if vcs == "bb":
            return PageAddress(slug, branch=branch)
        case ["commit" | "commits", commit, *_]:
            return PageAddress(slug, commit=commit)
        case ["pull", number, *_] if _NUMBER.fullmatch(number):
            return PageAddress(slug, branch=f"pull/{number}")
    return PageAddress(slug)


def _slug(vcs: str, organization: str, name: str) -> ProjectSlug:
    return ProjectSlug.parse(f"{vcs}/{organization}/{name}")


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    return int(text)


def _id(text: str) -> str:
    if not _UUID.fullmatch(text):
        raise ValueError("not an id")
    return text.lower()


def app_url_of(base_url: str) -> str:
    """Where the web application of a CircleCI is: ``app.<host>``. One on this machine has no such name."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if "." in host and not host.startswith("app."):
            return f"{parts.scheme}://app.{parts.netloc}"
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Web:
    """Where things are seen: CircleCI's web application at ``app_url``."""

    app_url: str

    def project(self, slug: ProjectSlug, branch: str | None = None) -> str:
        """The project's pipelines, of one branch where it is given."""
        query = f"?branch={quote(branch, safe='')}" if branch else ""
        return f"{self.app_url}/pipelines/{quote(str(slug))}{query}"

    def insights(self, slug: ProjectSlug, workflow: str | None = None) -> str:
        """How the project's workflows went over weeks, or one of them. This page wants the long form."""
        vcs = {"gh": "github", "bb": "bitbucket"}.get(slug.vcs, slug.vcs)
        within = f"/workflows/{quote(workflow, safe='')}/overview" if workflow else ""
        return f"{self.app_url}/insights/{vcs}/{quote(slug.organization)}/{quote(slug.name)}{within}"

    def pipeline(self, slug: ProjectSlug, number: int) -> str:
        return f"{self.project(slug)}/{number}"

    def workflow(self, slug: ProjectSlug, number: int, workflow_id: str) -> str:
        return f"{self.pipeline(slug, number)}/workflows/{quote(workflow_id, safe='')}"

    def job(self, slug: ProjectSlug, pipeline_number: int, workflow_id: str, job_number: int) -> str:
        return f"{self.workflow(slug, pipeline_number, workflow_id)}/jobs/{job_number}"
