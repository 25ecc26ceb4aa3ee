"""`config`: what a pipeline was configured with."""

from contextlib import AsyncExitStack

import pytest
from pytest_mock import MockerFixture

from bot.circleci.errors import DownloadsBusy
from bot.circleci.hosts import DOWNLOADS
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


async def test_a_configuration_is_shared_without_its_secrets_and_what_drives_terminals(desk: Desk) -> None:
    token, long = "ghp_" + "a1B2c3D4e5" * 4, "# Größe\n" * 10_000
    told = f"a: 1\n{long}environment:\n  GH_TOKEN: {token}\nname: \x1b[31mx\u202ey\n"
    config = {"setup-config": "setup: true\n", "compiled": "b: 2\n", "source": told}
    desk.small.faults.add(Fault("/pipeline/*/config", status=200, body=config))

    message = await desk.ask("config #812 --source")

    assert [b"".join(each.pieces()).decode() for each in message.files] == [
        f"a: 1\n{long}environment:\n  GH_TOKEN: [masked]\nname: xy\n",
        "setup: true\n",
    ]
    assert any("10,004 lines" in line for line in lines(message))


@pytest.mark.parametrize(
    ("text", "count"), [("a: 1", "1 line"), ("a: 1\n", "1 line"), ("a:\n\n  b", "3 lines")]
)
async def test_a_line_is_one_whether_or_not_it_ends(desk: Desk, text: str, count: str) -> None:
    desk.small.faults.add(Fault("/pipeline/*/config", status=200, body={"compiled": text}))
    assert any(count in line for line in lines(await desk.ask("config #812")))


async def test_who_waits_for_long_behind_other_downloads_is_told(desk: Desk, mocker: MockerFixture) -> None:
    mocker.patch("bot.circleci.http._DOWNLOAD_PATIENCE", 0.05)
    async with AsyncExitStack() as others:
        for at in range(DOWNLOADS):
            whose.set(f"U{at}")
            await others.enter_async_context(
                desk.circleci.download("http://circleci.test/api/v2/me", limit=1000)
            )
        whose.set("U0ANA")
        with pytest.raises(DownloadsBusy):
            await desk.ask("config #812")
    assert (await desk.ask("config #812")).files


async def test_a_pipeline_without_a_configuration_says_so(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline/*/config", status=404, body={"message": "Not found"}))

    with pytest.raises(NothingHere) as caught:
        await desk.ask("config #812")

    assert (caught.value.noun, caught.value.said) == ("configuration", "#812")
