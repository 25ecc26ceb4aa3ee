"""What can't be read of a line."""

import pytest

from bot.model.grammar_fault import (
    Contradiction,
    ContradictionReason,
    EmptyLine,
    GrammarFault,
    LineTooLong,
    MissingArgument,
    NameLost,
    SurplusArgument,
    UnclosedQuote,
    UnknownCommand,
    UnknownFlag,
)
from bot.model.line import Line
from bot.model.spans import Code
from tests.commands.desk import offered, told
from tests.views.refusals.samples import typed


def test_a_line_of_several_words_is_its_own_label_and_one_word_is_a_label_like_any_other() -> None:
    buttons = offered(UnknownCommand("stauts", (Line("status web"),)))
    assert [(each.label, each.line) for each in buttons] == [("status web", "status web"), ("Help", "help")]


def test_the_line_to_type_next_starts_with_the_slash_command_as_it_is_called_here() -> None:
    message = typed(EmptyLine(), "/ringmaster")

    assert Code("/ringmaster help") in [span for line in message.blocks[0].lines for span in line]  # type: ignore[union-attr]
    assert Code("/ringmaster") in message.text


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            EmptyLine(),
            ["Type a command after /ci, for example /ci status.", "/ci help lists them.", "[Help][Status]"],
        ),
        (UnknownCommand("retry"), ["There's no retry command.", "/ci help lists them.", "[Help]"]),
        (
            UnknownCommand("retry", (Line("rerun last failed"),)),
            ["There's no retry command. Did you mean /ci rerun last failed?", "[rerun last failed][Help]"],
        ),
        (UnclosedQuote('note="hello'), ['Unclosed quote in note="hello.']),
        (
            NameLost(),
            [
                "Slack turned the name after @ into an id, so what you typed is lost.",
                "Format the line as code to keep the name, or type a space after @.",
            ],
        ),
        (LineTooLong(2_340, 2_000), ["That line is too long (2,340 of 2,000 characters)."]),
        (
            SurplusArgument("why", "last", Line("why"), "web"),
            ["I don't understand last after web.", "/ci help why explains it."],
        ),
        (
            SurplusArgument("me", "too", Line("me")),
            ["I don't understand too after me.", "/ci help me explains it."],
        ),
        (
            UnknownFlag("logs", "--lines", Line("logs"), "--tail", Line("logs --tail 5")),
            ["logs doesn't have --lines. Did you mean --tail?", "[logs --tail 5]"],
        ),
        (
            UnknownFlag("logs", "--x", Line("logs")),
            ["logs doesn't have --x.", "/ci help logs explains it."],
        ),
    ],
)
def test_a_line_that_can_not_be_read_is_told_by_its_word_and_the_line_that_works(
    fault: GrammarFault, said: list[str]
) -> None:
    assert told(fault) == said


@pytest.mark.parametrize(
    ("words", "argument", "parameter", "flag", "asked"),
    [
        ("rollback", "<environment>", "environment", "", "Roll back where?"),
        ("rollback", "--reason REASON", "reason", "", "Roll back why?"),
        ("artifact", "<path>", "path", "", "Which artifact?"),
        ("use", "<project>", "project", "", "Which project?"),
        ("logs", "a number of lines", "tail", "--tail", "--tail needs a value."),
    ],
)
def test_what_is_missing_is_asked_for(
    words: str, argument: str, parameter: str, flag: str, asked: str
) -> None:
    fault = MissingArgument(words, argument, Line(words), Line("use web"), flag, parameter=parameter)
    assert told(fault) == [f"{asked} For example /ci use web."]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (ContradictionReason.FAILED_AND_JOBS, "Use --failed or --jobs, not both."),
        (ContradictionReason.BRANCH_AND_TAG, "Name a branch or a tag, not both."),
        (ContradictionReason.PARAMETER_TWICE, "env is given twice."),
        (ContradictionReason.FAILED_AND_ALL, "Use --failed or --all, not both."),
    ],
)
def test_arguments_that_contradict_each_other_are_named(reason: ContradictionReason, said: str) -> None:
    assert told(Contradiction(reason, "env")) == [said]


def test_two_names_of_one_sort_are_both_told() -> None:
    two = Contradiction(ContradictionReason.TWO_NAMES, names=("main", "@next"), lines=(Line("why main"),))
    assert told(two) == ["Name one: main or @next.", "[why main]"]
