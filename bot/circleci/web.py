"""Where a thing is seen in CircleCI's web application."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from bot.circleci.slug import ProjectSlug


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
