"""Addresses that people paste: what they name.

Nothing is fetched from here, so any host counts as CircleCI's where the path is shaped like one of its
pages: CircleCI Server runs on hosts of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from bot.circleci.page_address import (
    NUMBER_IN_URL,
    UUID_IN_URL,
    PageAddress,
    id_in_url,
    number_in_url,
    organization_in_url,
    slug_in_url,
)
from bot.circleci.repository_urls import REPOSITORY_HOSTS, repository_page
from bot.circleci.slug import ProjectSlug

__all__ = ["PageAddress", "parse_address"]

# After the step comes a place in its output: #step-101-4336_91
_STEP = re.compile(r"step-([0-9]{1,18})(?:-.*)?")
_SCP = re.compile(r"[\w.-]+@(?P<host>[\w.-]+):(?P<path>[^/\s].*)")
# As a browser's bar shows it: host.name/a, host:8080/a
_BARE = re.compile(r"[\w-]+(?:(?:\.[\w-]+)+(?::[0-9]+)?|:[0-9]+)/")
_VCS_NAMES = frozenset({"gh", "github", "bb", "bitbucket", "circleci"})


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
        if host in REPOSITORY_HOSTS and address.scheme in ("https", "http", "ssh", "git"):
            return repository_page(host, segments, query)
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
            return _pipelines(slug_in_url(vcs, org, name), rest)
        case ["project", vcs, org, name, *rest]:
            return _project_endpoint(slug_in_url(vcs, org, name), rest)
        case ["pipeline", id, *_]:
            return PageAddress(pipeline_id=id_in_url(id))
        case ["workflow", id, "job", job, *rest]:
            return replace(_job(id_in_url(job), rest), workflow_id=id_in_url(id))
        case ["workflow" | "workflow-run", id, *_]:
            return PageAddress(workflow_id=id_in_url(id))
        case ["output", "job", id, "artifacts", _, *path]:
            return PageAddress(job_id=id_in_url(id), artifact="/".join(path) or None)
        case ["jobs", id, *_] if UUID_IN_URL.fullmatch(id):
            return PageAddress(job_id=id_in_url(id))
        case ["jobs", vcs, org, name, job, *rest]:
            return replace(_job(job, rest), project=slug_in_url(vcs, org, name))
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
            return PageAddress(organization=organization_in_url(vcs, org))
        case ["insights", vcs, org, name, "workflows", workflow, *_]:
            return PageAddress(slug_in_url(vcs, org, name), workflow=workflow)
        case ["insights" | "projects", vcs, org, name, *_] | ["settings", "project", vcs, org, name, *_]:
            return PageAddress(slug_in_url(vcs, org, name))
    return None


def _older_page(segments: list[str]) -> PageAddress | None:
    """The pages of before ``app.``, and the paths of API v1.1. Raises ValueError."""
    if not segments or segments[0] not in _VCS_NAMES:
        return None
    match segments:
        case [vcs, org, "workflows", name, *rest] if not NUMBER_IN_URL.fullmatch(name):
            return _older_page([vcs, org, name, *rest])
        case [vcs, org, name, "tree", *branch] if branch:
            return PageAddress(slug_in_url(vcs, org, name), branch="/".join(branch))
        case [vcs, org, name]:
            return PageAddress(slug_in_url(vcs, org, name))
        case [vcs, org, name, job, *rest]:
            return replace(_job(job, rest), project=slug_in_url(vcs, org, name))
        case ["gh" | "github" | "bb" | "bitbucket" as vcs, org]:
            return PageAddress(organization=organization_in_url(vcs, org))
    return None


def _pipelines(slug: ProjectSlug, rest: list[str]) -> PageAddress | None:
    """``/pipelines/<slug>`` and what follows it; a tab of a page is a word at its end."""
    match rest:
        case []:
            return PageAddress(slug)
        case [number, "workflows", id, "jobs", job, *within]:
            shown = _job(job, within)
            return replace(
                shown, project=slug, pipeline_number=number_in_url(number), workflow_id=id_in_url(id)
            )
        case [number, "workflows", id, *_]:
            return PageAddress(slug, pipeline_number=number_in_url(number), workflow_id=id_in_url(id))
        case [number] | [number, _]:
            return PageAddress(slug, pipeline_number=number_in_url(number))
    return None


def _project_endpoint(slug: ProjectSlug, rest: list[str]) -> PageAddress:
    """``/api/v2/project/<slug>`` and what follows it."""
    match rest:
        case ["pipeline", number] if NUMBER_IN_URL.fullmatch(number):
            return PageAddress(slug, pipeline_number=int(number))
        case ["job", job, *_] | [job, "artifacts" | "tests", *_]:
            return PageAddress(slug, job_number=number_in_url(job))
    return PageAddress(slug)


def _job(said: str, rest: list[str]) -> PageAddress:
    """A job by its number or its id, and what of it is shown: ``parallel-runs/0/steps/0-101``."""
    within = dict(zip(rest[::2], rest[1::2], strict=False))
    index, _, step = within.get("steps", "").rpartition("-")
    run = within.get("parallel-runs") or index
    by_id = UUID_IN_URL.fullmatch(said)
    return PageAddress(
        job_number=None if by_id else number_in_url(said),
        job_id=id_in_url(said) if by_id else None,
        parallel_run=number_in_url(run) if run else None,
        step=number_in_url(step) if step else None,
    )
