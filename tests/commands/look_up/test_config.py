"""`config`: what a pipeline was configured with."""

from contextlib import AsyncExitStack

import pytest
from pytest_mock import MockerFixture

from bot.circleci.client import CircleCI
from bot.circleci.errors import DownloadsBusy
from bot.circleci.models import PipelineConfig
from bot.model.fault import NothingHere
from bot.model.message import Audience
from bot.playground.circleci import Fault
from bot.turns import whose
from tests.commands.desk import Desk, lines


async def test_a_configuration_is_a_file(desk: Desk) -> None:
    compiled = await desk.ask("config #812")
    source = await desk.ask("config #812 --source")

    assert [each.name for each in compiled.files] == ["web-812-compiled.yml"]
    assert [each.name for each in source.files] == ["web-812-source.yml"]
    assert b"".join(source.files[0].pieces()).startswith(b"version: 2.1")
    assert compiled.audience is Audience.THREAD


async def test_a_configuration_is_shared_without_its_secrets_and_what_drives_terminals(
    desk: Desk, mocker: MockerFixture
) -> None:
    token, long = "ghp_" + "a1B2c3D4e5" * 4, "# Größe\n" * 10_000
    told = f"a: 1\n{long}environment:\n  GH_TOKEN: {token}\nname: \x1b[31mx\u202ey\n"
    config = PipelineConfig(source=told, setup_config="setup: true\n")
    mocker.patch.object(CircleCI, "get_pipeline_config", return_value=config)

    message = await desk.ask("config #812 --source")

    assert [b"".join(each.pieces()).decode() for each in message.files] == [
        f"a: 1\n{long}environment:\n  GH_TOKEN: [masked]\nname: xy\n",
        "setup: true\n",
    ]
    assert any("10,004 lines" in line for line in lines(message))


async def test_few_configurations_are_in_memory_at_once_and_who_waits_for_long_is_told(
    desk: Desk, mocker: MockerFixture
) -> None:
    mocker.patch("bot.circleci.http._DOWNLOAD_PATIENCE", 0.05)
    async with AsyncExitStack() as others:
        for person in ("U0BEN", "U0CHO"):
            whose.set(person)
            await others.enter_async_context(desk.circleci.room_for_text())
        whose.set("U0ANA")
        with pytest.raises(DownloadsBusy):
            await desk.ask("config #812")
    assert (await desk.ask("config #812")).files


async def test_a_pipeline_without_a_configuration_says_so(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline/*/config", status=404, body={"message": "Not found"}))

    with pytest.raises(NothingHere) as caught:
        await desk.ask("config #812")

    assert (caught.value.noun, caught.value.said) == ("configuration", "#812")
