"""The names of a project's environment variables."""

from pathlib import Path

import pytest

from bot.model.fault import Denied, NothingHere
from bot.model.message import Audience
from bot.playground.circleci import Fault
from tests.commands.desk import POLICY, Desk, buttons, desk, lines, plain

WEB = "gh/acme/web"
READ = '{do: [read], projects: ["gh/acme/*", mobile]}'


async def test_names_are_told_by_name_and_their_values_never(desk: Desk) -> None:
    message = await desk.ask("envs api")

    assert plain(message.text) == "2 environment variables in api"
    assert lines(message)[:3] == ["2 environment variables in api", "DATABASE_URL", "SENTRY_DSN"]
    assert "xxxx" not in str(message)


async def test_more_than_ten_are_told_ten_at_a_time_whatever_circlecis_pages_are(desk: Desk) -> None:
    desk.small.project(WEB).variables = {f"NAME_{at:02}": "value" for at in reversed(range(25))}
    told, audiences, labels = list[str](), [], list[str]()
    line: str | None = "envs"
    while line:
        message = await desk.ask(line)
        told += [each for each in lines(message) if each.startswith("NAME_")]
        audiences.append(message.audience)
        labels += buttons(message)
        line = next(iter(buttons(message).values()), None)

    assert labels == ["Show 10 more", "Show 5 more"]
    assert told == [f"NAME_{at:02}" for at in range(25)]
    assert audiences == [Audience.CHANNEL, Audience.THREAD, Audience.THREAD]


async def test_a_project_without_any_says_so(desk: Desk) -> None:
    message = await desk.ask("envs mobile")

    assert plain(message.text) == "mobile has no environment variables."


@pytest.mark.parametrize("line", ["envs", "envs web"])
@pytest.mark.parametrize("branches", ["[main]", "['*', '!main']"])
async def test_who_may_not_read_every_branch_is_denied_and_they_are_not_asked_for(
    tmp_path: Path, line: str, branches: str
) -> None:
    some = POLICY.replace(READ, f"{{do: [read], projects: ['*'], branches: {branches}}}")
    async with desk(tmp_path, some) as asked:
        with pytest.raises(Denied):
            await asked.ask(line)

        assert asked.asked() == [f"/api/v2/project/{WEB}"]


async def test_a_project_that_may_not_be_read_is_denied_and_circleci_not_asked(desk: Desk) -> None:
    with pytest.raises(Denied):
        await desk.ask("envs gh/globex/secret")

    assert desk.asked() == []


async def test_a_project_that_is_not_there_is_told(desk: Desk) -> None:
    with pytest.raises(NothingHere):
        await desk.ask("envs gh/acme/nothing")


async def test_when_circleci_does_not_tell_them_it_is_not_told_that_there_are_none(desk: Desk) -> None:
    desk.small.faults.add(Fault("/project/*/envvar", times=None, status=404, body={"message": "Not Found"}))

    with pytest.raises(NothingHere):
        await desk.ask("envs web")
