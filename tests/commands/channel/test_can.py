"""`can`: what the asker can do here, which rule decides, and what commands take."""

from dataclasses import replace

import pytest

from bot.model.ability import OtherPerson, UnknownAbility
from bot.model.fault import NothingHere, UnknownWord
from tests.commands.desk import BEN, Desk, lines, plain


async def test_can_says_which_rule_decides_and_where_else_the_asker_can(desk: Desk) -> None:
    shown = lines(await desk.ask("can trigger web@main"))

    assert shown[0] == "You can't trigger here."
    assert any("nobody here" in line and "you can in #C0DEPLOYS" in line for line in shown)
    assert any(
        "Can trigger" in line and "rule channels.C0WEB.allow[0]" in line
        for line in lines(await desk.ask("can trigger @x"))
    )


async def test_can_alone_fits_on_a_phone(desk: Desk) -> None:
    assert lines(await desk.ask("can")) == [
        "What you can do in #C0WEB with web",
        "Here: read; trigger (every branch except main).",
        "In #C0DEPLOYS also: configure.",
        "Not here: rerun, cancel, approve, follow.",
        "These rules come from the bot's policy file (everywhere.allow[0], channels.C0WEB.allow[0]).",
    ]
    desk.place = replace(desk.place, channel="D0ANA")
    direct = lines(await desk.ask("can"))
    assert direct[0] == "What you can do in direct messages"
    assert "In #C0WEB or #C0DEPLOYS also: trigger." in direct


async def test_without_a_project_it_says_for_which_of_them(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0DEPLOYS")
    shown = lines(await desk.ask("can trigger"))

    assert any("Can trigger" in line and "main" in line and "in web" in line for line in shown)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("can I trigger web@x", "You can trigger here."),
        ("can we build @x", "You can trigger here."),
        ("can logs", "You can read here."),
        ("can see web", "You can read here."),
        ("can reject", "You can't cancel here."),
        ("can retry", "You can't rerun here."),
        ("can cancel job", "You can't cancel here."),
        ("can deploy @x", "You can trigger here."),
        ("can web trigger", "You can trigger here on every branch except main."),
    ],
)
async def test_can_takes_the_words_of_commands_and_other_words(desk: Desk, line: str, said: str) -> None:
    assert plain((await desk.ask(line)).text) == said


async def test_a_rollback_takes_two_permissions_on_the_default_branch(desk: Desk) -> None:
    shown = lines(await desk.ask("can I roll back web"))
    assert shown[:3] == [
        "You can't roll back web here.",
        "Rolling back web, production included, needs trigger and read on its default branch, main, "
        "where the rollback pipeline runs.",
        "What you can do in #C0WEB with web on main",
    ]
    desk.place = replace(desk.place, channel="C0DEPLOYS")
    assert lines(await desk.ask("can rollback web"))[0] == "You can roll back web here."


async def test_circleci_is_asked_only_where_the_default_branch_decides(desk: Desk) -> None:
    await desk.ask("can trigger web")
    assert desk.asked() == []
    desk.place, desk.actor = replace(desk.place, channel="C0DEPLOYS"), BEN
    assert lines(await desk.ask("can rollback web"))[0] == "You can't roll back web here."
    assert desk.asked() == []


@pytest.mark.parametrize(
    ("line", "said", "own"),
    [
        ("can ben trigger web", "ben", "can trigger web"),
        ("can anyone roll back web", "anyone", "can rollback web"),
        ("can @U0BEN cancel", "@U0BEN", "can cancel"),
        ("can everyone", "everyone", "can"),
    ],
)
async def test_what_others_can_do_is_not_told_but_the_askers_own_is(
    desk: Desk, line: str, said: str, own: str
) -> None:
    with pytest.raises(OtherPerson) as caught:
        await desk.ask(line)

    assert (caught.value.said, caught.value.own) == (said, own)


async def test_a_slip_is_pointed_out_and_what_is_nothing_to_do_is_named(desk: Desk) -> None:
    with pytest.raises(UnknownWord) as slip:
        await desk.ask("can trigr")
    assert slip.value.lines == ("can trigger",)
    with pytest.raises(UnknownAbility) as unknown:
        await desk.ask("can I fly")
    assert unknown.value.said == "fly"
    with pytest.raises(NothingHere) as branch:
        await desk.ask("can trigger wbe")
    assert branch.value.likely == ("can trigger web",)


async def test_a_ref_that_is_no_branch_is_said_to_need_a_rule_that_names_it(desk: Desk) -> None:
    shown = lines(await desk.ask("can trigger @pull/77/head"))
    assert any("it isn't a branch or tag, so a rule has to name it, like pull/*" in each for each in shown)
