"""What is wrong with a value, in a sentence of its own."""

import pytest

from bot.model.bad_text import ValueReason
from bot.model.grammar_fault import BadValue
from tests.commands.desk import told


@pytest.mark.parametrize("reason", ValueReason)
def test_each_reason_has_a_sentence_that_is_whole(reason: ValueReason) -> None:
    said, *_ = told(BadValue("x@y", "a thing", reason, "y", limit=1_024, shown="z", flag="--tag"))
    assert said[-1] in ".?"
    assert said.count(":") <= 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (BadValue("", "a reason", ValueReason.EMPTY, "y"), "A reason can't be empty."),
        (BadValue("  ", "a tag", ValueReason.REF_LENGTH, "y", flag="--tag"), "--tag can't be empty."),
        (BadValue("45", "days", ValueReason.NO_WINDOW, "30", flag="--days"), "--days can be 7, 30 or 90."),
        (
            BadValue("0", "lines", ValueReason.OUT_OF_RANGE, "100", limit=1_000, flag="--tail"),
            "--tail takes a number from 1 to 1,000.",
        ),
        (
            BadValue("", "a value", ValueReason.SWITCH_WITH_VALUE, "y", flag="--failed"),
            "--failed doesn't take a value.",
        ),
        (BadValue("5", "lines", ValueReason.FLAG_TWICE, "5", flag="--tail"), "--tail is given twice."),
        (BadValue("x", "a page", ValueReason.NO_MARK, "10", flag="--page"), "--page is set by the buttons."),
        (
            BadValue("e2e,", "names", ValueReason.GAP_IN_NAMES, "e2e,lint", flag="--jobs"),
            "Separate names with commas: --jobs e2e,lint.",
        ),
        (
            BadValue("x" * 300, "a reason", ValueReason.TOO_LONG, "y", limit=255),
            "That reason is too long (300 of 255 characters).",
        ),
        (BadValue("web@", "a project", ValueReason.REF_LENGTH, "y"), "There's no branch after web@."),
        (
            BadValue(f"@{'x' * 300}", "a project", ValueReason.REF_LENGTH, "y", limit=255),
            "That branch name is too long (300 of 255 characters).",
        ),
        (BadValue("web@a..b", "a project", ValueReason.NO_REF, "y"), "a..b isn't a valid branch name."),
        (BadValue("a..b", "a tag", ValueReason.NO_REF, "y"), "a..b isn't a valid tag name."),
        (
            BadValue("https://example.com/a/b", "a pipeline", ValueReason.FOREIGN_ADDRESS, "y"),
            "That link isn't a CircleCI page or a repository.",
        ),
        (
            BadValue("https://app.circleci.com/", "a project", ValueReason.ADDRESS_WITHOUT_PROJECT, "y"),
            "That link doesn't say which project.",
        ),
        (
            BadValue("web", "a workflow", ValueReason.NO_FORM, "y"),
            "No workflow called web. Try #812, last failed, @branch or a link.",
        ),
        (
            BadValue("I", "an action", ValueReason.NO_FORM, "y", words="can"),
            "can takes read, trigger, rerun, cancel, approve, configure or follow.",
        ),
        (
            BadValue("triger", "an action", ValueReason.MISSPELT, "y", shown="trigger", words="can"),
            "can takes read, trigger, rerun, cancel, approve, configure or follow. Did you mean trigger?",
        ),
        (
            BadValue("world", "a parameter", ValueReason.NO_ASSIGNMENT, "y", shown='note="hello world"'),
            'world isn\'t a parameter. Quote values with spaces: note="hello world".',
        ),
        (
            BadValue("world", "a parameter", ValueReason.NO_ASSIGNMENT, "env=staging"),
            "world isn't a parameter. Try env=staging.",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_facts(wrong: BadValue, said: str) -> None:
    assert told(wrong) == [said]
