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
    if host in _VCS_HOSTS and address.scheme in ("https", "http", "ssh", "git"):
        return _repository(_VCS_HOSTS[host], segments)
    if address.scheme not in ("https", "http"):
        return None
    link = _page(segments)
    branches = parse_qs(address.query).get("branch")
    if link and link.project and branches and link == PageAddress(link.project):
        return replace(link, branch=branches[0])
    return link


def _page(segments: list[str]) -> PageAddress | None:
    """CircleCI's own pages."""
    match segments:
        case ["api", "v2", *rest]:
            return _api(rest)
        case ["pipelines", vcs, organization, name, *rest]:
            return _within(_slug(vcs, organization, name), rest)
        case ["pipeline", pipeline, *_] if _UUID.fullmatch(pipeline):
            return PageAddress(pipeline_id=pipeline.lower())
        case ["workflow", workflow, "job", job, *_] if _UUID.fullmatch(workflow) and _UUID.fullmatch(job):
            return PageAddress(workflow_id=workflow.lower(), job_id=job.lower())
        case ["workflow" | "workflow-run", workflow, *_] if _UUID.fullmatch(workflow):
            return PageAddress(workflow_id=workflow.lower())
        case ["output", "job", job, "artifacts", *_] if _UUID.fullmatch(job):
            return PageAddress(job_id=job.lower())
        case ["jobs", vcs, organization, name, job, *_]:
            return _job(_slug(vcs, organization, name), job)
        case ["insights", vcs, organization, name, *_] | ["settings", "project", vcs, organization, name, *_]:
            return _whole(_slug(vcs, organization, name))
        case [vcs, organization, name, "tree", *branch] if branch and vcs in _VCS_NAMES:
            slug = _slug(vcs, organization, name)
            return PageAddress(slug, branch="/".join(branch)) if slug else None
        case [vcs, organization, name] if vcs in _VCS_NAMES:
            return _whole(_slug(vcs, organization, name))
        case [vcs, organization, name, job, *_] if vcs in _VCS_NAMES:
            return _job(_slug(vcs, organization, name), job)
    return None


def _within(slug: ProjectSlug | None, rest: list[str]) -> PageAddress | None:
    """``/pipelines/<slug>`` and what follows it."""
    if slug is None:
        return None
    match rest:
        case []:
            return PageAddress(slug)
        case [pipeline, "workflows", workflow, "jobs", job, *_] if _numbers(pipeline, job) and _id(workflow):
            return PageAddress(slug, None, int(pipeline), None, workflow.lower(), int(job))
        case [pipeline, "workflows", workflow, *_] if _numbers(pipeline) and _id(workflow):
            return PageAddress(slug, None, int(pipeline), None, workflow.lower())
        case [pipeline] if _numbers(pipeline):
            return PageAddress(slug, None, int(pipeline))
    return None


def _api(rest: list[str]) -> PageAddress | None:
    """Addresses of the API itself, as copied from a script."""
    match rest:
        case ["pipeline", pipeline, *_] if _id(pipeline):
            return PageAddress(pipeline_id=pipeline.lower())
        case ["workflow", workflow, *_] if _id(workflow):
            return PageAddress(workflow_id=workflow.lower())
        case ["jobs", job, *_] if _id(job):
            return PageAddress(job_id=job.lower())
        case ["project", vcs, organization, name, "pipeline", number] if _numbers(number):
            slug = _slug(vcs, organization, name)
            return PageAddress(slug, None, int(number)) if slug else None
        case ["project", vcs, organization, name, "job", number, *_]:
            return _job(_slug(vcs, organization, name), number)
        case ["project", vcs, organization, name, *_]:
            return _whole(_slug(vcs, organization, name))
    return None


def _repository(vcs: str, segments: list[str]) -> PageAddress | None:
    """A page or the clone address of a repository."""
    match segments:
        case [owner, name, *rest] if owner.lower() not in _NO_OWNERS:
            slug = _slug(vcs, owner, name.removesuffix(".git"))
        case _:
            return None
    if slug is None:
        return None
    match rest:
        case ["tree", *branch] | ["branch", *branch] if branch:
            return PageAddress(slug, branch="/".join(branch))
        case ["src", branch, *_] if vcs == "bb":
            return PageAddress(slug, branch=branch)
        case ["commit" | "commits", commit, *_]:
            return PageAddress(slug, commit=commit)
        case ["pull", number, *_] if _numbers(number):
            return PageAddress(slug, branch=f"pull/{number}")
    return PageAddress(slug)


def _slug(vcs: str, organization: str, name: str) -> ProjectSlug | None:
    try:
        return ProjectSlug.parse(f"{vcs}/{organization}/{name}")
    except ValueError:
        return None


def _whole(slug: ProjectSlug | None) -> PageAddress | None:
    return PageAddress(slug) if slug else None


def _job(slug: ProjectSlug | None, number: str) -> PageAddress | None:
    return PageAddress(slug, job_number=int(number)) if slug and _numbers(number) else None


def _numbers(*texts: str) -> bool:
    return all(_NUMBER.fullmatch(text) for text in texts)


def _id(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


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
