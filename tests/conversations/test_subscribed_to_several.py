"""A channel names several projects, and branches by a pattern, as people write that."""

import pytest

from bot.playground.circleci.faults import Fault
from tests.following.cards import ALWAYS
from tests.world import DEPLOYS, WEB, World


@pytest.mark.parametrize(
    "target",
    ["acme@release/*", "acme/*@release/*", "acme release/*", "acme/* on release/*", "gh/acme release/*"],
)
async def test_a_branch_of_several_projects_stands_beside_what_names_them(here: World, target: str) -> None:
    said = await here.types(f"subscribe {target}", channel=DEPLOYS)
    assert "hears about failures and fixes of gh/acme/* on release/*." in said.text
    gone = await here.types(f"unsubscribe {target}", channel=DEPLOYS)
    assert "no longer hears about gh/acme/* on release/*" in gone.text


async def test_a_pattern_of_names_has_a_branch_too_and_one_that_fits_several_is_asked_with_it(
    here: World,
) -> None:
    said = await here.types("subscribe w*@main", channel=DEPLOYS)
    assert "of gh/acme/w* on main." in said.text
    assert "on main" in (await here.types("unsubscribe w*@main", channel=DEPLOYS)).text
    which = await here.types("subscribe *@main", channel=DEPLOYS)
    assert "Did you mean /ci subscribe gh/acme/*@main?" in which.text


async def test_a_pattern_of_branches_stands_behind_its_project_as_a_branch_does(here: World) -> None:
    for line in ("subscribe web release/*", "subscribe release/* of web"):
        assert "of web on release/*." in (await here.types(line, channel=DEPLOYS)).text
        assert "web on release/*" in (await here.types("unsubscribe web release/*", channel=DEPLOYS)).text
    assert "of web on release/*." in (await here.types("subscribe release/*", channel=WEB)).text


async def test_a_slip_in_a_name_is_one_with_a_branch_as_well(here: World) -> None:
    for channel in (DEPLOYS, WEB):
        slip = await here.types("subscribe wbe@main", channel=channel)
        assert "There's no project wbe. Did you mean web?" in slip.text
        assert "[subscribe web@main]" in slip.text


async def test_the_same_once_more_stands_as_it_was(here: World) -> None:
    await here.types("subscribe web@main --on failed", channel=DEPLOYS)
    again = await here.types("subscribe web@main --on failed", channel=DEPLOYS)
    assert again.text.startswith("Already subscribed\nThis channel hears about failures of web on main.")
    other = await here.types("subscribe web@main", channel=DEPLOYS)
    assert other.text.startswith("Changed\n")


async def test_one_branch_of_several_ends_alone_however_it_is_named(here: World) -> None:
    for line in ("unsubscribe web release/9", "unsubscribe web@release/9", "unsubscribe release/9 of web"):
        for branch in ("main", "release/9"):  # there was such a branch, and it is gone
            await here.types(f"subscribe web@{branch}", channel=DEPLOYS)
        assert "no longer hears about web on release/9." in (await here.types(line, channel=DEPLOYS)).text
        assert "1 subscription" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_it_ends_without_circleci(here: World) -> None:
    await here.types("subscribe web@main", channel=DEPLOYS)
    here.circleci.faults.add(Fault("*", times=ALWAYS, status=503))
    assert "no longer" in (await here.types("unsubscribe web@main", channel=DEPLOYS)).text
