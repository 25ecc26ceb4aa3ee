"""What can't be read of a line."""

import pytest

from bot.model.bad_text import ValueReason
from bot.model.grammar_fault import (
    BadValue,
    Contradiction,
    ContradictionReason,
    EmptyLine,
    UnknownCommand,
)
from bot.model.line import Line
from bot.model.message import Lines
from bot.model.spans import Code
from tests.commands.desk import offered, told
from tests.views.refusals.samples import typed


@pytest.mark.parametrize("said", ["", "  "])
def test_a_value_that_is_empty_is_named_and_not_quoted(said: str) -> None:
    message = typed(BadValue(said, "a reason", ValueReason.EMPTY, "Checkout fails"))
    assert message.blocks == (
        Lines((("A reason can't be empty. It looks like ", Code("Checkout fails"), "."),)),
    )


@pytest.mark.parametrize("reason", ValueReason)
def test_each_reason_has_words_and_its_facts_are_in_them(reason: ValueReason) -> None:
    [said] = told(BadValue("x", "a thing", reason, "y", limit=1_024, shown="--tag", forms="one of these"))
    assert said.startswith("x is not a thing: ")
    assert said.endswith(". It looks like y.")
    assert "{" not in said


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (
            BadValue("x", "a thing", ValueReason.TOO_LONG, "y", limit=1_024),
            "it has more than 1024 characters",
        ),
        (
            BadValue("x", "a thing", ValueReason.OUT_OF_RANGE, "y", limit=1_000),
            "it is a number from 1 to 1,000",
        ),
        (BadValue("x", "a thing", ValueReason.FLAG_TWICE, "y", shown="--tag"), "--tag is there twice"),
        (
            BadValue("x", "a thing", ValueReason.MISSPELT, "y", shown="read", forms="one of these"),
            "that is one of these; did you mean read?",
        ),
    ],
)
def test_what_is_wrong_with_a_value_is_told_with_its_facts(wrong: BadValue, why: str) -> None:
    assert told(wrong) == [f"x is not a thing: {why}. It looks like y."]


def test_a_line_of_several_words_is_its_own_label_and_one_word_is_a_label_like_any_other() -> None:
    buttons = offered(UnknownCommand("stauts", (Line("status web"),)))
    assert [(each.label, each.line) for each in buttons] == [("status web", "status web"), ("Help", "help")]


def test_the_line_to_type_next_starts_with_the_slash_command_as_it_is_called_here() -> None:
    message = typed(EmptyLine(), "/ringmaster")

    assert Code("/ringmaster help") in [span for line in message.blocks[0].lines for span in line]  # type: ignore[union-attr]
    assert Code("/ringmaster") in message.text


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            ContradictionReason.FAILED_AND_JOBS,
            [
                "A rerun is of what failed or of the jobs that are named; this says both.",
                "Nothing was started.",
            ],
        ),
        (
            ContradictionReason.BRANCH_AND_TAG,
            ["A pipeline builds a branch or a tag; this names both.", "Nothing was started."],
        ),
        (
            ContradictionReason.PARAMETER_TWICE,
            ["env is there twice, and a parameter has one value.", "Nothing was started."],
        ),
        (ContradictionReason.TWO_BRANCHES, ["This names two branches.", "Name one."]),
    ],
)
def test_arguments_that_contradict_each_other_are_named(reason: ContradictionReason, said: list[str]) -> None:
    assert told(Contradiction(reason, "env")) == said
