"""A few commands' syntaxes, and strategies for what people type."""

from dataclasses import dataclass, field
from typing import Annotated

from hypothesis import strategies as st

from bot.circleci.slug import ProjectSlug
from bot.grammar import Arg, Syntax
from bot.grammar.kinds import (
    ABILITY,
    ARTIFACT_PATH,
    BRANCH_REFERENCE,
    COMMAND_WORDS,
    GLOB,
    JOB_REFERENCE,
    LIST_MARK,
    NAME,
    PARAMETER,
    PIPELINE_REFERENCE,
    SWITCH,
    TAG,
    Value,
)
from bot.model.ability import Ability
from bot.model.permission import Permission
from bot.model.reference import AT_HAND, LIST_START, Mark, Reference

WEB = ProjectSlug("gh", "acme", "web")
#: What means a project where these lines are read.
PROJECTS = frozenset({"web", "api", "stage", "acme/web"})


@dataclass(frozen=True, slots=True)
class Status:
    target: Annotated[Reference, Arg(BRANCH_REFERENCE, "Which project and branch")] = AT_HAND


@dataclass(frozen=True, slots=True)
class Pipelines:
    target: Annotated[Reference, Arg(BRANCH_REFERENCE, "Which project and branch")] = AT_HAND
    mine: Annotated[bool, Arg(SWITCH, "Only what the token started", flag="--mine")] = False
    page: Annotated[Mark, Arg(LIST_MARK, "Where to go on", flag="--page", hidden=True)] = LIST_START


@dataclass(frozen=True, slots=True)
class Trigger:
    target: Annotated[Reference, Arg(BRANCH_REFERENCE, "Which project and branch")] = AT_HAND
    tag: Annotated[str | None, Arg(TAG, "A tag to build", flag="--tag")] = None
    definition: Annotated[str | None, Arg(NAME, "Which definition", flag="--definition")] = None
    parameters: Annotated[tuple[tuple[str, Value], ...], Arg(PARAMETER, "Parameters", rest=True)] = ()


@dataclass(frozen=True, slots=True)
class One:
    pipeline: Annotated[Reference, Arg(PIPELINE_REFERENCE, "Which pipeline")] = AT_HAND


@dataclass(frozen=True, slots=True)
class Artifacts:
    job: Annotated[Reference, Arg(JOB_REFERENCE, "Which job")] = AT_HAND
    match: Annotated[str | None, Arg(GLOB, "Only these", flag="--match")] = None


@dataclass(frozen=True, slots=True)
class Artifact:
    job: Annotated[Reference, Arg(JOB_REFERENCE, "Which job")] = AT_HAND
    path: Annotated[str, Arg(ARTIFACT_PATH, "Which file")] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Can:
    action: Annotated[Ability | None, Arg(ABILITY, "To do what")] = None
    target: Annotated[Reference, Arg(BRANCH_REFERENCE, "Where")] = AT_HAND


@dataclass(frozen=True, slots=True)
class Help:
    command: Annotated[str | None, Arg(COMMAND_WORDS, "Which command")] = None


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


STATUS = Syntax("status", Status, ("status web@main",))
PIPELINES = Syntax("pipelines", Pipelines, ("pipelines web --mine",))
TRIGGER = Syntax("trigger", Trigger, ("trigger web@main env=staging",))
PIPELINE_OF = Syntax("pipeline", One, ("pipeline #812",))
JOB_OF = Syntax("job", One, ("job last failed",))
ARTIFACTS = Syntax("artifacts", Artifacts, ("artifacts last",))
ARTIFACT = Syntax("artifact", Artifact, ("artifact 4711 coverage.xml",))
CAN = Syntax("can", Can, ("can trigger web@main",))
HELP = Syntax("help", Help, ("help trigger",))
ME = Syntax("me", Nothing, ("me",))
ME_TOO = Syntax("me too", Nothing, ("me too",))
SYNTAXES = (STATUS, PIPELINES, TRIGGER, PIPELINE_OF, JOB_OF, ARTIFACTS, ARTIFACT, CAN, HELP, ME, ME_TOO)

words = st.from_regex(r"[a-z][a-z0-9._-]{0,12}", fullmatch=True).filter(
    lambda word: word not in {*Permission, "last"} and not word.endswith((".", ".lock")) and ".." not in word
)
projects = st.one_of(st.sampled_from(sorted(PROJECTS)), st.builds("gh/{}/{}".format, words, words))
branches = st.one_of(
    words, st.builds("{}/{}".format, words, words), st.sampled_from(["a'b", 'a"b', "ü@ö", "a=b", "fix!"])
)
targets = st.one_of(
    projects, st.builds("{}@{}".format, projects, branches), st.builds("@{}".format, branches)
)
numbers = st.integers(0, 10**8).map(str)
uuids = st.uuids().map(str)
references = st.one_of(
    numbers,
    numbers.map("#{}".format),
    st.builds("{}#{}".format, projects, numbers),
    uuids,
    targets,
    st.sampled_from(["last", "last failed", "LAST Failed", "job 155", "pipeline web#812", "pull/97"]),
    st.builds("last {}".format, targets),
    st.builds("last failed {}".format, targets),
    st.builds("{} last failed".format, targets),
    st.builds("https://app.circleci.com/pipelines/gh/{}/{}/{}".format, words, words, st.integers(1, 999)),
)
texts = st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
values: st.SearchStrategy[Value] = st.one_of(
    st.booleans(), st.integers(-(10**17), 10**17), st.text(max_size=30)
)
parameters = st.tuples(st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,20}", fullmatch=True), values)
