"""What the arguments of several lines have."""

from typing import Annotated, TypeAlias

from bot.grammar import Arg, kinds
from bot.model.reference import Reference

ChannelProject: TypeAlias = Annotated[
    Reference, Arg(kinds.PROJECT_REFERENCE, "Which one; else this channel's")
]
#: The job that is asked about.
FailedJob: TypeAlias = Annotated[
    Reference, Arg(kinds.JOB_REFERENCE, "Whose: 155, last failed, an address; else the one that failed here")
]
#: Whose newest runs are meant.
RunsTarget: TypeAlias = Annotated[
    Reference, Arg(kinds.BRANCH_REFERENCE, "Which project and branch; else this channel's project")
]
#: That what is done to is still what was shown.
ShownCommit: TypeAlias = Annotated[
    str | None, Arg(kinds.COMMIT, "Only if it builds this commit", flag="--commit")
]
