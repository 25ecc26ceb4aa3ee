"""How people say what they ask whether they can do."""

import pytest

from bot import lines
from bot.commands import COMMANDS
from bot.grammar import parse
from bot.grammar.abilities import likely_ability
from bot.grammar.kinds import ABILITY
from bot.model.ability import Ability
from bot.model.bad_text import BadText, ValueReason
from bot.model.permission import Permission
from bot.model.reference import ProjectName, Reference

FREE = {"help", "can", "me"}


@pytest.mark.parametrize("permission", Permission)
def test_a_permission_is_said_by_its_name(permission: Permission) -> None:
    assert ABILITY.read(permission.value.upper()) == Ability.of(permission)


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if each.permission], ids=lambda each: each.words
)
def test_each_command_that_takes_a_permission_is_known_by_its_words(command: object) -> None:
    ability = ABILITY.read(command.words)  # type: ignore[attr-defined]
    assert ability is not None
    assert ability.needs[0] is command.permission  # type: ignore[attr-defined]


def test_only_what_anyone_can_use_is_nothing_to_ask_for() -> None:
    assert {each.words for each in COMMANDS if not each.permission} == FREE


@pytest.mark.parametrize(
    ("said", "word", "needs"),
    [
        ("retry", "rerun", {"rerun"}),
        ("stop", "cancel", {"cancel"}),
        ("cancel job", "cancel job", {"cancel"}),
        ("roll back", "rollback", {"trigger", "read"}),
        ("revert", "rollback", {"trigger", "read"}),
        ("deploy", "deploy", {"trigger", "approve"}),
        ("release", "deploy", {"trigger", "approve"}),
        ("deploys", "deploys", {"read"}),
        ("see", "read", {"read"}),
        ("I trigger", "trigger", {"trigger"}),
        ("we roll back", "rollback", {"trigger", "read"}),
    ],
)
def test_other_words_mean_what_there_is(said: str, word: str, needs: set[str]) -> None:
    ability = ABILITY.read(said)
    assert ability is not None
    assert (ability.word, set(ability.needs)) == (word, needs)
    assert ABILITY.read(ABILITY.write(ability)) == ability


@pytest.mark.parametrize(
    ("said", "ability", "reference"),
    [
        ("trigger web", "trigger", Reference.of_project("web")),
        ("I trigger web", "trigger", Reference.of_project("web")),
        ("roll back web", "rollback", Reference.of_project("web")),
        ("web@main trigger", "trigger", Reference.of_project("web", "main")),
        ("ben trigger web", "ben trigger", Reference.of_project("web")),
        ("@U0BEN roll back web", "@U0BEN rollback", Reference.of_project("web")),
        ("trigger on main of web", "trigger", Reference(ProjectName("web"), words=("main",))),
        ("I trigger web on main?", "trigger", Reference(ProjectName("web"), words=("main",))),
        ("trigger the branch main in web", "trigger", Reference.of_project("web", "main")),
        ("trigger here", "trigger", Reference()),
        ("we build @ship", "trigger", Reference(branch="ship")),
        ("I run web", "trigger", Reference.of_project("web")),
        ("cancel pipeline #812", "cancel", Reference(pipeline_number=812)),
        ("retry #812", "rerun", Reference(number=812)),
        ("I fly", "", Reference(words=("fly",))),
        ("fly away", "", Reference(words=("fly", "away"))),
    ],
)
def test_as_many_words_belong_to_it_as_say_it_and_the_rest_says_where(
    said: str, ability: str, reference: Reference
) -> None:
    _, args = parse(f"can {said}", (lines.CAN,), {"web"})
    assert (ABILITY.write(args.action), args.target) == (ability, reference)


def test_a_word_before_it_is_kept_since_it_may_be_somebody() -> None:
    ability = ABILITY.read("ben trigger")
    assert ability == Ability("trigger", (Permission.TRIGGER,), before="ben")
    assert ABILITY.write(ability) == "ben trigger"


def test_who_asks_alone_asks_for_everything() -> None:
    assert ABILITY.read("I") is None


@pytest.mark.parametrize(
    ("said", "reason", "shown"),
    [("triger", ValueReason.MISSPELT, "trigger"), ("fly", ValueReason.NO_FORM, "")],
)
def test_what_is_no_ability_is_refused_and_a_slip_pointed_out(
    said: str, reason: ValueReason, shown: str
) -> None:
    with pytest.raises(BadText) as caught:
        ABILITY.read(said)
    assert (caught.value.reason, caught.value.shown) == (reason, shown)


def test_likeness_is_of_a_letter_or_two() -> None:
    assert likely_ability("trigr") == Ability.of(Permission.TRIGGER)
    assert likely_ability("fly") is None
    assert likely_ability("ben") is None
