"""What is meant can't be told, or is not there."""

import pytest

from bot.model.fault import (
    NameKind,
    NoneInState,
    NoProject,
    NothingHere,
    NotInGreenRuns,
    UnknownName,
    UnknownWord,
)
from bot.model.line import Line
from bot.model.message import Lines
from bot.model.reference import NamedState
from bot.model.spans import GroupMention, UserMention
from bot.views.refusals.refusal import refusal
from tests.commands.desk import offered, told


@pytest.mark.parametrize(
    ("kind", "within", "said"),
    [
        (NameKind.COMPONENT, "web", "web has no component x. Its components: a, b, c."),
        (NameKind.DEFINITION, "web", "web has no pipeline definition x. Its pipeline definitions: a, b, c."),
        (NameKind.ENVIRONMENT, "shop", "shop isn't deployed to x. Its environments: a, b, c."),
        (NameKind.JOB, "build", "build has no job x. Its jobs: a, b, c."),
        (NameKind.NAMESPACE, "", "There's no namespace x. The namespaces: a, b, c."),
        (NameKind.VERSION, "", "There's no version x. The latest versions: a, b, c."),
        (NameKind.WORKFLOW, "web", "web has no workflow x. Its workflows: a, b, c."),
    ],
)
def test_a_name_that_is_not_there_is_told_with_those_that_are(kind: NameKind, within: str, said: str) -> None:
    assert told(UnknownName(kind, "x", ("a", "b", "c"), within)) == [said]


@pytest.mark.parametrize(
    ("noun", "project", "next"),
    [
        ("project", "web", "projects lists them"),
        ("pipeline", "web", "pipelines web lists them"),
        ("pipeline", None, "projects lists the projects"),
        ("job", "web", "pipelines web lists the pipelines"),
    ],
)
def test_what_is_not_here_is_told_with_the_line_that_lists_what_there_is(
    noun: str, project: str | None, next: str
) -> None:
    fault = NothingHere(noun, "x", project)
    assert told(fault)[1] == f"/ci {next}."
    assert [each.line for each in offered(fault)] == [next.partition(" lists")[0]]


@pytest.mark.parametrize(
    ("said", "told_as"),
    [
        ("@Main", "No pipeline on Main in web that you can see here."),
        ("web@Main", "No pipeline on Main in web that you can see here."),
        ("#99999", "No pipeline #99999 in web that you can see here."),
        ("last failed web", "No failed pipeline in web that you can see here."),
        ("last", "No pipeline in web that you can see here."),
        ("", "No pipeline in web that you can see here."),
    ],
)
def test_what_is_not_here_is_named_as_people_name_it(said: str, told_as: str) -> None:
    assert told(NothingHere("pipeline", said, "web"))[0] == told_as


@pytest.mark.parametrize("mention", [GroupMention("S0RELEASE"), UserMention("U0BEN")])
def test_who_was_mentioned_is_called_by_name_and_never_by_id(mention: GroupMention | UserMention) -> None:
    first, *_ = refusal(NothingHere("branch", f"@{mention.id}", "web")).blocks

    assert isinstance(first, Lines)
    assert first.lines[0] == ("No branch ", mention, " in web that you can see here.")


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "web's last passing pipeline on ship has no artifact a.txt."),
        (5, "None of web's last 5 passing pipelines on ship has an artifact a.txt."),
    ],
)
def test_the_passing_pipelines_that_were_looked_through_are_counted(count: int, said: str) -> None:
    fault = NotInGreenRuns("a.txt", "web", "ship", count, Line("pipelines web@ship"))
    assert told(fault)[:2] == [said, "/ci pipelines web@ship lists them."]


@pytest.mark.parametrize(
    ("state", "count", "said"),
    [
        (NamedState.CANCELED, 57, "None of web's last 57 pipelines on ship was canceled."),
        (NamedState.PASSED, 1, "web's last pipeline on ship hasn't passed."),
    ],
)
def test_where_none_is_in_a_state_it_is_said_how_many_were_looked_at(
    state: NamedState, count: int, said: str
) -> None:
    assert told(NoneInState(state, "web", "ship", count))[:2] == [
        said,
        "/ci pipelines web@ship lists them.",
    ]


def test_where_not_all_can_be_seen_that_is_said() -> None:
    none = NoneInState(NamedState.PASSED, "web", None, 5, limited=True)
    left = NotInGreenRuns("a.txt", "web", None, 1, Line("pipelines web"), limited=True)
    assert [told(none)[0], told(left)[0]] == [
        "None of web's last 5 pipelines that you can see here passed.",
        "web's last passing pipeline that you can see here has no artifact a.txt.",
    ]


def test_a_word_that_names_nothing_is_told_with_what_may_be_meant() -> None:
    near = UnknownWord("trigr", "an action", Line("can trigger"), (Line("can trigger"),))
    assert told(near)[0] == "No action called trigr. Did you mean /ci can trigger?"
    assert [each.line for each in offered(near)] == ["can trigger"]


def test_without_a_project_the_line_that_sets_one_says_which() -> None:
    fault = NoProject((("web", Line("status web")),), Line("use web"))
    assert told(fault)[:3] == [
        "Which project? This channel has no default.",
        "For example /ci status web.",
        "/ci use web makes web the default here.",
    ]
