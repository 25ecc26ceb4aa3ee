"""What the arguments of several lines have."""

from dataclasses import dataclass, fields
from typing import Annotated, TypeAlias

from bot.grammar import Arg, kinds
from bot.model.reference import ProjectName, Reference, Target
from bot.model.subject import NO_SUBJECT, Subject


@dataclass(frozen=True, slots=True)
class LineArgs:
    """The base of all. A field ``project`` without a value means this channel's."""

    @property
    def about(self) -> Subject:
        """What the first field tells that names something: the permission is asked for that."""
        for each in fields(self):
            match getattr(self, each.name):
                case Reference() as reference:
                    return Subject.of_reference(reference)
                case Target() as target:
                    return Subject.of_target(target)
                case ProjectName() | None as project if each.name == "project":
                    return Subject.of_project(project)
        return NO_SUBJECT


ChannelProject: TypeAlias = Annotated[
    ProjectName | None, Arg(kinds.PROJECT_NAME, "Which one; else this channel's")
]
#: The job that is asked about.
FailedJob: TypeAlias = Annotated[
    Reference, Arg(kinds.JOB_REFERENCE, "Whose: 155, last failed, an address; else the one that failed here")
]
#: Whose newest runs are meant.
RunsTarget: TypeAlias = Annotated[
    Target, Arg(kinds.TARGET, "Which project and branch; else this channel's project")
]
#: That what is done to is still what was shown.
ShownCommit: TypeAlias = Annotated[
    str | None, Arg(kinds.COMMIT, "Only if it builds this commit", flag="--commit")
]
