"""Addresses: what a pasted one names, and where a thing is seen in CircleCI's web application.

Nothing is fetched from here, so any host counts as CircleCI's where the path is shaped like one of its
pages: CircleCI Server runs on hosts of its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from bot.circleci.slug import ProjectSlug

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_SCP = re.compile(r"(?:[\w.-]+@)(github\.com|bitbucket\.org):(?!/)(.+)", re.IGNORECASE)
_VCS_HOSTS = {
    "github.com": "gh",
    "www.github.com": "gh",
    "ssh.github.com": "gh",
    "bitbucket.org": "bb",
    "www.bitbucket.org": "bb",
}
#: First segments of GitHub's own pages, which are no organisations.
_NO_OWNERS = frozenset(
    {"orgs", "settings", "marketplace", "notifications", "topics", "apps", "sponsors", "search"}
)


@dataclass(frozen=True, slots=True)
class Link:
    """What an address names; as much as it says."""

    project: ProjectSlug | None = None
    branch: str | None = None
    pipeline_number: int | None = None
    pipeline_id: str | None = None
    workflow_id: str | None = None
    job_number: int | None = None
    job_id: str | None = None


def parse(url: str) -> Link | None:
    """Read the address of a page of CircleCI's, of a repository or of an artifact. None: it is none of these."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Web:
    """Where things are seen: CircleCI's web application at ``app_url``."""

    app_url: str

    def project(self, slug: ProjectSlug, branch: str | None = None) -> str:
        """The project's pipelines, of one branch where it is given."""
        query = f"?branch={quote(branch, safe='')}" if branch else ""
        return f"{self.app_url}/pipelines/{quote(str(slug))}{query}"

    def pipeline(self, slug: ProjectSlug, number: int) -> str:
        return f"{self.project(slug)}/{number}"

    def workflow(self, slug: ProjectSlug, number: int, workflow_id: str) -> str:
        return f"{self.pipeline(slug, number)}/workflows/{quote(workflow_id, safe='')}"

    def job(self, slug: ProjectSlug, pipeline_number: int, workflow_id: str, job_number: int) -> str:
        return f"{self.workflow(slug, pipeline_number, workflow_id)}/jobs/{job_number}"
