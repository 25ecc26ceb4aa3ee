"""What a line is about, as far as the line itself tells, and of what its permission is needed."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.reference import ProjectName, Reference, Target


class Scope(StrEnum):
    """Of what a command needs its permission. What is not covered is neither shown nor asked for."""

    NOTHING = "nothing"
    PROJECT = "a project"  # that it exists, which one branch of it is enough for
    EVERY_BRANCH = "every branch of a project"
    BRANCH = "the branch or tag that is named, else the default branch"
    RUN = "a run: a pipeline, a workflow or a job of the branch or tag that it built"


@dataclass(frozen=True, slots=True)
class Subject:
    """``needs_project``: it is about one project, which is the channel's default where ``project`` is None.

    Where that is False, the thing itself must be looked up to know.
    """

    project: ProjectName | None = None
    branch: str | None = None
    tag: str | None = None
    needs_project: bool = False

    @property
    def ref(self) -> str | None:
        return self.branch or self.tag

    @classmethod
    def of_project(cls, name: ProjectName | None) -> "Subject":
        return cls(name, needs_project=True)

    @classmethod
    def of_target(cls, target: Target, tag: str | None = None) -> "Subject":
        return cls(target.project, None if tag else target.branch, tag, needs_project=True)

    @classmethod
    def of_reference(cls, it: Reference) -> "Subject":
        """An id, an address and a thread don't tell the project."""
        named = it.project is not None or it.branch is not None or it.number is not None
        return cls(it.project, it.branch, needs_project=named or it.last)


#: It is about no project.
NO_SUBJECT = Subject()
