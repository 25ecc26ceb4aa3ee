"""What became of a wish."""

from bot.model.deeds import AlreadyAsked, OutcomeUnknown
from bot.model.line import Line
from bot.model.permission import Permission
from tests.commands.desk import offered, told
from tests.views.facts import NOON, identifier


def test_a_wish_of_which_nobody_can_tell_is_not_simply_done_once() -> None:
    first, second = told(AlreadyAsked("U0BEN", NOON, lost=True))
    assert first.endswith("CircleCI's answer was lost, so that nobody can tell whether it was done.")
    assert second == "Look how it stands, then type the line yourself."


def test_who_comes_second_is_told_the_line_that_does_it_again() -> None:
    line = Line("rerun web#812 --failed")
    assert told(AlreadyAsked("U0BEN", NOON, line=line)) == [
        "@U0BEN asked for this already, (when). It is done once.",
        "To do it again, type /ci rerun web#812 --failed.",
    ]


def test_what_can_not_be_told_is_looked_at_by_the_id_in_its_line() -> None:
    line = Line(f"approve {identifier(1)} hold --commit a1b2c3d4e5f6a7b8")
    fault = OutcomeUnknown(line, "web", Permission.APPROVE)
    look, again = offered(fault)
    assert look.line == f"pipeline {identifier(1)}"
    assert again.line == line
    assert again.confirm is not None
    assert told(fault)[1:] == ["[What is there?][Try again]"]
