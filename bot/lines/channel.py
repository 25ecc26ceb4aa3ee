"""Lines about a channel, and about who may do what in it."""

from dataclasses import dataclass
from typing import Annotated

from bot.grammar import Arg, Syntax, kinds
from bot.grammar.kinds import COMMAND_WORDS, PERMISSION, TARGET
from bot.model.permission import Permission
from bot.model.reference import CHANNEL_TARGET, ProjectName, Target
from bot.model.subject import NO_SUBJECT, Subject


@dataclass(frozen=True, slots=True)
class CanArgs:
    action: Annotated[
        Permission | None, Arg(PERMISSION, "One of: read, trigger, rerun, cancel, …; else all")
    ] = None
    target: Annotated[Target, Arg(TARGET, "With which project and branch; else this channel's")] = (
        CHANNEL_TARGET
    )

    @property
    def about(self) -> Subject:
        return NO_SUBJECT


CAN = Syntax("can", CanArgs, ("can", "can trigger", "can trigger web@main"))


@dataclass(frozen=True, slots=True)
class HelpArgs:
    command: Annotated[str | None, Arg(COMMAND_WORDS, "Which command; else all")] = None

    @property
    def about(self) -> Subject:
        return NO_SUBJECT


HELP = Syntax("help", HelpArgs, ("help", "help trigger"))


@dataclass(frozen=True, slots=True)
class MeArgs:
    @property
    def about(self) -> Subject:
        return NO_SUBJECT


ME = Syntax("me", MeArgs, ("me",))


@dataclass(frozen=True, slots=True)
class UseArgs:
    project: Annotated[
        ProjectName, Arg(kinds.PROJECT_NAME, "What this channel means when no project is named")
    ]

    @property
    def about(self) -> Subject:
        return Subject.of_project(self.project)


USE = Syntax("use", UseArgs, ("use web", "use gh/acme/web"))
