"""What a line is about, as far as the line itself tells, and of what its permission is needed."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference


class Scope(StrEnum):
    """Of what a command needs its permission. What is not covered is neither shown nor asked for."""

    NOTHING = "nothing"
    PROJECT = "a project"  # that it exists, which one branch of it is enough for
    EVERY_BRANCH = "every branch of a project"
    BRANCH = "the branch or tag that is named, else the default branch"
    RUN = "a run: a pipeline, a workflow or a job of the branch or tag that it built"


def is_about_projects(permission: Permission | None, scope: Scope) -> bool:
    """Whether people of other organizations are not to see what a command shows or does."""
    return permission is not None or scope is not Scope.NOTHING


@dataclass(frozen=True, slots=True)
class Subject:
    """``needs_project``: it is about one project, which is the channel's default where ``project`` is None.

    Where that is False, the thing itself must be looked up to know. ``perhaps_several``: a name that is no
    project's may be that of several.
    """

    project: ProjectName | None = None
    branch: str | None = None
    tag: str | None = None
    needs_project: bool = False
    perhaps_several: bool = False

    @property
    def ref(self) -> str | None:
        return self.branch or self.tag

    @classmethod
    def of_project(cls, it: Reference) -> "Subject":
        """A project, of which a word that is left must be a name."""
        name = it.project or (ProjectName(it.words[0]) if it.words else None)
        return cls(name, needs_project=name is not None or not it.exact)

    @classmethod
    def of_branch(cls, it: Reference, tag: str | None = None) -> "Subject":
        """A branch of a project, its default one where none is named."""
        told = it.project is not None or not (it.exact or it.words or it.pull or it.commit or it.branch_path)
        return cls(it.project, None if tag else it.branch, tag, needs_project=told)

    @classmethod
    def of_reference(cls, it: Reference) -> "Subject":
        """A run or what is within it. An id, a number, a word and what is at hand don't tell the project."""
        told = bool(it.branch) or (it.last and not it.words)
        return cls(it.project, it.branch, needs_project=it.project is not None or told)


#: It is about no project.
NO_SUBJECT = Subject()
