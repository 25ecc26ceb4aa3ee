"""What a pipeline can be given, as a list."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.model.message import Audience, with_prefix
from bot.model.parameters import Declaration, DeclaredParameter, ParameterType
from bot.slack.drawing.blocks import payload
from bot.views.lists.parameters import ParametersHelp, accepted_values, parameters_help
from tests.commands.desk import lines
from tests.views.facts import SCENE, pipeline

SEVERAL = (
    DeclaredParameter("note", ParameterType.STRING, "", "What it is for"),
    DeclaredParameter("environment", ParameterType.ENUM, "staging", "", ("staging", "production")),
    DeclaredParameter("shards", ParameterType.INTEGER),
    DeclaredParameter("run-e2e", ParameterType.BOOLEAN, "true"),
    DeclaredParameter("odd", default="5"),
)


def drawn_help(*several: DeclaredParameter, startable: bool = True) -> list[str]:
    return lines(
        parameters_help(ParametersHelp("web", (("", Declaration(pipeline(), several)),), SCENE, startable))
    )


def test_each_has_its_type_default_and_description(drawn: SnapshotAssertion) -> None:
    message = parameters_help(
        ParametersHelp("web", (("", Declaration(pipeline(), SEVERAL)),), SCENE, startable=True)
    )

    assert message.audience is Audience.ASKER
    assert lines(message) == [
        "web's parameters",
        "note  text  ·  What it is for",
        "environment  staging or production  ·  default staging",
        "shards  a number  ·  required",
        "run-e2e  true or false  ·  default true",
        "odd  anything  ·  default 5",
        "For example /ci trigger web@main environment=production",
        "As of web #812 on main",
    ]
    assert payload(with_prefix(message, "/ci")) == drawn


def test_the_example_fits_what_is_declared_and_is_for_who_can_start_it() -> None:
    assert "For example /ci trigger web@main run-e2e=false" in drawn_help(SEVERAL[3])
    assert "For example /ci trigger web@main shards=1" in drawn_help(SEVERAL[2])
    assert "For example /ci trigger web@main note=text" in drawn_help(SEVERAL[0])
    assert len(drawn_help(SEVERAL[4])) == 3
    assert len(drawn_help(SEVERAL[3], startable=False)) == 3


def test_each_definition_has_its_own() -> None:
    several = (
        ("Checks", Declaration(pipeline(813), ())),
        ("Store release", Declaration(pipeline(812), SEVERAL[3:4])),
    )
    assert lines(parameters_help(ParametersHelp("web", several, SCENE, startable=True))) == [
        "web, Checks takes no parameters.",
        "As of web #813 on main",
        "web's parameters, Store release",
        "run-e2e  true or false  ·  default true",
        "For example /ci trigger web@main run-e2e=false --definition 'Store release'",
        "As of web #812 on main",
    ]


def test_many_are_counted_and_none_is_said() -> None:
    assert drawn_help() == ["web takes no parameters.", "As of web #812 on main"]
    many = [DeclaredParameter(f"p{at}", ParameterType.STRING) for at in range(45)]
    assert "+ 5 more" in drawn_help(*many)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("a",), "a"),
        (("a", "b", "c"), "a, b or c"),
        ((), "anything"),
        (("black and white", "x"), "black and white or x"),
    ],
)
def test_an_enum_says_its_values(values: tuple[str, ...], said: str) -> None:
    assert accepted_values(DeclaredParameter("e", ParameterType.ENUM, values=values)) == said
