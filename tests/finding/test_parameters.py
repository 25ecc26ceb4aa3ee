"""What is wrong with the parameters of a line, and how each is mended."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import lines
from bot.circleci.models import Definition
from bot.finding.parameters import declarations_for, least_mistaken, mended_args, parameter_mistakes
from bot.grammar import line, parse
from bot.model.parameters import Declaration, DeclaredParameter, ParameterReason, ParameterType
from bot.model.reference import Reference
from bot.model.request import Actor, Place
from bot.policy.access import Access
from bot.policy.file import load_policy
from tests.commands.desk import ANA, POLICY
from tests.views.facts import MOBILE, WEB, pipeline

DECLARED = (
    DeclaredParameter("environment", ParameterType.ENUM, "staging", values=("staging", "production")),
    DeclaredParameter("run-e2e", ParameterType.BOOLEAN, "true"),
    DeclaredParameter("shards", ParameterType.INTEGER, "2"),
    DeclaredParameter("note", ParameterType.STRING, ""),
    DeclaredParameter("image-tag", ParameterType.STRING, "latest"),
    DeclaredParameter("odd"),
    DeclaredParameter("mode", ParameterType.ENUM, "5", values=("5", "true")),
)
KNOWN = Declaration(pipeline(), DECLARED, frozenset({"deploy"}))


def args_of(said: str) -> lines.TriggerArgs:
    _, args = parse(f"trigger {said}", (lines.TRIGGER,), {"web", "api", "mobile"})
    assert isinstance(args, lines.TriggerArgs)
    return args


@pytest.fixture
def access(tmp_path: Path) -> Access:
    """Ana's, in #web."""
    (file := tmp_path / "policy.yml").write_text(POLICY)
    return Access(load_policy(file), {}, Actor(ANA, "T0ACME"), Place("T0ACME", "C0WEB"))


def mended(access: Access, said: str) -> str | None:
    """The mended line, where web's default branch is `next`."""
    args = args_of(said)
    exact = replace(args, target=Reference.of(WEB, None if args.tag else args.target.branch or "next"))
    found = mended_args(args, parameter_mistakes(args.parameters, KNOWN), exact, access)
    return line(lines.TRIGGER, found) if found else None


@pytest.mark.parametrize(
    "given",
    [
        "environment=staging",
        "run-e2e=false",
        "shards=-3",
        "note=hello",
        'note="5"',
        'note="true"',
        "odd=5",
        "odd=x",
        'mode="5"',
    ],
)
def test_what_is_declared_so_is_no_mistake(given: str) -> None:
    assert parameter_mistakes(args_of(f"web {given}").parameters, KNOWN) == ()


@pytest.mark.parametrize(
    ("given", "reason", "right"),
    [
        ("enviroment=staging", ParameterReason.UNKNOWN, "environment=staging"),
        ("Environment=staging", ParameterReason.UNKNOWN, "environment=staging"),
        ("env=Staging", ParameterReason.UNKNOWN, "environment=staging"),
        ("run_e2e=yes", ParameterReason.UNKNOWN, "run-e2e=true"),
        ("shrads=3", ParameterReason.UNKNOWN, "shards=3"),
        ("image_tag=5", ParameterReason.UNKNOWN, "image-tag=5."),
        ("environment=Production", ParameterReason.VALUE, "environment=production"),
        ("environment=prod", ParameterReason.VALUE, "environment=production"),
        ("environment=stagign", ParameterReason.VALUE, "environment=staging"),
        ("run-e2e=True", ParameterReason.VALUE, "run-e2e=true"),
        ("run-e2e=off", ParameterReason.VALUE, "run-e2e=false"),
        ("run-e2e=0", ParameterReason.VALUE, "run-e2e=false"),
        ('shards="3"', ParameterReason.VALUE, "shards=3"),
        ("shards=007", ParameterReason.VALUE, "shards=7"),
        ("note=5", ParameterReason.VALUE, "note=5."),
        ("note=false", ParameterReason.VALUE, "note=false."),
        ("mode=5", ParameterReason.VALUE, "mode=5."),
        ("mode=true", ParameterReason.VALUE, "mode=true."),
    ],
)
def test_a_mistake_with_a_plain_remedy_is_mended(
    access: Access, given: str, reason: ParameterReason, right: str
) -> None:
    """A stop at the end of ``right``: as a text, in quotes."""
    [mistake] = parameter_mistakes(args_of(f"web {given}").parameters, KNOWN)
    assert mistake.reason is reason
    name, _, value = right.removesuffix(".").partition("=")
    expected = args_of(f'web {name}="{value}"' if right.endswith(".") else f"web {right}").parameters

    again = args_of((mended(access, f"web@ship {given}") or "").removeprefix("trigger "))

    assert again.parameters == expected
    assert again.target.branch == "ship"
    assert parameter_mistakes(again.parameters, KNOWN) == ()


@pytest.mark.parametrize(
    "given",
    [
        "colour=red",
        "deploy=true",
        "shards=two",
        "shards=true",
        "run-e2e=maybe",
        "environment=moon",
        "environment=5",
        "enviroment=staging environment=production",
        "enviroment=moon",
        "note=5 colour=red",
        "branch=a tag=v1",
        "branch=a..b",
        "project=nope",
    ],
)
def test_what_has_no_plain_remedy_is_not_mended(access: Access, given: str) -> None:
    assert parameter_mistakes(args_of(f"web@ship {given}").parameters, KNOWN)
    assert mended(access, f"web {given}") is None


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("web branch=release/2.6", "trigger gh/acme/web@release/2.6"),
        ("web ref=refs/heads/ship note=a", "trigger gh/acme/web@ship note=a"),
        ("web@ship branch=ship", "trigger gh/acme/web@ship"),
        ("web@ship branch=other", None),
        ("web branch=5", "trigger gh/acme/web@5"),
        ("web branch=main", None),  # which may not be triggered here
        ("web tag=v1", None),
        ("web project=web shards=3", "trigger gh/acme/web@next shards=3"),
        ("project=mobile", "trigger circleci/8kPq3vRZtNwYb5XjLmCdTs/Hf6sWz2QnKxVr9GbJpEyUa"),
        ("project=mobile branch=ship", "trigger circleci/8kPq3vRZtNwYb5XjLmCdTs/Hf6sWz2QnKxVr9GbJpEyUa@ship"),
        ("web project=mobile", None),
        ("project=api", None),
        ("branch=ship environment=Staging", "trigger gh/acme/web@ship environment=staging"),
    ],
)
def test_what_has_another_place_in_the_line_goes_there_where_that_is_allowed(
    access: Access, said: str, right: str | None
) -> None:
    assert mended(access, said) == right


def test_a_declared_parameter_may_be_called_branch() -> None:
    known = Declaration(pipeline(), (DeclaredParameter("branch", ParameterType.STRING),))
    assert parameter_mistakes(args_of("web branch=ship").parameters, known) == ()


def test_a_parameter_whose_case_differs_is_meant_before_the_branch(access: Access) -> None:
    known = Declaration(pipeline(), (DeclaredParameter("Branch", ParameterType.STRING),))
    [mistake] = parameter_mistakes(args_of("web branch=ship").parameters, known)
    assert mistake.meant is not None
    assert mistake.meant.name == "Branch"


def test_the_configuration_is_that_of_the_definition() -> None:
    def known(number: int, source: str | None) -> Declaration:
        told = {"trigger_parameters": {"circleci": {"config_source_id": source}}} if source else {}
        return Declaration(pipeline(number, project_slug=str(MOBILE), vcs=None, **told), ())

    one, two, untold = known(3, "one"), known(2, "two"), known(1, None)
    three = Definition(id="three")
    assert declarations_for([one, two], Definition(id="two"), only=False) == [two]
    assert declarations_for([one, two], three, only=False) == []
    assert declarations_for([one, untold], three, only=False) == [untold]
    assert declarations_for([one, untold], three, only=True) == [one]
    assert declarations_for([one], None, only=False) == [one]
    assert declarations_for([one, untold], None, only=False) == [untold]
    assert declarations_for([], None, only=True) == []


def test_where_several_may_be_meant_the_one_that_fits_best_counts() -> None:
    other = replace(KNOWN, parameters=DECLARED[3:4])

    assert least_mistaken((("note", "a"), ("shards", 2)), [other, KNOWN]) == (KNOWN, ())
    assert least_mistaken((), []) is None
