"""What became of a wish."""

import pytest

from bot.model.deeds import AlreadyAsked, OutcomeUnknown
from bot.model.line import Line
from bot.model.permission import Permission
from tests.commands.desk import offered, told
from tests.views.facts import NOON, identifier

AGAIN, LOOK = Line("rerun #812 --failed"), Line("pipeline #812")


def test_what_is_done_already_is_told_with_the_line_that_does_it_again() -> None:
    [said] = told(AlreadyAsked("U0BEN", NOON, line=AGAIN, look=LOOK))
    assert said.startswith("@U0BEN already did this ")
    assert said.endswith(". To do it again: /ci rerun #812 --failed.")


def test_what_is_lost_is_told_with_the_line_that_checks_it() -> None:
    [said] = told(AlreadyAsked("U0BEN", NOON, lost=True, line=AGAIN, look=LOOK))
    assert "tried this" in said
    assert said.endswith(
        ", and CircleCI's answer was lost. Check whether it went through: /ci pipeline #812."
    )


def test_what_is_in_progress_is_not_told_as_done() -> None:
    [said] = told(AlreadyAsked("U0BEN", NOON, open=True, line=AGAIN))
    assert said.endswith(", and it's still in progress.")


@pytest.mark.parametrize(
    ("permission", "first", "twice"),
    [
        (Permission.TRIGGER, "might have started", "If it did start, this starts it twice."),
        (Permission.RERUN, "might have started", "If it did, this runs it twice."),
        (Permission.CANCEL, "might have gone through", "If it did, this changes nothing."),
    ],
)
def test_to_try_again_says_what_that_would_do(permission: Permission, first: str, twice: str) -> None:
    fault = OutcomeUnknown(Line("trigger web@main"), "web", permission)
    assert told(fault)[0] == f"CircleCI's answer was lost, so this {first}. Check before you try again."
    _, again = offered(fault)
    assert again.confirm is not None
    assert again.confirm.text.endswith(twice)


def test_who_comes_second_is_told_the_line_that_does_it_again() -> None:
    line = Line("rerun web#812 --failed")
    assert told(AlreadyAsked("U0BEN", NOON, line=line)) == [
        "@U0BEN already did this (when). To do it again: /ci rerun web#812 --failed.",
    ]


def test_what_can_not_be_told_is_looked_at_by_the_id_in_its_line() -> None:
    line = Line(f"approve {identifier(1)} hold --commit a1b2c3d4e5f6a7b8")
    fault = OutcomeUnknown(line, "web", Permission.APPROVE)
    look, again = offered(fault)
    assert look.line == f"pipeline {identifier(1)}"
    assert again.line == line
    assert again.confirm is not None
    assert told(fault)[1:] == ["[Check][Try again]"]
