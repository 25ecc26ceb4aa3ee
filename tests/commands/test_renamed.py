"""A project that CircleCI answers under another name than it was asked for."""

from dataclasses import replace

import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.slug import ProjectSlug
from bot.model.fault import (
    Denied,
    NothingHere,
)
from bot.model.permission import Permission
from tests.commands.desk import Desk, plain

WEB = "gh/acme/web"
FIX = "fix/rounding-at-checkout"


async def renamed(desk: Desk, mocker: MockerFixture, to: str) -> None:
    """CircleCI answers with another slug than it was asked for."""
    project = await desk.circleci.get_project(ProjectSlug.parse(WEB))
    slug = ProjectSlug.parse(to)
    mocker.patch.object(CircleCI, "get_project", return_value=project.model_copy(update={"slug": slug}))


@pytest.mark.parametrize("line", ["project web", f"trigger @{FIX}", "use web"])
async def test_what_now_has_a_name_that_may_not_be_seen_looks_as_if_it_were_not_there(
    desk: Desk, mocker: MockerFixture, line: str
) -> None:
    await renamed(desk, mocker, "gh/globex/secret")
    desk.place = replace(desk.place, channel="C0DEPLOYS" if line.startswith("use") else "C0WEB")

    with pytest.raises(NothingHere) as caught:
        await desk.ask(line)

    assert caught.value.project is None
    assert desk.sent == 0
    assert desk.store.channels.default("T0ACME", desk.place.channel) is None


async def test_what_now_has_another_name_needs_the_permission_for_that_one(
    desk: Desk, mocker: MockerFixture
) -> None:
    await renamed(desk, mocker, "gh/acme/api")

    assert plain((await desk.ask("project web")).text).startswith("web: ")
    with pytest.raises(Denied) as caught:
        await desk.ask(f"trigger web@{FIX}")

    assert (caught.value.permission, caught.value.project) == (Permission.TRIGGER, "web")
    assert desk.sent == 0


async def test_a_renamed_project_is_a_default_only_with_the_permission_for_its_new_name(
    desk: Desk, mocker: MockerFixture
) -> None:
    desk.policy.write_text(
        "projects: {web: gh/acme/web}\n"
        "channels: {C0WEB: {allow: [{do: [read]}, {do: [configure], projects: [web]}]}}\n"
    )
    await renamed(desk, mocker, "gh/acme/api")
    with pytest.raises(Denied) as caught:
        await desk.ask("use web")

    assert caught.value.permission is Permission.CONFIGURE
    assert desk.store.channels.default("T0ACME", "C0WEB") is None
