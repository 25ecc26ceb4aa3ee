"""Lines about a channel, and about who may do what in it."""

from dataclasses import dataclass
from typing import Annotated

from bot.grammar import Arg, Syntax, kinds
from bot.model.ability import Ability
from bot.model.reference import AT_HAND, Reference


@dataclass(frozen=True, slots=True)
class CanArgs:
    action: Annotated[
        Ability | None, Arg(kinds.ABILITY, "Which action: read, trigger, rollback, …; without one, all")
    ] = None
    target: Annotated[Reference, Arg(kinds.BRANCH_REFERENCE, "Which project and branch, e.g. web@main")] = (
        AT_HAND
    )


@dataclass(frozen=True, slots=True)
class HelpArgs:
    command: Annotated[str | None, Arg(kinds.COMMAND_WORDS, "Which command; without one, all of them")] = None


@dataclass(frozen=True, slots=True)
class MeArgs:
    """None."""


@dataclass(frozen=True, slots=True)
class UseArgs:
    project: Annotated[Reference, Arg(kinds.PROJECT_REFERENCE, "The channel's default project from now on")]


CAN = Syntax("can", CanArgs, ("can", "can trigger web@main", "can rollback web"))
HELP = Syntax("help", HelpArgs, ("help", "help trigger"))
ME = Syntax("me", MeArgs, ("me",))
USE = Syntax("use", UseArgs, ("use web", "use gh/acme/web"), acts=True)
