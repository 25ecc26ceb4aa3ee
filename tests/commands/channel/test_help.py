"""`help`: every command, and one of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pytest_mock import MockerFixture

from bot.command import Command
from bot.commands import COMMANDS
from bot.model.grammar_fault import UnknownCommand
from bot.model.permission import Permission
from bot.policy.access import Access
from bot.views.cards.help import HelpGroup
from tests.commands.desk import Desk, lines
from tests.commands.desk import desk as another_desk

#: By group, in this order.
GROUPS = {
    "See": "status · red · approvals · pipelines · deploys",
    "Explain": "why · logs · tests · artifacts · flaky · insights",
    "Act": "trigger · rerun · cancel · reject · rollback · approve",
    "Follow": "follow · following · unfollow · subscribe · subscriptions · unsubscribe · digest · mute"
    " · quiet",
    "Look up": "pipeline · workflow · job · config · artifact · project · projects · envs",
    "This channel": "use · can · me · help",
}
ALL_ALLOWED = """
projects: {web: gh/acme/web}
everywhere: {allow: [{do: [read, trigger, rerun, cancel, approve, configure, follow], projects: ["*"]}]}
"""


@pytest.fixture
async def free(tmp_path: Path) -> AsyncIterator[Desk]:
    """Where everything is allowed."""
    async with another_desk(tmp_path, ALL_ALLOWED) as made:
        yield made


async def test_help_lists_every_command_in_its_group_on_one_line(free: Desk) -> None:
    shown = lines(await free.ask("help"))

    for title, names in GROUPS.items():
        line = next(each for each in shown if each.startswith(f"{title}  "))
        assert sorted(line.removeprefix(f"{title}  ").split(" · ")) == sorted(names.split(" · "))
    assert [each.split()[1] for each in shown[:5]] == ["status", "why", "trigger", "rerun", "approve"]


async def test_help_asks_the_policy_a_few_times_of_each_of_thousands_of_projects(
    tmp_path: Path, mocker: MockerFixture
) -> None:
    projects = "".join(f"  project-{number}: gh/acme/project-{number}\n" for number in range(2_000))
    policy = f"projects:\n{projects}" + ALL_ALLOWED.partition("\n")[2].partition("\n")[2]
    async with another_desk(tmp_path, policy.replace('"*"', "gh/acme/*")) as made:
        decide = mocker.spy(Access, "decide")
        shown = lines(await made.ask("help"))

    assert not any("not here" in each for each in shown)
    assert decide.call_count <= 2 * len(Permission) * 2_001


async def test_help_fits_one_screen_of_a_phone(free: Desk) -> None:
    shown = lines(await free.ask("help"))

    assert sum(-(-len(line) // 44) for line in shown) <= 26
    assert all(len(command.summary) < 60 for command in COMMANDS)


async def test_help_marks_what_the_asker_can_not_use_here(desk: Desk) -> None:
    shown = lines(await desk.ask("help"))

    assert "Act  trigger · rollback  ·  not here: rerun, approve, cancel, reject" in shown
    assert not any(line.startswith("/ci rerun") for line in shown)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each.words)
async def test_help_explains_each_command(desk: Desk, command: Command[object, object]) -> None:
    shown = lines(await desk.ask(f"help {command.words}"))

    assert shown[:2] == [f"/ci {command.syntax.usage}", command.summary]
    assert "For example" in shown
    assert {f"/ci {example}" for example in command.examples} <= set(shown)


async def test_rare_flags_stand_at_the_end_and_hidden_ones_nowhere(desk: Desk) -> None:
    shown = lines(await desk.ask("help rollback"))

    assert "--project" not in shown[0]
    assert "--namespace" not in shown[0]
    also = shown[shown.index("Also") :]
    assert any(line.startswith("--project PROJECT  ") for line in also)
    assert any(line.startswith("--namespace NAMESPACE  ") for line in also)
    assert not any("--live" in line for line in shown)


async def test_the_help_of_a_command_leads_to_those_that_begin_with_its_words(desk: Desk) -> None:
    assert "/ci cancel job <job>  Cancel one job" in lines(await desk.ask("help cancel"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("status web", "status"),
        ("rerun failed", "rerun"),
        ("cancel job 5", "cancel job"),
        ("cancel #813", "cancel"),
        ("/ci why web@main", "why"),
        ("Trigger", "trigger"),
        ("help status", "help"),
    ],
)
async def test_help_is_about_the_longest_command_that_the_words_begin_with(
    desk: Desk, said: str, words: str
) -> None:
    usage = next(each.syntax.usage for each in COMMANDS if each.words == words)

    assert lines(await desk.ask(f"help {said}"))[0] == f"/ci {usage}"


@pytest.mark.parametrize("said", ["triger", "triger web", "trigger2 web@main please"])
async def test_help_for_a_word_that_is_no_command_asks_what_was_meant(desk: Desk, said: str) -> None:
    with pytest.raises(UnknownCommand) as caught:
        await desk.ask(f"help {said}")

    assert caught.value.said == said.split()[0]
    assert caught.value.suggestions == ("help trigger",)


@pytest.mark.parametrize("said", ["fly", "web@main", "hlp me", "#812"])
async def test_no_help_leads_to_itself(desk: Desk, said: str) -> None:
    with pytest.raises(UnknownCommand) as caught:
        await desk.ask(f"help {said}")

    assert f"help {said}" not in caught.value.suggestions
    for each in caught.value.suggestions:
        assert "For example" in lines(await desk.ask(each))


def test_each_command_stands_in_the_folder_of_a_group() -> None:
    folders = {command.run.__module__.split(".")[-2] for command in COMMANDS}

    assert folders == set(HelpGroup)
