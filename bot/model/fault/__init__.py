"""What the asker can act on. Facts only: `bot.views.refusals` turns them into words.

::

    Fault
    ├── GrammarFault       the line can't be read; ``parameter`` is the argument that it is about
    │   ├── EmptyLine
    │   ├── UnknownCommand
    │   ├── UnclosedQuote
    │   ├── LineTooLong
    │   ├── MissingArgument
    │   ├── SurplusArgument
    │   ├── UnknownFlag
    │   ├── BadValue
    │   └── Contradiction
    ├── Denied             the policy says no
    ├── ForeignWorkspace   the asker belongs to another workspace
    ├── GuestRefused       the asker is a guest, who may only read
    ├── ReferenceFault     the thing that is meant can't be told, or is not there
    │   ├── NoProject
    │   ├── UnknownProject
    │   ├── UnknownWord
    │   ├── UnknownName
    │   ├── NothingHere
    │   ├── NotInGreenRuns
    │   ├── NoDefinition
    │   ├── NoDeploys
    │   ├── NeverStarted
    │   ├── PipelinesNumber
    │   ├── NotShown
    │   ├── Ambiguous
    │   ├── SeveralApprovals
    │   ├── SeveralHeld
    │   ├── SeveralReruns
    │   └── SeveralSteps
    ├── JobFault           the job has not what is asked for
    │   ├── NoJobBegun
    │   ├── JobHasNone
    │   ├── NoSuchStep
    │   ├── NoSuchRun
    │   └── ArtifactTooLarge
    ├── DeedFault          CircleCI, or how things stand, does not allow it
    │   ├── StaleRun
    │   ├── ApprovalRefused
    │   ├── CancelRefused
    │   ├── RerunRefused
    │   ├── RollbackRefused
    │   └── CallRefused
    ├── NotRecorded        the store can't be written, so nothing was started
    ├── NotBegun           the bot stopped before it could begin, too long ago
    ├── AlreadyAsked       this very wish was already taken up
    ├── OutcomeUnknown     it may or may not have started
    └── Busy               too much is under way
"""

from bot.model.fault.deed import (
    ApprovalReason,
    ApprovalRefused,
    CallRefused,
    CancelReason,
    CancelRefused,
    Deed,
    DeedFault,
    RerunReason,
    RerunRefused,
    RollbackDeed,
    RollbackReason,
    RollbackRefused,
    RunDeed,
    StaleReason,
    StaleRun,
    TriggerDeed,
    Verb,
)
from bot.model.fault.grammar import (
    BadValue,
    Contradiction,
    ContradictionReason,
    EmptyLine,
    GrammarFault,
    LineTooLong,
    MissingArgument,
    SurplusArgument,
    UnclosedQuote,
    UnknownCommand,
    UnknownFlag,
)
from bot.model.fault.job import (
    ArtifactTooLarge,
    JobFault,
    JobHasNone,
    JobProduct,
    JobReason,
    NoJobBegun,
    NoSuchRun,
    NoSuchStep,
)
from bot.model.fault.permission import Denied, ForeignWorkspace, GuestRefused
from bot.model.fault.reference import (
    Ambiguous,
    NameKind,
    NeverStarted,
    NoDefinition,
    NoDeploys,
    NoProject,
    NothingHere,
    NotInGreenRuns,
    NotShown,
    PipelinesNumber,
    ReferenceFault,
    SeveralApprovals,
    SeveralHeld,
    SeveralReruns,
    SeveralSteps,
    UnknownName,
    UnknownProject,
    UnknownWord,
)
from bot.model.fault.root import Fault
from bot.model.fault.write import AlreadyAsked, Busy, NotBegun, NotRecorded, OutcomeUnknown

__all__ = [
    "AlreadyAsked",
    "Ambiguous",
    "ApprovalReason",
    "ApprovalRefused",
    "ArtifactTooLarge",
    "BadValue",
    "Busy",
    "CallRefused",
    "CancelReason",
    "CancelRefused",
    "Contradiction",
    "ContradictionReason",
    "Deed",
    "DeedFault",
    "Denied",
    "EmptyLine",
    "Fault",
    "ForeignWorkspace",
    "GrammarFault",
    "GuestRefused",
    "JobFault",
    "JobHasNone",
    "JobProduct",
    "JobReason",
    "LineTooLong",
    "MissingArgument",
    "NameKind",
    "NeverStarted",
    "NoDefinition",
    "NoDeploys",
    "NoJobBegun",
    "NoProject",
    "NoSuchRun",
    "NoSuchStep",
    "NotBegun",
    "NotInGreenRuns",
    "NotRecorded",
    "NotShown",
    "NothingHere",
    "OutcomeUnknown",
    "PipelinesNumber",
    "ReferenceFault",
    "RerunReason",
    "RerunRefused",
    "RollbackDeed",
    "RollbackReason",
    "RollbackRefused",
    "RunDeed",
    "SeveralApprovals",
    "SeveralHeld",
    "SeveralReruns",
    "SeveralSteps",
    "StaleReason",
    "StaleRun",
    "SurplusArgument",
    "TriggerDeed",
    "UnclosedQuote",
    "UnknownCommand",
    "UnknownFlag",
    "UnknownName",
    "UnknownProject",
    "UnknownWord",
    "Verb",
]
