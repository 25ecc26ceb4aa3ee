"""`config`: what a pipeline was configured with."""

import pytest

from bot.model.fault import NothingHere
from bot.model.message import Audience
from bot.playground.circleci import Fault
from tests.commands.desk import Desk


async def test_a_configuration_is_a_file(desk: Desk) -> None:
    compiled = await desk.ask("config #812")
    source = await desk.ask("config #812 --source")

    assert [each.name for each in compiled.files] == ["web-812-compiled.yml"]
    assert [each.name for each in source.files] == ["web-812-source.yml"]
    assert source.files[0].content.startswith(b"version: 2.1")
    assert compiled.audience is Audience.THREAD


async def test_a_pipeline_without_a_configuration_says_so(desk: Desk) -> None:
    desk.small.faults.add(Fault("/pipeline/*/config", status=404, body={"message": "Not found"}))

    with pytest.raises(NothingHere) as caught:
        await desk.ask("config #812")

    assert (caught.value.noun, caught.value.said) == ("configuration", "#812")
