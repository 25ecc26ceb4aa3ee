"""What waits for a person, over all projects that may be seen here."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.circleci.errors import ApiError
from bot.model.fault import NothingHere
from bot.model.message import Audience
from bot.playground.circleci import Fault
from bot.playground.circleci.acme import WEB as WEB_SLUG
from tests.commands.acting import waits
from tests.commands.desk import Desk, buttons, desk, lines, plain

POLICY = """
projects: {alpha: gh/new/alpha, beta: gh/new/beta}
groups: {release: [U0BEN]}
channels:
  C0WEB:
    allow:
      - {do: [approve], projects: [alpha], who: [release]}
      - {do: [approve], projects: [beta]}
everywhere: {allow: [{do: [read], projects: ["gh/new/*"]}]}
"""


def hold(asked: Desk, slug: str, *approvals: str, hours: float = 3, branch: str = "main") -> int:
    """A pipeline that waits, so many hours old; gives its number."""
    if slug not in asked.small.world.projects:
        asked.small.add_project(slug, (waits("ship", *approvals),))
    pipeline = asked.small.add_pipeline(slug, branch, ago=timedelta(hours=hours))
    asked.small.hold(pipeline)
    return pipeline.number


async def test_all_that_waits_is_told_the_oldest_first_with_who_can_approve_it(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        hold(asked, "gh/new/beta", "release", hours=9)
        hold(asked, "gh/new/alpha", "go", hours=3)

        message = await asked.ask("approvals")

        assert plain(message.text) == "2 approvals waiting, oldest first: beta and alpha"
        first, second = lines(message)[1:3]
        assert first.startswith("release  ·  beta #1  ·  main  ·  ")
        assert first.endswith("  ·  (when)  ·  anyone here can approve")
        assert second.startswith("go  ·  alpha #1  ·  main  ·  ")
        assert second.endswith("  ·  (when)  ·  only the release group can approve here")
        assert list(buttons(message)) == ["Approve release", "Approve go"]
        assert [each.number for each in message.shows] == [1, 1]


async def test_of_a_project_a_branch_or_an_organization_alone(tmp_path: Path) -> None:
    both = POLICY.replace('"gh/new/*"]', '"gh/new/*", "gh/other/*"]')
    async with desk(tmp_path, both) as asked:
        hold(asked, "gh/new/alpha", "go")
        hold(asked, "gh/new/alpha", "go", branch="topic", hours=2)
        hold(asked, "gh/other/gamma", "ship")

        for line, total in (
            ("approvals", 3),
            ("approvals alpha", 2),
            ("approvals alpha@topic", 1),
            ("approvals new", 2),
            ("approvals OTHER", 1),
        ):
            assert plain((await asked.ask(line)).text).startswith(f"{total} approval"), line
        with pytest.raises(NothingHere):
            await asked.ask("approvals alpha@nix nobody")


async def test_the_projects_of_an_organization_are_its_own_whatever_their_slugs_are_made_of(
    desk: Desk,
) -> None:
    text = plain((await desk.ask("approvals acme")).text)

    assert text == "6 approvals waiting, oldest first: api, mobile and web"
    assert "mobile #145" in "\n".join(lines(await desk.ask("approvals mobile")))


async def test_of_a_protected_branch_only_the_newest_pipeline_waits(tmp_path: Path) -> None:
    async with desk(tmp_path, f"{POLICY}protected: [main]\n") as asked:
        hold(asked, "gh/new/alpha", "go", hours=4)
        number = hold(asked, "gh/new/alpha", "go", hours=2)

        message = await asked.ask("approvals")

        assert [each.number for each in message.shows] == [number]


async def test_what_has_waited_too_long_has_no_button_to_approve(tmp_path: Path) -> None:
    async with desk(tmp_path, f"{POLICY}approve_within: 1h\n") as asked:
        number = hold(asked, "gh/new/beta", "go", hours=4)

        message = await asked.ask("approvals")

        assert list(buttons(message)) == [f"Details of beta #{number}"]
        assert "Waited too long to be approved" in lines(message)[-2]


async def test_nothing_waits(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        asked.small.add_project("gh/new/alpha", ())

        message = await asked.ask("approvals")

        assert plain(message.text) == "Nothing is waiting for approval that you can see here"
        assert "the bot can't see 1 project" in lines(message)
        assert plain((await asked.ask("approvals alpha")).text) == "Nothing is waiting for approval in alpha"
        with pytest.raises(NothingHere):
            await asked.ask("approvals beta")


async def test_where_not_all_may_be_seen_none_is_none_that_can_be_seen(tmp_path: Path) -> None:
    some = "everywhere: {allow: [{do: [read], projects: [gh/acme/web], branches: [elsewhere]}]}"
    async with desk(tmp_path, some) as asked:
        told = [plain((await asked.ask(line)).text) for line in ("approvals", "approvals gh/acme/web")]

    assert told == [
        "Nothing is waiting for approval that you can see here",
        "Nothing is waiting for approval in gh/acme/web that you can see here",
    ]


async def test_what_cannot_be_read_costs_its_own_part_and_is_told(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        for slug in ("gh/new/alpha", "gh/new/beta"):
            hold(asked, slug, "go", hours=4)
            hold(asked, slug, "go", hours=2, branch="topic")
        hold(asked, "gh/new/gamma", "go")
        broken = asked.small.newest("gh/new/alpha")
        asked.small.faults.add(Fault(f"/pipeline/{broken.id}/workflow", times=None, status=400))
        asked.small.faults.add(Fault("/project/gh/new/gamma/pipeline", times=None, status=400))

        message = await asked.ask("approvals")

        assert plain(message.text).startswith("3 approvals waiting")
        told = [each for each in lines(message) if "couldn't be read" in each]
        [note] = told
        assert note.startswith(
            "1 pipeline couldn't be read (#2)  ·  1 project couldn't be read (gh/new/gamma)"
        )


async def test_where_nothing_was_found_and_something_not_read_it_is_not_said_that_nothing_waits(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path, POLICY) as asked:
        hold(asked, "gh/new/alpha", "go")
        asked.small.faults.add(Fault("/workflow/*/job", times=None, status=400))

        assert plain((await asked.ask("approvals alpha")).text) == "No approvals found in alpha"


async def test_when_circleci_fails_it_is_an_error(desk: Desk) -> None:
    desk.small.faults.add(Fault("/project/*/pipeline", times=None, status=400))

    with pytest.raises(ApiError):
        await desk.ask("approvals")


async def test_only_what_may_be_read_here_is_looked_at(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        hold(asked, "gh/new/alpha", "go")
        asked.small.hold(asked.small.add_pipeline(WEB_SLUG, "main", ago=timedelta(hours=1)))

        message = await asked.ask("approvals")

        assert plain(message.text) == "1 approval waiting, oldest first: alpha"
        assert not any(WEB_SLUG in path for path in asked.asked())


async def test_ten_are_told_at_a_time(tmp_path: Path) -> None:
    async with desk(tmp_path, POLICY) as asked:
        hold(asked, "gh/new/beta", *[f"go-{at:02}" for at in range(12)])

        first = await asked.ask("approvals")
        second = await asked.ask(buttons(first)["Show 2 more"] or "")

        assert list(buttons(first))[:3] == ["Approve go-00", "Approve go-01", "Show 2 more"]
        assert [line.split("  ·  ")[0] for line in lines(second)[1:3]] == ["go-10", "go-11"]
        assert second.audience is Audience.THREAD


async def test_no_more_than_a_few_pipelines_of_each_project_are_read_four_projects_at_a_time(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path, POLICY) as asked:
        for at in range(7):
            hold(asked, "gh/new/alpha", "go", branch=f"b{at}", hours=at + 1)
        hold(asked, "gh/new/beta", "go")

        assert plain((await asked.ask("approvals")).text).startswith("6 approvals")
        assert plain((await asked.ask("approvals alpha")).text).startswith("7 approvals")
