"""A project that CircleCI answers under another name than it was asked for."""

from dataclasses import replace

import pytest
from pytest_mock import MockerFixture
from structlog.testing import capture_logs

from bot.circleci.client import CircleCI
from bot.circleci.slug import ProjectSlug
from bot.model.fault import (
    Denied,
    NothingHere,
    ProjectRenamed,
)
from bot.model.permission import Permission
from bot.playground.circleci.faults import Fault, answer_with
from tests.commands.desk import Desk, lines, plain, told

WEB = "gh/acme/web"
MOVED = "gh/globex/secret"
FIX = "fix/rounding-at-checkout"


async def renamed(desk: Desk, mocker: MockerFixture, to: str) -> None:
    """CircleCI answers with another slug than it was asked for."""
    project = await desk.circleci.get_project(ProjectSlug.parse(WEB))
    slug = ProjectSlug.parse(to)
    mocker.patch.object(CircleCI, "get_project", return_value=project.model_copy(update={"slug": slug}))


@pytest.mark.parametrize("line", ["project web", f"trigger @{FIX}", "use web"])
async def test_of_what_the_policy_has_under_an_old_name_it_is_said_that_it_was_renamed_and_nothing_else(
    desk: Desk, mocker: MockerFixture, line: str
) -> None:
    await renamed(desk, mocker, "gh/globex/secret")
    desk.place = replace(desk.place, channel="C0DEPLOYS" if line.startswith("use") else "C0WEB")

    with pytest.raises(ProjectRenamed) as caught, capture_logs() as logged:
        await desk.ask(line)

    assert told(caught.value)[0] == (
        "web was renamed in CircleCI, and the bot's policy still has the old name."
    )
    assert "secret" not in "\n".join(told(caught.value))
    entries = [each for each in logged if "renamed" in each["event"]]
    assert {(each["asked"], each["answered"]) for each in entries} == {(WEB, "gh/globex/secret")}
    assert desk.sent == 0
    assert desk.store.channels.default("T0ACME", desk.place.channel) is None


async def test_pipelines_that_are_told_under_the_new_name_are_not_as_if_there_were_none(
    desk: Desk, mocker: MockerFixture
) -> None:
    await renamed(desk, mocker, "gh/globex/secret")
    now = desk.small.newest(WEB)
    odd = Fault(f"/project/{WEB}/pipeline", times=None, body={"items": []}, status=200)
    desk.small.faults.add(odd)

    for line in ("status web", "pipelines web", f"pipeline web@{now.ref.branch}"):
        with pytest.raises(ProjectRenamed):
            await desk.ask(line)
    assert "projects couldn't be read (" in "\n".join(lines(await desk.ask("red")))


@pytest.mark.parametrize("noun", ["pipeline", "job"])
async def test_that_a_number_is_told_under_another_name_is_in_the_log(desk: Desk, noun: str) -> None:
    run = desk.small.newest(WEB)
    number = run.number if noun == "pipeline" else run.runs[0].jobs[0].number
    desk.small.faults.add(Fault("/project/*/pipeline/*", times=None, oddity=answer_with(project_slug=MOVED)))
    desk.small.faults.add(Fault("/pipeline/*", times=None, oddity=answer_with(project_slug=MOVED)))

    with pytest.raises(NothingHere), capture_logs() as logged:
        await desk.ask(f"{noun} web#{number}")

    entries = [each for each in logged if "renamed" in each["event"]]
    assert {(each["asked"], each["answered"]) for each in entries} == {(WEB, MOVED)}


async def test_what_no_policy_names_looks_as_if_it_were_not_there_under_its_new_name(
    desk: Desk, mocker: MockerFixture
) -> None:
    desk.policy.write_text("channels: {C0WEB: {allow: [{do: [read], projects: ['gh/acme/*']}]}}\n")
    await renamed(desk, mocker, "gh/globex/secret")

    with pytest.raises(NothingHere) as caught:
        await desk.ask(f"project {WEB}")

    assert not isinstance(caught.value, ProjectRenamed)


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
        "channels: {C0WEB: {allow: [{do: [read], projects: ['*']}, {do: [configure], projects: [web]}]}}\n"
    )
    await renamed(desk, mocker, "gh/acme/api")
    with pytest.raises(Denied) as caught:
        await desk.ask("use web")

    assert caught.value.permission is Permission.CONFIGURE
    assert desk.store.channels.default("T0ACME", "C0WEB") is None
