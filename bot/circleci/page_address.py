"""What the address of a page names, and the parts of it."""

import re
from dataclasses import dataclass

from bot.circleci.slug import ProjectSlug

#: As they stand in addresses.
UUID_IN_URL = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
NUMBER_IN_URL = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class PageAddress:
    """What an address names; as much as it says.

    ``branch``: or a tag, where the page of a repository does not say which. ``branch_path``: a branch with
    slashes in it, or a branch and a folder or file: only the branches that there are tell where it ends.
    ``pull``: a pull request by its number; ``branch`` is then the one that CircleCI gives to those that come
    from a fork. ``commit``: the digits, or the first of them.

    ``parallel_run`` counts from 0, as in the address, and ``step`` is CircleCI's own number of a step
    (``parallel-runs/0/steps/0-101``): ``index`` and ``step`` of a `StepRun`. ``artifact``: the path of one of
    the job's. ``workflow``: one by its name, in the insights.

    Where no slug of a project is named: ``organization``, a slug like ``gh/acme``, or ``repository``, with
    its host, like ``gitlab.com/acme/web``: CircleCI knows its project by ids.
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
    repository: str | None = None
    branch_path: str | None = None


def slug_in_url(vcs: str, organization: str, name: str) -> ProjectSlug:
    return ProjectSlug.parse(f"{vcs}/{organization}/{name}")


def organization_in_url(vcs: str, name: str) -> str:
    return slug_in_url(vcs, name, "any").organization_slug


def number_in_url(text: str) -> int:
    if not NUMBER_IN_URL.fullmatch(text):
        raise ValueError("not a number")
    return int(text)


def id_in_url(text: str) -> str:
    if not UUID_IN_URL.fullmatch(text):
        raise ValueError("not an id")
    return text.lower()
