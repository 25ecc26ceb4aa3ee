"""`use`: the project that a channel means."""

from dataclasses import replace

import pytest

from bot.circleci.slug import ProjectSlug
from bot.model.fault import (
    Denied,
    NothingHere,
)
from tests.commands.desk import Desk, plain


async def test_use_sets_the_channels_project(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0DEPLOYS")

    message = await desk.ask("use api")

    assert plain(message.text) == "api is now this channel's default project."
    assert desk.store.channels.default("T0ACME", "C0DEPLOYS") == ProjectSlug("gh", "acme", "api")
    assert plain((await desk.ask("status")).text).startswith("api #")


async def test_use_takes_only_a_project_that_exists_and_may_be_read(desk: Desk) -> None:
    desk.place = replace(desk.place, channel="C0DEPLOYS")

    with pytest.raises(NothingHere):
        await desk.ask("use gh/acme/nope")
    with pytest.raises(Denied):
        await desk.ask("use gh/globex/secret")


async def test_use_needs_its_permission(desk: Desk) -> None:
    with pytest.raises(Denied):
        await desk.ask("use web")
