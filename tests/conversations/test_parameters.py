"""Parameters that a pipeline can't be given: asked about first, and started only by the press of a button."""

import pytest

from tests.world import BEN, DEPLOYS, World

FIX = "web@fix/cart-badge"


def posts(here: World) -> list[str]:
    return [each for each in here.asked_of_circleci() if each.startswith("POST")]


@pytest.mark.parametrize(
    ("given", "said", "label", "parameters"),
    [
        (
            "enviroment=staging",
            "Did you mean environment?",
            "Use environment=staging",
            {"environment": "staging"},
        ),
        (
            "environment=prod",
            "can be staging or production",
            "Use environment=production",
            {"environment": "production"},
        ),
        ("run-e2e=True", "takes true or false: run-e2e=true.", "Use run-e2e=true", {"run-e2e": True}),
        ("note=5", 'note takes text: note="5".', 'Use note="5"', {"note": "5"}),
        (
            "Shards=2 note=true",
            "has no parameter Shards",
            "Trigger with all corrected",
            {"shards": 2, "note": "true"},
        ),
        (
            "branch=fix/cart-badge shards=2",
            "A branch goes after @",
            "Trigger fix/cart-badge",
            {"shards": 2},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_nothing_is_started_before_the_press_and_then_what_was_meant(
    here: World, given: str, said: str, label: str, parameters: dict[str, object]
) -> None:
    asked = await here.types(f"trigger {FIX} {given}")
    assert asked.whispered
    assert said in asked.text
    assert "Nothing was started. web's parameters as of #808 on fix/cart-badge: " in asked.text
    assert posts(here) == []
    assert here.circleci.started == []

    shown = await here.clicks(asked.only, label)

    [started] = here.circleci.started
    assert started.parameters == parameters
    assert started.ref.branch == "fix/cart-badge"
    assert f"web #{started.number}" in shown.text
    assert len(posts(here)) == 1
    assert [row["state"] for row in here.actions()] == ["failed", "done"]


async def test_trigger_anyway_starts_it_as_it_was_typed(here: World) -> None:
    asked = await here.types(f"trigger {FIX} enviroment=staging")

    shown = await here.clicks(asked.only, "Trigger anyway")

    [started] = here.circleci.started
    assert started.parameters == {"enviroment": "staging"}
    assert "Unexpected argument(s): enviroment" in shown.text
    await here.clicks(shown.only, "Trigger without enviroment")
    assert not here.circleci.started[-1].parameters
    assert len(here.circleci.started) == 2


async def test_anyway_means_what_it_says_when_it_is_typed(here: World) -> None:
    await here.types(f"trigger {FIX} --anyway frob=3")

    [started] = here.circleci.started
    assert started.parameters == {"frob": 3}


async def test_a_mention_is_asked_back_to_the_asker_alone(here: World) -> None:
    asked = await here.mentions(f"trigger {FIX} enviroment=staging")

    assert asked.whispered
    assert "@ringmaster trigger web@fix/cart-badge environment=staging" in asked.text
    assert posts(here) == []


async def test_a_branch_as_a_parameter_is_offered_where_the_default_one_is_denied(here: World) -> None:
    asked = await here.types("trigger branch=fix/cart-badge note=hi")
    assert "You can't trigger main of web here." in asked.text
    assert posts(here) == []

    await here.clicks(asked.only, "Trigger fix/cart-badge")

    [started] = here.circleci.started
    assert (started.ref.branch, started.parameters) == ("fix/cart-badge", {"note": "hi"})


async def test_a_release_branch_as_a_parameter_is_the_branch(here: World) -> None:
    here.circleci.add_branch("gh/acme/web", "release/2.6")
    asked = await here.types("trigger web branch=release/2.6", channel=DEPLOYS)
    assert "A branch goes after @, not in branch=." in asked.text
    assert "parameters as of #813 on main: " in asked.text

    await here.clicks(asked.only, "trigger gh/acme/web@release/2.6")

    [started] = here.circleci.started
    assert started.ref.branch == "release/2.6"


async def test_who_may_not_trigger_it_is_refused_before_anything_is_looked_up(here: World) -> None:
    shown = await here.types("trigger web@main enviroment=staging --anyway", user=BEN, channel=DEPLOYS)

    assert "Only the release group can trigger main of web here." in shown.text
    assert here.asked_of_circleci() == []


@pytest.mark.parametrize(
    ("line", "right", "note"),
    [
        (f"trigger {FIX} note=hello world", f'trigger {FIX} note="hello world"', "hello world"),
        (f"trigger {FIX} note = hello", f"trigger {FIX} note=hello", "hello"),
    ],
)
async def test_words_that_were_torn_apart_are_offered_as_one_and_asked_about(
    here: World, line: str, right: str, note: str
) -> None:
    asked = await here.types(line)
    assert asked.whispered
    assert posts(here) == []

    question = await here.clicks(asked.only, right)
    assert "Trigger web?" in question.text
    assert posts(here) == []

    await here.clicks(question.only, "Trigger")

    [started] = here.circleci.started
    assert started.parameters == {"note": note}


async def test_help_lists_what_can_be_given(here: World) -> None:
    listed = await here.types("help trigger web")
    assert listed.whispered
    assert "environment  staging or production  ·  default staging" in listed.text
    assert "|web #813> on main" in listed.text

    asked = await here.types(f"trigger {FIX} frob=1")
    again = await here.clicks(asked.only, "Parameters")
    assert "shards  a number  ·  default 2" in again.text


async def test_what_was_typed_mentions_nobody_when_it_is_asked_about(here: World) -> None:
    asked = await here.types(f"trigger {FIX} colour=<!channel>*red*")
    assert "web has no parameter colour." in asked.text
    assert "broadcast" not in str(asked.only.blocks)
