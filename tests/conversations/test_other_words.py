"""Words and flags of other tools: what is offered works when it is pressed, and nothing acts before that."""

import re

import pytest

from tests.conversations.operating import labels, posts
from tests.world import ANA, BEN, DEPLOYS, GUS, RANDOM, WEB, Shown, World, read


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("list pipelines", ["Pipelines"]),
        ("show #812", ["pipeline #812"]),
        ("whoami", ["Me"]),
        ("jobs", ["pipeline last", "Pipelines"]),
        ("what failed", ["why last failed"]),
        ("who can trigger", ["can trigger"]),
    ],
)
async def test_another_word_that_reads_is_a_button_that_answers(
    here: World, line: str, offered: list[str]
) -> None:
    refused = await here.types(line)
    assert refused.whispered
    assert "There's no" in refused.text
    assert labels(here, refused.only) == [*offered, "Help"]
    for label in offered:
        answer = await here.clicks((await here.types(line)).only, label)
        assert "There's no" not in read(answer.messages[0])
    assert here.actions() == []


@pytest.mark.parametrize(
    ("channel", "line", "offered", "sent"),
    [
        (WEB, "retry #812", ["rerun #812 --failed", "rerun #812"], "/rerun"),
        (DEPLOYS, "stop web#813", ["cancel web#813"], "/cancel"),
        (DEPLOYS, "build web@main", ["trigger web@main"], "/pipeline"),
    ],
)
async def test_another_word_that_acts_starts_nothing_before_its_button_is_pressed(
    here: World, channel: str, line: str, offered: list[str], sent: str
) -> None:
    refused = await here.types(line, channel=channel)
    assert labels(here, refused.only)[:-1] == offered
    assert posts(here) == []
    assert here.actions() == []
    question = await here.clicks(refused.only, offered[0])
    assert posts(here) == []
    await here.clicks(question.only, labels(here, question.only)[0])
    [post] = posts(here)
    assert sent in post


async def test_what_somebody_can_not_do_there_is_not_offered(here: World) -> None:
    refused = await here.types("deploy web", channel=RANDOM)
    assert labels(here, refused.only) == ["deploys web", "Help"]
    assert "can't cancel workflows here" in (await here.types("stop #813", channel=RANDOM)).text


async def test_where_nothing_that_may_be_meant_works_it_is_told_why(here: World) -> None:
    guests, main = "Guests can look", f"of web here. You can in <#{DEPLOYS}>, or here on any branch"
    for user, line, told in (
        (ANA, "build web", f"can't trigger main {main}"),
        (ANA, "kill web@main", f"can't cancel main {main}"),
        (ANA, "stop #813", f"can't cancel main {main}"),
        (ANA, "restart last failed on main", f"can't rerun main {main}"),
        (ANA, "halt #812", "web #812 had already finished"),
        (ANA, "abort #99999", "No workflow #99999"),
        (BEN, "build web", "can't trigger main of web here. You can on any branch except main"),
        (GUS, "build web@fix/cart-badge", guests),
        (GUS, "retry #812", guests),
        (GUS, "build web", guests),
        (GUS, "trigger web@main", guests),
    ):
        refused = await here.types(line, user=user)
        assert refused.whispered
        assert told in refused.text
        offered = [each.value for each in here.slack.controls(refused.only) if each.value]
        assert all(each.startswith(("pipeline", "pipelines")) for each in offered)
    assert posts(here) == []


async def test_only_those_of_several_meanings_are_offered_that_work(here: World) -> None:
    assert labels(here, (await here.types("retry #808")).only) == ["rerun #808", "Help"]
    assert labels(here, (await here.types("ship web")).only) == ["deploys web", "Help"]
    assert posts(here) == []


@pytest.mark.parametrize("line", ["trigger --help", "rerun -h", "? rerun", "rerun help", "retry --help"])
async def test_help_is_shown_at_once_and_needs_no_permission(here: World, line: str) -> None:
    shown = await here.types(line, channel=RANDOM)
    assert "For example" in shown.text
    assert ("/ci trigger" if "trigger" in line else "/ci rerun") in shown.text
    assert here.asked_of_circleci() == []


@pytest.mark.parametrize("line", ["--help", "-h", "?", "help --help"])
async def test_a_sign_alone_is_the_help(here: World, line: str) -> None:
    assert (await here.types(line)).text.startswith((await here.types("help")).text)
    assert (await here.mentions(line)).text.startswith((await here.mentions("help")).text)


@pytest.mark.parametrize(
    ("line", "offered", "shown"),
    [
        ("logs last failed -n 5", "logs last failed --tail 5", "e2e"),
        ("status -b main", "status @main", "web #813"),
        ("pipelines web --limit 5", "pipelines web", "#813"),
    ],
)
async def test_another_tools_flag_is_a_button_that_answers(
    here: World, line: str, offered: str, shown: str
) -> None:
    refused = await here.types(line)
    assert labels(here, refused.only) == [offered]
    assert here.asked_of_circleci() == []
    answer = await here.clicks(refused.only, offered)
    assert shown in read(answer.messages[0])


async def test_a_parameter_by_another_tools_flag_is_sent_once_it_is_pressed(here: World) -> None:
    refused = await here.types("trigger web@main --param environment=staging", channel=DEPLOYS)
    assert posts(here) == []
    question = await here.clicks(refused.only, "trigger web@main environment=staging")
    assert posts(here) == []
    await here.clicks(question.only, labels(here, question.only)[0])
    assert len(posts(here)) == 1


async def test_a_page_that_is_typed_shows_what_the_button_would(here: World) -> None:
    def numbers(shown: Shown) -> list[str]:
        return re.findall(r"#\d+", shown.text)

    first = await here.types("pipelines web")
    second = await here.clicks(first.only, "Show 10 more")
    assert numbers(await here.types("pipelines web --page 2")) == numbers(second)
    assert numbers(await here.types("pipelines web --page 1")) == numbers(first)
