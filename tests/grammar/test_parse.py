"""Lines → typed arguments, and back."""

import contextlib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.grammar import Syntax
from bot.grammar import parse as parse_line
from bot.grammar.kinds import BRANCH_REFERENCE, JOB_REFERENCE, PARAMETER, PIPELINE_REFERENCE, TAG
from bot.model.ability import Ability
from bot.model.grammar_fault import (
    BadValue,
    Contradiction,
    EmptyLine,
    GrammarFault,
    LineTooLong,
    MissingArgument,
    SurplusArgument,
    UnclosedQuote,
    UnknownCommand,
    UnknownFlag,
)
from bot.model.permission import Permission
from bot.model.reference import Mark, NamedState, ProjectName, Reference
from tests.grammar.lines import (
    ARTIFACT,
    ARTIFACTS,
    CAN,
    HELP,
    ME,
    ME_TOO,
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
    Nothing,
    One,
    Pipelines,
    Status,
    Trigger,
)

WEB = Reference(ProjectName("web"))
WEB_MAIN = Reference(ProjectName("web"), "main")


def parse(line: str, syntaxes: Sequence[Syntax[Any]]) -> tuple[Syntax[Any], Any]:
    """Where web and api are projects."""
    return parse_line(line, syntaxes, PROJECTS)


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda syntax: syntax.words)
def test_each_example_follows_its_own_syntax(syntax: object) -> None:
    for example in syntax.examples:  # type: ignore[attr-defined]
        assert parse(example, SYNTAXES)[0] == syntax


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("status", Status()),
        ("Status web", Status(WEB)),
        ("  STATUS   web@main ", Status(WEB_MAIN)),
        ("pipelines --mine web", Pipelines(WEB, mine=True)),
        ("pipelines web --mine", Pipelines(WEB, mine=True)),
        ("pipelines --page=+20.abc", Pipelines(page=Mark(20, "abc"))),
        ("trigger env=staging", Trigger(parameters=(("env", "staging"),))),
        (
            "trigger web@main a=1 b=true c=x",
            Trigger(WEB_MAIN, parameters=(("a", 1), ("b", True), ("c", "x"))),
        ),
        ("trigger a=1 --tag v1 b=2", Trigger(tag="v1", parameters=(("a", 1), ("b", 2)))),
        ('trigger note="two words"', Trigger(parameters=(("note", "two words"),))),
        ('trigger version="5" dry="true"', Trigger(parameters=(("version", "5"), ("dry", "true")))),
        ("trigger version='\"5\"'", Trigger(parameters=(("version", '"5"'),))),
        ("trigger note=don't by=it's", Trigger(parameters=(("note", "don't"), ("by", "it's")))),
        ('trigger config={"a":1}', Trigger(parameters=(("config", '{"a":1}'),))),
        ("artifact it's.txt", Artifact(path="it's.txt")),
        ('trigger --definition="build and test"', Trigger(definition="build and test")),
        ("hey, `status` *web*, please!", Status(WEB)),
        ("trigger note=hello! thanks", Trigger(parameters=(("note", "hello!"),))),
        ("artifact 'please'", Artifact(path="please")),
        ('trigger --definition "build and test"', Trigger(definition="build and test")),
        ('trigger --TAG "5"', Trigger(tag="5")),
        (r"trigger path=C:\temp", Trigger(parameters=(("path", r"C:\temp"),))),
        ("artifact cov.xml", Artifact(path="cov.xml")),
        (
            "artifact last failed cov.xml",
            Artifact(Reference(last=True, state=NamedState.FAILED), path="cov.xml"),
        ),
        ("artifact last cov.xml", Artifact(Reference(last=True), path="cov.xml")),
        ("artifact '--odd'", Artifact(path="--odd")),
        ("artifact 155 My report.html", Artifact(Reference(number=155), path="My report.html")),
        ("artifact My report.html of job 155", Artifact(Reference(job_number=155), path="My report.html")),
        ("status main", Status(Reference(words=("main",)))),
        ("status web on main", Status(Reference(ProjectName("web"), words=("main",)))),
        ("status on @main for web please", Status(WEB_MAIN)),
        ("status web --branch main", Status(WEB_MAIN)),
        ("status #812", Status(Reference(number=812))),
        ("status web last failed", Status(Reference(ProjectName("web"), last=True, state=NamedState.FAILED))),
        ("pipelines mine", Pipelines(mine=True)),
        ("pipelines mine of web", Pipelines(WEB, mine=True)),
        ("trigger a=1 web b=2 @main", Trigger(WEB_MAIN, parameters=(("a", 1), ("b", 2)))),
        ("trigger web main", Trigger(Reference(ProjectName("web"), words=("main",)))),
        ("trigger we!b", Trigger(Reference(words=("we!b",)))),
        ("artifacts last --match a", Artifacts(Reference(last=True), "a")),
        ("can", Can()),
        ("can trigger", Can(Ability.of(Permission.TRIGGER))),
        ("can web@main", Can(None, WEB_MAIN)),
        ("can trigger web", Can(Ability.of(Permission.TRIGGER), WEB)),
        ("help me too", Help("me too")),
        ("me", Nothing()),
        ("Me Too", Nothing()),
    ],
)
def test_a_line_is_read(said: str, args: object) -> None:
    assert parse(said, SYNTAXES)[1] == args


def test_the_longest_words_come_first() -> None:
    assert parse("me too", SYNTAXES)[0] == ME_TOO
    assert parse("me", SYNTAXES)[0] == ME


@pytest.mark.parametrize(
    "said",
    [
        "last failed web@main",
        "failed last web @main",
        "web last failed branch main",
        "@main of web, last failed",
        "last failed of web --branch main",
        "the last one that failed on @main in web?",
    ],
)
def test_a_reference_takes_the_words_that_belong_to_it_in_any_order(said: str) -> None:
    assert parse(f"pipeline {said}", SYNTAXES)[1] == One(
        Reference(ProjectName("web"), "main", last=True, state=NamedState.FAILED)
    )


@pytest.mark.parametrize("said", ["", "   ", "\n", "''  "[2:]])
def test_an_empty_line_is_told_as_such(said: str) -> None:
    with pytest.raises(EmptyLine):
        parse(said, SYNTAXES)


def test_ten_thousand_characters_are_too_long() -> None:
    with pytest.raises(LineTooLong) as caught:
        parse("trigger " + "x" * 9_992, SYNTAXES)
    assert (caught.value.length, caught.value.limit) == (10_000, 2_000)


def test_an_unclosed_quote_is_told_as_such() -> None:
    with pytest.raises(UnclosedQuote) as caught:
        parse('trigger web note="a b', SYNTAXES)
    assert caught.value.said == 'note="a'


def test_a_missing_argument_is_named_with_a_line_that_works() -> None:
    with pytest.raises(MissingArgument) as caught:
        parse("artifact", SYNTAXES)
    assert (caught.value.argument, caught.value.example) == ("<path>", "artifact 4711 coverage.xml")


@pytest.mark.parametrize("said", ["trigger --tag", "trigger --tag --definition x"])
def test_a_flag_without_its_value_is_a_missing_argument(said: str) -> None:
    with pytest.raises(MissingArgument) as caught:
        parse(said, SYNTAXES)
    it = caught.value
    assert (it.words, it.flag, it.argument) == ("trigger", "--tag", "a tag")
    assert caught.value.example.startswith("trigger --tag v1.2.0")


def test_a_word_too_many_is_named() -> None:
    with pytest.raises(SurplusArgument) as caught:
        parse("me again", SYNTAXES)
    assert (caught.value.words, caught.value.said, caught.value.usage) == ("me", "again", "me")


def test_more_than_a_hundred_parameters_are_too_many() -> None:
    said = " ".join(f"p{number}=1" for number in range(101))
    with pytest.raises(SurplusArgument) as caught:
        parse(f"trigger {said}", SYNTAXES)
    assert caught.value.said == "p100=1"


@pytest.mark.parametrize(
    ("said", "flag", "suggestion"),
    [
        ("trigger --tga v1", "--tga", "--tag"),
        ("pipelines --min", "--min", "--mine"),
        ("trigger -x", "-x", None),
        ("trigger --zzzzzz=1", "--zzzzzz", "zzzzzz=1"),
        ("pipelines --pag", "--pag", None),
    ],
)
def test_an_unknown_flag_is_named_with_the_likely_one_but_never_a_hidden_one(
    said: str, flag: str, suggestion: str | None
) -> None:
    with pytest.raises(UnknownFlag) as caught:
        parse(said, SYNTAXES)
    assert (caught.value.said, caught.value.suggestion) == (flag, suggestion)


@pytest.mark.parametrize(
    ("said", "value", "kind"),
    [
        ("trigger web@we^b", "web@we^b", BRANCH_REFERENCE),
        (f"trigger web {'n' * 129}=1", f"{'n' * 129}=1", PARAMETER),
        ("trigger --tag=-x", "-x", TAG),
        ("pipeline @a..b of web", "@a..b", PIPELINE_REFERENCE),
        ("artifact https://example.com/ cov.xml", "https://example.com/", JOB_REFERENCE),
    ],
)
def test_a_value_that_its_kind_can_not_read_is_named_with_one_that_works(
    said: str, value: str, kind: object
) -> None:
    with pytest.raises(BadValue) as caught:
        parse(said, SYNTAXES)
    assert caught.value.said == value
    assert caught.value.kind == kind.noun  # type: ignore[attr-defined]
    assert caught.value.example == kind.example  # type: ignore[attr-defined]


def test_two_names_of_one_sort_are_told_and_neither_is_taken() -> None:
    with pytest.raises(Contradiction) as caught:
        parse("status web api", SYNTAXES)
    assert caught.value.names == ("web", "api")


def test_a_misspelt_action_is_kept_as_a_word_that_may_be_a_branch() -> None:
    assert parse("can triger web", SYNTAXES)[1] == Can(None, Reference(ProjectName("web"), words=("triger",)))


@pytest.mark.parametrize(
    ("said", "value"), [("pipelines --mine=yes", "yes"), ("trigger --tag a --tag b", "b")]
)
def test_a_switch_takes_no_value_and_a_flag_only_one(said: str, value: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse(said, SYNTAXES)
    assert caught.value.said == value


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("stauts web", "status web"),
        ("trgiger web@main  env=a", "trigger web@main  env=a"),
        ("trig", "trigger"),
        ("please, stauts web!", "status web"),
        ("Pipelnes --mine", "pipelines --mine"),
        ('artifcat "a b"', 'artifact "a b"'),
        ("me to", None),
        ("web@main", "status web@main"),
        ("@main", "status @main"),
        ("#812", "pipeline #812"),
        ("last failed", "pipeline last failed"),
        ("5034460f-c7c4-4c43-9457-de07e2029e7b", "pipeline 5034460f-c7c4-4c43-9457-de07e2029e7b"),
        (
            "https://app.circleci.com/pipelines/gh/acme/web/812",
            "pipeline https://app.circleci.com/pipelines/gh/acme/web/812",
        ),
    ],
)
def test_an_unknown_command_suggests_whole_lines_with_the_rest_kept(said: str, first: str | None) -> None:
    if first is None:
        with pytest.raises(SurplusArgument):
            parse(said, SYNTAXES)
        return
    with pytest.raises(UnknownCommand) as caught:
        parse(said, SYNTAXES)
    assert caught.value.suggestions[0] == first
    assert len(caught.value.suggestions) <= 3


@pytest.mark.parametrize("said", ["cancel last", "Hello there"])
def test_a_word_that_is_only_a_little_alike_is_not_suggested(said: str) -> None:
    with pytest.raises(UnknownCommand) as caught:
        parse(said, SYNTAXES)
    assert caught.value.suggestions == ()


def test_a_suggestion_can_be_read() -> None:
    with pytest.raises(UnknownCommand) as caught:
        parse("artifcat", SYNTAXES)
    assert caught.value.suggestions[0] == "help artifact"


def test_an_unknown_flag_comes_with_the_corrected_line() -> None:
    with pytest.raises(UnknownFlag) as caught:
        parse("trigger web --tga v1 note='a b'", SYNTAXES)
    assert caught.value.corrected == "trigger web --tag v1 note='a b'"


def test_last_failed_is_a_job_and_its_path_is_missing() -> None:
    with pytest.raises(MissingArgument) as caught:
        parse("artifact last failed", SYNTAXES)
    assert caught.value.argument == "<path>"


@pytest.mark.parametrize("said", ["pipeline @-x", "pipeline https://app.circleci.com/pipelines/gh/acme"])
def test_what_names_no_pipeline_is_refused(said: str) -> None:
    with pytest.raises(BadValue):
        parse(said, SYNTAXES)


def test_words_like_nothing_suggest_nothing() -> None:
    with pytest.raises(UnknownCommand) as caught:
        parse("xyzzy plugh", SYNTAXES)
    assert (caught.value.said, caught.value.suggestions) == ("xyzzy", ())


@pytest.mark.parametrize(
    ("syntax", "usage"),
    [
        (STATUS, "status [project][@branch]"),
        (PIPELINES, "pipelines [project][@branch] [--mine]"),
        (TRIGGER, "trigger [project][@branch] [--tag TAG] [--definition NAME] [name=value …]"),
        (PIPELINE_OF, "pipeline [pipeline]"),
        (ARTIFACTS, "artifacts [job] [--match GLOB]"),
        (ARTIFACT, "artifact [job] <path>"),
        (CAN, "can [action] [project][@branch]"),
        (HELP, "help [command]"),
        (ME, "me"),
    ],
    ids=lambda value: getattr(value, "words", ""),
)
def test_the_usage_shows_what_can_be_typed(syntax: object, usage: str) -> None:
    assert syntax.usage == usage  # type: ignore[attr-defined]


@given(st.one_of(st.text(max_size=100), st.builds("trigger {}".format, st.text(max_size=100))))
def test_any_text_is_read_or_told_what_is_wrong(said: str) -> None:
    with contextlib.suppress(GrammarFault):
        parse(said, SYNTAXES)
