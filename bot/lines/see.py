"""Lines that ask how things stand."""

import re
from dataclasses import dataclass
from typing import Annotated

from bot.grammar import Arg, Kind, Syntax, kinds
from bot.grammar.kinds import LIST_MARK, SWITCH, TARGET
from bot.model.reference import CHANNEL_TARGET, LIST_START, Mark, ProjectName, Target
from bot.model.subject import NO_SUBJECT, Subject


@dataclass(frozen=True, slots=True)
class DeploysArgs:
    project: Annotated[ProjectName | None, Arg(kinds.PROJECT_NAME, "Which one; else this channel's")] = None
    page: Annotated[Mark, Arg(kinds.LIST_MARK, "Where to go on", flag="--page", hidden=True)] = LIST_START

    @property
    def about(self) -> Subject:
        return Subject.of_project(self.project)


DEPLOYS = Syntax("deploys", DeploysArgs, ("deploys", "deploys web"))


@dataclass(frozen=True, slots=True)
class PipelinesArgs:
    target: Annotated[Target, Arg(TARGET, "Which project and branch; else this channel's project")] = (
        CHANNEL_TARGET
    )
    mine: Annotated[bool, Arg(SWITCH, "Only those that the bot started", flag="--mine")] = False
    page: Annotated[Mark, Arg(LIST_MARK, "Where to go on", flag="--page", hidden=True)] = LIST_START

    @property
    def about(self) -> Subject:
        return Subject.of_target(self.target)


PIPELINES = Syntax("pipelines", PipelinesArgs, ("pipelines web", "pipelines web@main", "pipelines --mine"))


_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")


def _organization(text: str) -> str:
    if not _NAME.fullmatch(text) or len(text) > 255:
        raise ValueError("that is its name, or a slug like gh/acme")
    return text


ORGANIZATION: Kind[str] = Kind("organization", "an organization", "acme", _organization)


@dataclass(frozen=True, slots=True)
class RedArgs:
    organization: Annotated[str | None, Arg(ORGANIZATION, "Only this organization's projects")] = None
    page: Annotated[Mark, Arg(kinds.LIST_MARK, "Where to go on", flag="--page", hidden=True)] = LIST_START

    @property
    def about(self) -> Subject:
        return NO_SUBJECT


RED = Syntax("red", RedArgs, ("red", "red acme"))


@dataclass(frozen=True, slots=True)
class StatusArgs:
    target: Annotated[Target, Arg(TARGET, "Which project and branch; else this channel's project")] = (
        CHANNEL_TARGET
    )

    @property
    def about(self) -> Subject:
        return Subject.of_target(self.target)


STATUS = Syntax("status", StatusArgs, ("status", "status web", "status web@main"))
