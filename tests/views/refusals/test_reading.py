"""What can't be read of a line."""

import pytest

from bot.model.fault import BadValue, Contradiction, ContradictionReason, EmptyLine, UnknownCommand
from bot.model.line import Line
from bot.model.message import Lines
from bot.model.spans import Code
from tests.commands.desk import offered, told
from tests.views.refusals.samples import typed


@pytest.mark.parametrize("said", ["", "  "])
def test_a_value_that_is_empty_is_named_and_not_quoted(said: str) -> None:
    message = typed(BadValue(said, "a reason", "it is empty", "Checkout fails"))
    assert message.blocks == (
        Lines((("A reason can't be empty. It looks like ", Code("Checkout fails"), "."),)),
    )


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
