"""Which parameters a configuration declares, whatever it looks like."""

from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.circleci.models import ConfigText
from bot.circleci.slug import ProjectSlug
from bot.model.parameters import DeclaredParameter, ParameterType
from bot.reading import yaml_nodes
from bot.reading.parameters import declaration, declared_parameters, newest_declarations, newest_page
from tests.commands.desk import desk
from tests.views.facts import WEB, pipeline

TYPED = """
version: 2.1
parameters:
  environment: {type: enum, enum: [staging, production], default: staging, description: Where to}
  run-e2e:
    type: boolean
    default: true
  shards: {type: integer, default: 2}
  note: {type: string}
"""


def names(source: str) -> list[str] | None:
    found = declared_parameters(source)
    return None if found is None else [each.name for each in found]


def test_each_parameter_has_its_type_default_description_and_values() -> None:
    assert declared_parameters(TYPED) == (
        DeclaredParameter(
            "environment", ParameterType.ENUM, "staging", "Where to", ("staging", "production")
        ),
        DeclaredParameter("run-e2e", ParameterType.BOOLEAN, "true"),
        DeclaredParameter("shards", ParameterType.INTEGER, "2"),
        DeclaredParameter("note", ParameterType.STRING),
    )


def test_values_are_as_they_were_written() -> None:
    [found] = declared_parameters("parameters: {on: {type: enum, enum: [on, 1.10, 'no', 007]}}") or ()
    assert (found.name, found.values) == ("on", ("on", "1.10", "no", "007"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("version: 2.1\njobs: {}", []),
        ("parameters:\njobs: {}", []),
        ("parameters: ~", []),
        ("parameters: {a: }", ["a"]),
        ("parameters: {a: 5, b: [1]}", ["a", "b"]),
        ("parameters: {a: {type: executor}, b: {type: [x]}}", ["a", "b"]),
        ("x: &x {a: {type: string}}\nparameters: *x", ["a"]),
        ("x: &x {a: {type: string}}\nparameters: {<<: *x, b: {type: string}}", ["a", "b"]),
        ("parameters: {a: {type: string}, a: {type: integer}}", ["a"]),
        ("parameters: {[1]: {type: string}, b: {type: string}}", ["b"]),
        ("parameters: &p {<<: *p, b: {type: string}}", ["b"]),
    ],
)
def test_odd_shapes_are_read_as_far_as_they_tell(source: str, expected: list[str]) -> None:
    assert names(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "",
        "just words",
        "- a\n- b",
        "parameters: [a, b]",
        "parameters: text",
        "parameters: {a: *gone}",
        "parameters: {a: b",
        "a: 1\n---\nparameters: {}",
        "\x00",
        "parameters: " + "[" * 50_000,
        "- " * 50_000,
        "parameters: {" + ", ".join(f"p{at}: {{type: string}}" for at in range(501)) + "}",
        "parameters: {}\n#" + "x" * 1_000_000,
    ],
    ids=range(13),
)
def test_what_can_not_be_told_is_not_known(source: str) -> None:
    assert names(source) is None


def test_of_a_long_configuration_no_more_is_kept_than_its_parameters_and_what_may_be_merged(
    mocker: MockerFixture,
) -> None:
    nodes = mocker.spy(yaml_nodes._Composer, "_empty")
    jobs = "".join(f"  job-{at}: {{steps: [checkout, {{run: make}}], x: &x{at} y}}\n" for at in range(500))

    assert names(f"jobs:\n{jobs}{TYPED}") == ["environment", "run-e2e", "shards", "note"]
    keys, parameters, anchors = 3, 36, 500
    assert nodes.call_count <= keys + parameters + anchors


def test_merged_maps_do_not_multiply() -> None:
    bomb = "\n".join(
        f"m{at}: &m{at} {{<<: [{', '.join(f'*m{at - 1}' for _ in range(9))}]}}" for at in range(1, 9)
    )
    assert names(
        f"m0: &m0 {{a: {{type: string}}}}\n{bomb}\nparameters: {{<<: *m8, b: {{type: string}}}}"
    ) == ["b"]


def test_what_is_merged_gives_way_to_what_stands_there() -> None:
    source = "x: &x {type: string, default: a}\nparameters: {p: {<<: *x, default: b}}"
    [found] = declared_parameters(source) or ()
    assert (found.type, found.default) == (ParameterType.STRING, "b")


def test_of_a_setup_configuration_its_own_parameters_count() -> None:
    setup = "setup: true\nparameters: {run-all: {type: boolean}}"

    found = declaration(pipeline(), {ConfigText.SOURCE: TYPED, ConfigText.SETUP: setup})

    assert found is not None
    assert [each.name for each in found.parameters] == ["run-all"]
    assert found.later_names == {"environment", "run-e2e", "shards", "note"}


def test_a_setup_configuration_that_has_not_gone_on_is_the_source() -> None:
    source = "setup: true\nparameters: {a: {type: string}}"

    found = declaration(pipeline(), {ConfigText.SOURCE: source})

    assert found is not None
    assert [each.name for each in found.parameters] == ["a"]
    assert found.later_names == frozenset()


async def test_of_each_source_the_newest_configuration_that_could_be_fetched_is_read(tmp_path: Path) -> None:
    async with desk(tmp_path) as here:
        page = await newest_page(here.circleci, WEB, "main")
        broken = pipeline(9999, errors=[{"type": "config-fetch"}])

        [found] = await newest_declarations(here.circleci, [*reversed(page), broken])

        assert found.pipeline.number == max(each.number for each in page)
        assert found.parameter("shards") == DeclaredParameter("shards", ParameterType.INTEGER, "2")
        assert await newest_page(here.circleci, ProjectSlug("gh", "acme", "nil"), None) == ()
        assert await newest_declarations(here.circleci, [pipeline(9998)]) == []
