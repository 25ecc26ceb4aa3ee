"""A channel names several projects, and branches by a pattern, as people write that."""

import pytest

from bot.playground.circleci.faults import Fault
from tests.following.cards import ALWAYS
from tests.world import DEPLOYS, WEB, World, read


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


@pytest.mark.parametrize(
    "words",
    ["all branches of web", "every branch", "web all branches", "any branch of web", "all of the branches"],
)
async def test_every_branch_is_said_in_words(here: World, words: str) -> None:
    said = await here.types(f"subscribe {words}", channel=WEB)
    assert "hears about failures and fixes of web on every branch and tag." in said.text
    assert (
        "no longer hears about web on every branch and tag."
        in (await here.types(f"unsubscribe {words}", channel=WEB)).text
    )


@pytest.mark.parametrize(
    "words", ["all", "everything", "from everything", "all of them", "all notifications", "all projects"]
)
async def test_all_that_a_channel_hears_ends_in_one_line(here: World, words: str) -> None:
    for each in ("web@main", "web@fix/*", "acme"):
        await here.types(f"subscribe {each}", channel=WEB)
    await here.types("subscribe web@main", channel=DEPLOYS)
    said = await here.types(f"unsubscribe {words}", channel=WEB)
    assert "no longer hears about gh/acme/* on their default branches; web on fix/*, main." in said.text
    assert "has no subscriptions" in (await here.types("subscriptions", channel=WEB)).text
    assert "This channel has no subscriptions." in (await here.types("unsubscribe all", channel=WEB)).text
    assert "1 subscription" in (await here.types("subscriptions", channel=DEPLOYS)).text


async def test_all_of_one_project_ends_and_the_others_stay(here: World) -> None:
    for each in ("web@main", "web@fix/*", "api"):
        await here.types(f"subscribe {each}", channel=WEB)
    said = await here.types("unsubscribe all of web", channel=WEB)
    assert "no longer hears about web on fix/*, main." in said.text
    assert "1 subscription" in (await here.types("subscriptions", channel=WEB)).text


async def test_who_wants_to_hear_of_all_projects_chooses_the_organization(here: World) -> None:
    said = await here.types("subscribe to all projects --on failed", channel=WEB)
    assert "/ci subscribe gh/acme/* --on failed" in said.text
    kept = await here.clicks(said.only, "api, web")
    assert "hears about failures of gh/acme/* on their default branches." in read(kept.messages[-1])


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("web,api", "web", "api"),
        ("web@main,release/*", "web@main", "web@release/*"),
        ("web@{main,dev}", "web@main", "web@dev"),
        ("acme api,mobile", "acme api", "acme mobile"),
    ],
)
async def test_several_in_one_word_are_several_lines(
    here: World, words: str, first: str, second: str
) -> None:
    said = await here.types(f"subscribe {words}", channel=WEB)
    assert "Name one: " in said.text
    assert "no subscriptions" in (await here.types("subscriptions")).text
    assert f"[subscribe {first}] [subscribe {second}]" in said.text
    assert "Subscribed" in (await here.clicks(said.only, f"subscribe {first}")).text
    assert "1 subscription" in (await here.types("subscriptions")).text


async def test_a_branch_with_a_comma_stands_in_quotes(here: World) -> None:
    said = await here.types("subscribe 'web@fix,it'", channel=WEB)
    assert "of web on fix,it." in said.text
    ended = await here.clicks(said.only, "Unsubscribe")
    assert "no longer hears about web on fix,it." in ended.text
