"""What a line is about, as typed: not yet looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.circleci.slug import ProjectSlug

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ProjectName:
    """A project as somebody names it: a short name of the policy's, or a slug (perhaps out of a URL).

    ``said`` is what was typed, which is how we call it when we answer.
    """

    said: str
    slug: ProjectSlug | None = None

    @classmethod
    def of(cls, slug: ProjectSlug) -> "ProjectName":
        """A project by its slug, which means it in every channel."""
        return cls(str(slug), slug)


@dataclass(frozen=True, slots=True)
class Target:
    """``[project][@branch]``: either half may be left out."""

    project: ProjectName | None = None
    branch: str | None = None

    @classmethod
    def of(cls, slug: ProjectSlug, branch: str | None = None) -> "Target":
        """A project by its slug, or one branch of it."""
        return cls(ProjectName.of(slug), branch)


@dataclass(frozen=True, slots=True)
class Reference:
    """A way to name a pipeline, a workflow or a job. What is set says which way; nothing set: this thread's.

    ``said``: as typed. From a URL: ``project``, ``number`` or ``pipeline_id``, ``workflow_id``, ``job`` or
    ``job_id``. From ``#812``: ``number``. From a UUID: ``id``; from the start of one: ``start``. From
    ``last`` and ``last failed``: ``last``, ``failed``. From ``web@main``: ``project``, ``branch``.
    ``page``: an address was typed.
    """

    said: str = ""
    project: ProjectName | None = None
    branch: str | None = None
    number: int | None = None
    job: int | None = None
    pipeline_id: str | None = None
    workflow_id: str | None = None
    job_id: str | None = None
    id: str | None = None
    start: str | None = None
    last: bool = False
    failed: bool = False
    page: bool = False

    @classmethod
    def of_number(cls, project: ProjectSlug | str, number: int) -> "Reference":
        """A pipeline or a job by its number: ``web#812``. ``project``: its slug, or what it is called."""
        return cls(f"{project}#{number}", number=number)

    @classmethod
    def of_id(cls, id: str) -> "Reference":
        """A pipeline, a workflow or a job by its UUID."""
        return cls(id, id=id)

    @classmethod
    def of_last_failed(cls, called: str) -> "Reference":
        """The newest of a project that failed; ``called``: what the project is called."""
        return cls(project=ProjectName(called), last=True, failed=True)

    @property
    def empty(self) -> bool:
        """Nothing was typed: what this thread is about is meant."""
        return not self.said


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a list goes on: at which of CircleCI's pages, where it has those, and how far into it.

    Or a ``page`` of it, as people count them.
    """

    offset: int = 0
    token: str | None = None
    page: int = 1

    def skipped(self, most: int) -> int:
        """How many entries come before the page, if each has ``most``."""
        return (self.page - 1) * most

    def part(self, several: Sequence[_T], most: int) -> "tuple[Sequence[_T], Mark | None]":
        """The entries from here on, at most ``most``, and where it goes on after them, if it does."""
        start = self.offset + self.skipped(most)
        end = start + most
        return several[start:end], Mark(end) if end < len(several) else None


#: The beginning of a list.
LIST_START = Mark()
#: No project and no branch was named: the channel's own are meant.
CHANNEL_TARGET = Target()
#: Nothing was named: what this thread is about is meant.
THIS_THREAD = Reference()
