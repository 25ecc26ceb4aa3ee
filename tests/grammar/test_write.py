"""Typed arguments → lines, which are read as the same arguments again."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import line, parse
from bot.grammar.reference import read_reference
from bot.model.ability import Ability
from bot.model.permission import Permission
from bot.model.reference import Mark, NamedState, Reference
from tests.grammar import lines
from tests.grammar.lines import (
    ARTIFACT,
    ARTIFACTS,
    CAN,
    HELP,
    PIPELINE_OF,
    PIPELINES,
    PROJECTS,
    STATUS,
    SYNTAXES,
    TRIGGER,
    Artifact,
    Artifacts,
    Can,
    Help,
    One,
    Pipelines,
    Status,
    Trigger,
)

marks = st.builds(
    Mark, st.integers(0, 10**5), st.one_of(st.none(), st.from_regex(r"[\w=+/-]+", fullmatch=True))
)
targets = lines.targets.map(lambda said: read_reference(said, PROJECTS))
# What has an @ in it is a branch, in quotes too.
texts = lines.texts.filter(lambda text: "@" not in text)
names = st.lists(lines.words | texts, max_size=3).map(tuple)
references = st.builds(
    lambda said, words: replace(read_reference(said, PROJECTS), words=words), lines.references, names
)
alone = lines.references.map(lambda said: read_reference(said, PROJECTS))
arguments = st.one_of(
    st.builds(lambda args: (STATUS, args), st.builds(Status, targets)),
    st.builds(
        lambda args: (PIPELINES, args),
        st.builds(Pipelines, targets, st.booleans(), marks),
    ),
    st.builds(
        lambda args: (TRIGGER, args),
        st.builds(
            Trigger,
            targets,
            st.one_of(st.none(), lines.branches),
            st.one_of(st.none(), lines.texts),
            st.lists(lines.parameters, max_size=5).map(tuple),
        ),
    ),
    st.builds(lambda args: (PIPELINE_OF, args), st.builds(One, references)),
    st.builds(
        lambda args: (ARTIFACTS, args),
        st.builds(Artifacts, references, st.none() | lines.texts),
    ),
    st.builds(lambda args: (ARTIFACT, args), st.builds(Artifact, alone, path=lines.texts)),
    st.builds(
        lambda args: (CAN, args),
        st.builds(Can, st.one_of(st.none(), st.sampled_from(Permission).map(Ability.of)), targets),
    ),
    st.builds(lambda args: (HELP, args), st.builds(Help, st.one_of(st.none(), lines.words))),
)


@given(arguments)
def test_a_line_that_is_written_is_read_as_the_same_arguments(pair: tuple[object, object]) -> None:
    syntax, args = pair
    assert parse(line(syntax, args), SYNTAXES, PROJECTS) == (syntax, args)  # type: ignore[arg-type]


def test_a_plain_line_stays_plain() -> None:
    assert line(PIPELINE_OF, One(Reference(last=True, state=NamedState.FAILED))) == "pipeline last failed"
    assert line(PIPELINE_OF, One(Reference(number=812))) == "pipeline #812"
    assert line(STATUS, Status()) == "status"


def test_a_name_that_would_be_a_second_number_is_quoted() -> None:
    assert line(PIPELINE_OF, One(Reference(number=1, words=("0",)))) == "pipeline #1 '0'"


def test_changes_are_said_instead() -> None:
    assert line(PIPELINES, Pipelines(mine=True), page=Mark(3, "x")) == "pipelines --mine --page +3.x"
    assert (
        line(PIPELINE_OF, One(), pipeline=Reference.of_number(lines.WEB, 155)) == "pipeline gh/acme/web#155"
    )


def test_what_stands_before_a_line_may_be_typed_before_a_command_that_is_asked_about() -> None:
    for asked in ("help trigger", "help /ci trigger", "help @ringmaster trigger"):
        assert parse(asked, SYNTAXES) == (HELP, Help("trigger"))


def test_examples_the_usage_and_patterns_are_lines_with_the_commands_words() -> None:
    assert CAN.examples == ("can trigger web@main",)
    assert CAN.usage == "can [action] [project][@branch]"
    assert ARTIFACT.pattern("<path>") == "artifact <path>"
