"""Lines that ask how things stand."""

import re
from dataclasses import dataclass, replace
from typing import Annotated

from bot.grammar import Arg, Kind, Syntax, kinds
from bot.lines.arguments import RunsTarget
from bot.lines.paging import ListMark
from bot.model.bad_text import BadText, ValueReason
from bot.model.reference import AT_HAND, LIST_START, Reference

#: A project, and perhaps one of its environments or components.
DEPLOYS_REFERENCE = replace(kinds.PROJECT_REFERENCE, optional="[project] [environment]")


#: What may be an organization, too.
APPROVALS_REFERENCE = replace(kinds.BRANCH_REFERENCE, optional="[project|organization]")


@dataclass(frozen=True, slots=True)
class ApprovalsArgs:
    target: Annotated[
        Reference,
        Arg(
            APPROVALS_REFERENCE,
            "Only this project, branch or organization, e.g. web",
            words=frozenset({"waiting", "pending", "open"}),
        ),
    ] = AT_HAND
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class DeploysArgs:
    project: Annotated[
        Reference, Arg(DEPLOYS_REFERENCE, "Which project and environment, e.g. web production")
    ] = AT_HAND
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class PipelinesArgs:
    target: RunsTarget = AT_HAND
    mine: Annotated[
        bool,
        Arg(
            kinds.SWITCH, "Only those you asked the bot for", flag="--mine", words=frozenset({"me", "myself"})
        ),
    ] = False
    bot: Annotated[bool, Arg(kinds.SWITCH, "Only those the bot started", flag="--bot", rare=True)] = False
    page: ListMark = LIST_START


_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")


def _organization(text: str) -> str:
    if not _NAME.fullmatch(text) or len(text) > 255:
        raise BadText(ValueReason.NO_ORGANIZATION)
    return text


ORGANIZATION: Kind[str] = Kind("organization", "an organization", "acme", _organization)


@dataclass(frozen=True, slots=True)
class RedArgs:
    organization: Annotated[str | None, Arg(ORGANIZATION, "Only this organization's projects")] = None
    page: ListMark = LIST_START


@dataclass(frozen=True, slots=True)
class StatusArgs:
    target: RunsTarget = AT_HAND


APPROVALS = Syntax("approvals", ApprovalsArgs, ("approvals", "approvals web", "approvals acme"))
DEPLOYS = Syntax("deploys", DeploysArgs, ("deploys", "deploys web"))
PIPELINES = Syntax("pipelines", PipelinesArgs, ("pipelines", "pipelines web@main", "pipelines --mine"))
RED = Syntax("red", RedArgs, ("red", "red acme"))
STATUS = Syntax("status", StatusArgs, ("status", "status web", "status web@main"))
