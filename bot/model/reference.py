"""What a line names, as typed: not yet looked up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
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
    """A project and a branch or a tag of it; either half may be left out."""

    project: ProjectName | None = None
    branch: str | None = None
    tag: str | None = None


class NamedState(StrEnum):
    """In which a run is that is named as the last one of it."""

    FAILED = "failed"
    PASSED = "passed"
    CANCELED = "canceled"
    WAITING = "waiting"  # for an approval
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a line is about, in any of the ways to name it. Nothing set: what is at hand where it is asked.

    ``number``: of a pipeline or a job, whichever has it; ``pipeline_number`` and ``job_number`` where it is
    said whose. ``id``: of whatever has this UUID. ``pull``: of a pull request. ``last``: the newest;
    ``state``: the newest that is in it.
    ``every``: all of those, on which no line acts.
    ``words``: names of which only CircleCI tells what they are: a branch, a commit, the beginning of an id, a
    workflow, a job.
    ``address``: the one that the rest was read from; ``branch_path``: a branch, and perhaps a file in it:
    only the branches that there are tell where it ends; ``step`` and ``parallel_run`` are counted as there.
    """

    project: ProjectName | None = None
    branch: str | None = None
    number: int | None = None
    pipeline_number: int | None = None
    job_number: int | None = None
    pipeline_id: str | None = None
    workflow_id: str | None = None
    job_id: str | None = None
    id: str | None = None
    pull: int | None = None
    commit: str | None = None
    last: bool = False
    state: NamedState | None = None
    every: bool = False
    words: tuple[str, ...] = ()
    address: str = ""
    step: int | None = None
    parallel_run: int | None = None
    branch_path: str = ""

    @classmethod
    def of(cls, slug: ProjectSlug, branch: str | None = None) -> "Reference":
        """A project by its slug, or one branch of it."""
        return cls(ProjectName.of(slug), branch)

    @classmethod
    def of_project(cls, called: str, branch: str | None = None) -> "Reference":
        """A project by what it is called, or one branch of it."""
        return cls(ProjectName(called), branch)

    @classmethod
    def of_number(
        cls, project: ProjectSlug | str, number: int, state: NamedState | None = None
    ) -> "Reference":
        """A pipeline or a job by its number: ``web#812``. ``project``: its slug, or what it is called."""
        name = ProjectName(project) if isinstance(project, str) else ProjectName.of(project)
        return cls(name, number=number, state=state)

    @classmethod
    def of_job(cls, project: ProjectSlug, number: int) -> "Reference":
        """A job by its number, whatever is asked for: ``job web#155``."""
        return cls(ProjectName.of(project), job_number=number)

    @classmethod
    def of_id(cls, id: str) -> "Reference":
        """A pipeline, a workflow or a job by its UUID."""
        return cls(id=id)

    @classmethod
    def of_last_failed(cls, called: str) -> "Reference":
        """The newest of a project that failed; ``called``: what the project is called."""
        return cls(ProjectName(called), last=True, state=NamedState.FAILED)

    @property
    def target(self) -> Target:
        """The project and the branch that it names."""
        return Target(self.project, self.branch)

    @property
    def exact(self) -> bool:
        """It names the very thing: by its number or its id."""
        numbers = self.number, self.pipeline_number, self.job_number
        ids = self.pipeline_id, self.workflow_id, self.job_id, self.id
        return any(each is not None for each in (*numbers, *ids))

    @property
    def names_run(self) -> bool:
        """A run is named: by itself or what is within it, its commit, its pull request, or as the last."""
        return self.exact or self.last or self.failed or self.pull is not None or self.commit is not None

    @property
    def may_name_branch(self) -> bool:
        """The first of its words may be a branch: nothing else says of which one it is."""
        return bool(self.words) and not (
            self.exact or self.branch or self.branch_path or self.pull or self.commit
        )

    @property
    def failed(self) -> bool:
        """It is what failed."""
        return self.state is NamedState.FAILED

    @property
    def at_hand(self) -> bool:
        """No run is named: at most a project, its state, and names of which only CircleCI tells."""
        return replace(self, project=None, state=None, every=False, words=()) == Reference()

    @property
    def said(self) -> str:
        """As it is typed."""
        return " ".join(self.tokens())

    def tokens(self) -> Iterator[str]:
        """The words that name it, in the order in which they are written: ``last failed web@main``."""
        if self.every:
            yield "all"
        if self.last:
            yield "last"
        if self.state:
            yield self.state.value
        if self.address:
            yield self.address
        else:
            yield from self._named()
        yield from self.words

    def _named(self) -> Iterator[str]:
        number = next(
            (each for each in (self.number, self.job_number, self.pipeline_number) if each is not None), None
        )
        name = self.project.said if self.project else ""
        if self.number is None and self.job_number is not None:
            yield "job"
        elif self.number is None and self.pipeline_number is not None:
            yield "pipeline"
        if number is not None and not self.branch:
            yield f"{name}#{number}"
        elif name or self.branch:
            yield f"{name}@{self.branch}" if self.branch else name
            if number is not None:
                yield f"#{number}"
        yield from filter(None, (self.id or self.job_id or self.workflow_id or self.pipeline_id,))
        if self.pull is not None:
            yield f"pull/{self.pull}"
        if self.commit:
            yield self.commit


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
#: Nothing was named: what this thread, this channel or its project is about is meant.
AT_HAND = Reference()
#: A word that no branch is called: the branch of the run at hand.
THIS_BRANCH = "this branch"
