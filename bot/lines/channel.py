"""Lines about a channel, and about who may do what in it."""

from dataclasses import dataclass
from typing import Annotated

from bot.grammar import Arg, Syntax, kinds
from bot.model.permission import Permission
from bot.model.reference import CHANNEL_TARGET, ProjectName, Target


@dataclass(frozen=True, slots=True)
class CanArgs:
    action: Annotated[
        Permission | None, Arg(kinds.PERMISSION, "One of: read, trigger, rerun, cancel, …; else all")
    ] = None
    target: Annotated[Target, Arg(kinds.TARGET, "With which project and branch; else this channel's")] = (
        CHANNEL_TARGET
    )


@dataclass(frozen=True, slots=True)
class HelpArgs:
    command: Annotated[str | None, Arg(kinds.COMMAND_WORDS, "Which command; else all")] = None


@dataclass(frozen=True, slots=True)
class MeArgs:
    """None."""


@dataclass(frozen=True, slots=True)
class UseArgs:
    project: Annotated[
        ProjectName, Arg(kinds.PROJECT_NAME, "What this channel means when no project is named")
    ]


CAN = Syntax("can", CanArgs, ("can", "can trigger", "can trigger web@main"))
HELP = Syntax("help", HelpArgs, ("help", "help trigger"))
ME = Syntax("me", MeArgs, ("me",))
USE = Syntax("use", UseArgs, ("use web", "use gh/acme/web"), acts=True)
