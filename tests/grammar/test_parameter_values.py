"""A line without what its parameters are set to."""

import pytest

from bot.commands import COMMANDS
from bot.grammar.parameter_values import without_parameter_values
from bot.model.line import Line

SYNTAXES = tuple(command.syntax for command in COMMANDS)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("trigger web@main", "trigger web@main"),
        ("trigger web@main note=Gr4nite-owl", "trigger web@main note=…"),
        ('trigger web note="two words" deploy=true n=3', "trigger web note=… deploy=… n=…"),
        ("trigger web a=b=c --tag v1", "trigger web a=… --tag v1"),
        ('rollback web production --reason "It fails"', 'rollback web production --reason "It fails"'),
        ("rerun #812 --jobs e2e", "rerun #812 --jobs e2e"),
        ("a command of another version note=Gr4nite-owl", None),
    ],
)
def test_names_stay_and_values_go_and_what_cant_be_read_is_not_shown(typed: str, left: str | None) -> None:
    assert without_parameter_values(Line(typed), SYNTAXES) == left
