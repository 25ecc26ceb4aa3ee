"""What the arguments of several lines have."""

from typing import Annotated, TypeAlias

from bot.grammar import Arg, kinds
from bot.model.reference import Reference

ChannelProject: TypeAlias = Annotated[
    Reference, Arg(kinds.PROJECT_REFERENCE, "Which project, e.g. web; without one, this channel's")
]
#: The job that is asked about.
FailedJob: TypeAlias = Annotated[
    Reference, Arg(kinds.JOB_REFERENCE, "Which job: its number or name, last failed, #812 or a link")
]
#: Whose newest runs are meant.
RunsTarget: TypeAlias = Annotated[
    Reference, Arg(kinds.BRANCH_REFERENCE, "Which project and branch, e.g. web@main")
]
#: That what is done to is still what was shown.
ShownCommit: TypeAlias = Annotated[
    str | None, Arg(kinds.COMMIT, "Only if it's on this commit", flag="--commit", rare=True)
]
