"""Parameters that CircleCI would refuse, in words."""

from dataclasses import replace

import pytest

from bot.model.line import Line
from bot.model.parameters import (
    Declaration,
    DeclaredParameter,
    LooseWords,
    MistakenParameters,
    ParameterMistake,
    ParameterReason,
    ParameterType,
)
from tests.commands.desk import offered, told
from tests.views.facts import pipeline
from tests.views.refusals.samples import ANYWAY, ENVIRONMENT, MENDED, MISTAKEN

SHARDS = DeclaredParameter("shards", ParameterType.INTEGER, "2")
E2E = DeclaredParameter("run-e2e", ParameterType.BOOLEAN, "true")
NOTE = DeclaredParameter("note", ParameterType.STRING, "")
BUTTONS = "[Use environment=staging][Trigger anyway][Parameters]"


def mistaken(*mistakes: ParameterMistake, **changed: object) -> MistakenParameters:
    facts = {
        "called": "web",
        "declaration": MISTAKEN.declaration,
        "mistakes": mistakes,
        "mended": None,
        "anyway": ANYWAY,
        "help": MISTAKEN.help,
    }
    return MistakenParameters(**{**facts, **changed})  # type: ignore[arg-type]


def test_a_mistake_is_told_with_what_may_be_meant_and_as_of_which_pipeline() -> None:
    assert told(MISTAKEN) == [
        "web has no parameter enviroment. Did you mean environment?",
        "Try /ci trigger web@main environment=staging.",
        "Nothing was started. web's parameters as of #812 on main: environment.",
        BUTTONS,
    ]


def test_each_button_asks_with_what_will_be_started() -> None:
    mended, anyway, parameters = offered(MISTAKEN)

    assert mended.line == MENDED.line
    assert mended.confirm is not None
    assert (mended.confirm.title, mended.confirm.yes) == ("Trigger web?", "Trigger")
    assert mended.confirm.text == "Starts web on main at its newest commit, with environment=staging."
    assert anyway.line == ANYWAY.line
    assert anyway.confirm is not None
    assert anyway.confirm.text == (
        "CircleCI will probably reject these parameters. "
        "Starts web on main at its newest commit, with enviroment=staging."
    )
    assert (parameters.line, parameters.confirm) == ("help trigger web", None)


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (ParameterMistake(ParameterReason.UNKNOWN, "colour", "red"), "web has no parameter colour."),
        (
            ParameterMistake(ParameterReason.UNKNOWN, "env", "prod", ENVIRONMENT),
            "web has no parameter env. Did you mean environment? environment can be staging or production.",
        ),
        (
            ParameterMistake(ParameterReason.DECLARED_LATER, "deploy", True),
            "deploy isn't a parameter of web's setup config, only of the config it continues with.",
        ),
        (
            ParameterMistake(ParameterReason.VALUE, "environment", "prod", ENVIRONMENT, "production"),
            "environment can be staging or production.",
        ),
        (
            ParameterMistake(ParameterReason.VALUE, "shards", "two", SHARDS),
            "shards takes a number, like shards=2.",
        ),
        (
            ParameterMistake(ParameterReason.VALUE, "shards", "3", SHARDS, 3),
            "shards takes a number: shards=3.",
        ),
        (ParameterMistake(ParameterReason.VALUE, "run-e2e", "maybe", E2E), "run-e2e takes true or false."),
        (
            ParameterMistake(ParameterReason.VALUE, "run-e2e", "True", E2E, True),
            "run-e2e takes true or false: run-e2e=true.",
        ),
        (ParameterMistake(ParameterReason.VALUE, "note", 5, NOTE, "5"), 'note takes text: note="5".'),
        (
            ParameterMistake(ParameterReason.BRANCH, "branch", "ship"),
            "A branch goes after @, not in branch=.",
        ),
        (ParameterMistake(ParameterReason.TAG, "tag", "v1"), "A tag goes after --tag, not in tag=."),
        (
            ParameterMistake(ParameterReason.PROJECT, "project", "api"),
            "The project goes right after the command, not in project=.",
        ),
    ],
)
def test_each_mistake_has_its_sentence(mistake: ParameterMistake, said: str) -> None:
    assert told(mistaken(mistake))[0] == said


def test_several_mistakes_are_told_at_once_and_many_are_counted() -> None:
    unknown = [ParameterMistake(ParameterReason.UNKNOWN, f"p{at}", 1) for at in range(8)]

    said = told(mistaken(*unknown, mended=replace(MENDED, typed=Line(f"trigger web note={'x' * 60}"))))

    assert said[5:8] == [
        "web has no parameter p5.",
        "+ 2 more",
        "Nothing was started. web's parameters as of #812 on main: environment.",
    ]
    assert said[-1].startswith("[Trigger with all corrected][Trigger anyway]")


def test_where_the_branch_changes_the_button_names_it() -> None:
    [mended, *_] = offered(
        mistaken(
            ParameterMistake(ParameterReason.BRANCH, "branch", "ship"), mended=replace(MENDED, branch="ship")
        )
    )

    assert mended.label == "Trigger ship"


def test_where_nothing_is_declared_there_is_no_list_of_it() -> None:
    nothing = Declaration(pipeline(), ())
    said = told(mistaken(ParameterMistake(ParameterReason.UNKNOWN, "a", 1), declaration=nothing, anyway=None))

    assert said == [
        "web has no parameter a.",
        "Nothing was started. web takes no parameters as of #812 on main.",
    ]


def test_where_another_branch_was_denied_that_comes_first() -> None:
    misplaced = ParameterMistake(ParameterReason.BRANCH, "branch", "ship")
    said = told(mistaken(misplaced, declaration=None, mended=MENDED, anyway=None, denied_ref="main"))

    assert said[0] == "You can't trigger main of web here."
    assert said[-2:] == ["Nothing was started.", "[Trigger main]"]


def test_loose_words_are_shown_where_they_belong() -> None:
    spaces = LooseWords("world", 'note="hello world"', Line('trigger web note="hello world"'))
    around = LooseWords("note", "note=hello", Line("trigger web note=hello"))

    assert told(spaces)[0] == 'world isn\'t a parameter. Quote values with spaces: note="hello world".'
    assert told(around)[0] == "note isn't a parameter. Leave no spaces around =: note=hello."
    assert [each.line for each in offered(spaces)] == [spaces.corrected]


def test_words_that_no_quotes_mend_are_explained_by_the_help() -> None:
    loose = LooseWords("foo", 'shards="3 foo"', None, quotable=False)

    assert told(loose)[0] == "foo isn't a parameter. /ci help trigger shows how to give parameters."
    assert [each.line for each in offered(loose)] == ["help trigger"]


def test_a_loose_word_that_is_a_switch_is_told_as_one_where_it_fits_no_text() -> None:
    switch = Line("trigger web shards=3 run-e2e=true")
    loose = LooseWords("run-e2e", 'shards="3 run-e2e"', None, (switch,))

    assert told(loose)[0] == f"run-e2e isn't a parameter. Did you mean /ci {switch}?"
    assert [each.line for each in offered(loose)] == [switch]
