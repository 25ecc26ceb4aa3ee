"""Facts to draw: small, plain, and at fixed moments."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.circleci.models import Job, JobDetails, Pipeline, Project, Workflow
from bot.circleci.slug import ProjectSlug
from bot.circleci.web import Web
from bot.views.scene import Scene

WEB = ProjectSlug("gh", "acme", "web")
MOBILE = ProjectSlug(
    "circleci", "1c1d1c1d-0000-4000-8000-000000000001", "1c1d1c1d-0000-4000-8000-000000000002"
)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SCENE = Scene(Web("https://app.circleci.com"), NOON, "U0ANA")


def identifier(number: int) -> str:
    return f"5034460f-c7c4-4c43-9457-{number:012d}"


def ago(**parts: float) -> datetime:
    return NOON - timedelta(**parts)


def pipeline(number: int = 812, **changes: Any) -> Pipeline:
    facts: dict[str, Any] = {
        "id": identifier(number),
        "number": number,
        "project_slug": str(WEB),
        "state": "created",
        "created_at": ago(minutes=12),
        "trigger": {"type": "webhook", "actor": {"login": "ana-lima"}},
        "vcs": {
            "branch": "main",
            "revision": "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
            "commit": {"subject": "Fix rounding at checkout"},
        },
    }
    return Pipeline.model_validate(facts | changes)


def workflow(
    name: str, status: str, *, number: int = 1, took: float | None = 182, **changes: Any
) -> Workflow:
    began = changes.pop("created_at", ago(minutes=12))
    facts: dict[str, Any] = {
        "id": identifier(9000 + number),
        "name": name,
        "status": status,
        "created_at": began,
        "stopped_at": began + timedelta(seconds=took) if took is not None else None,
    }
    return Workflow.model_validate(facts | changes)


def job(name: str, status: str, *, number: int | None = 155, **changes: Any) -> Job:
    facts: dict[str, Any] = {
        "id": identifier(70000 + (number or 0)),
        "name": name,
        "status": status,
        "job_number": number,
        "started_at": None if status in ("on_hold", "blocked") else ago(minutes=10),
        "stopped_at": ago(minutes=9) if status in ("success", "failed") else None,
    }
    return Job.model_validate(facts | changes)


def details(status: str = "failed", **changes: Any) -> JobDetails:
    facts: dict[str, Any] = {
        "number": 155,
        "name": "e2e",
        "status": status,
        "project": {"slug": str(WEB)},
        "queued_at": ago(minutes=11),
        "started_at": ago(minutes=10),
        "stopped_at": ago(minutes=9),
        "parallelism": 4,
        "executor": {"type": "docker", "resource_class": "large"},
        "contexts": [{"name": "deploy-keys"}, {"name": "npm"}],
        "latest_workflow": {"id": identifier(9001), "name": "deploy"},
        "pipeline": {"id": identifier(812)},
    }
    return JobDetails.model_validate(facts | changes)


def project(**changes: Any) -> Project:
    facts: dict[str, Any] = {
        "slug": str(WEB),
        "name": "web",
        "id": identifier(1),
        "organization_name": "acme",
        "vcs_info": {"provider": "GitHub", "default_branch": "main"},
    }
    return Project.model_validate(facts | changes)
