"""Who set a pipeline off: for what the bot started, the person who asked for it."""

from pytest_mock import MockerFixture

from bot.store.engine import Database, StoreUnavailable
from tests.world import ANA, BEN, DEPLOYS, WEB, World


async def test_what_the_bot_started_is_told_with_the_person_who_asked(here: World) -> None:
    await here.types("trigger web@main", user=ANA, channel=DEPLOYS)
    [started] = here.circleci.started

    there = await here.types("status web@main", user=BEN, channel=DEPLOYS)
    assert f"triggered by <@{ANA}> here" in there.text
    assert "acme-ringmaster" not in there.text
    elsewhere = await here.types("pipelines web", user=BEN, channel=WEB)
    [line] = [each for each in elsewhere.text.splitlines() if f"#{started.number}" in each]
    assert f"triggered by <@{ANA}> from Slack" in line
    assert f"triggered by <@{ANA}>" in (await here.types(f"pipeline web#{started.number}")).text


async def test_mine_is_what_this_person_asked_the_bot_for_in_any_channel(here: World) -> None:
    assert "No pipelines in web that you started here." in (await here.types("pipelines --mine")).text

    await here.types("trigger web@main", user=ANA, channel=DEPLOYS)
    await here.types("trigger web@fix/cart-badge", user=BEN)
    await here.types("trigger web@docs/readme", user=ANA)
    main, other, last = [each.number for each in here.circleci.started]

    mine = await here.types("pipelines web --mine", user=ANA)
    assert mine.text.startswith("web's last 2 pipelines that you started here")
    assert mine.text.index(f"#{last}") < mine.text.index(f"#{main}")
    assert f"#{other}" not in mine.text
    on_main = await here.types("pipelines web@main --mine", user=ANA)
    assert on_main.text.startswith("web's last pipeline on main that you started here")
    assert (await here.types("pipelines web --bot", user=BEN)).text.startswith(
        "web's last 3 pipelines that the bot"
    )


async def test_while_the_database_can_not_be_read_only_mine_is_refused(
    here: World, mocker: MockerFixture
) -> None:
    await here.types("trigger web@docs/readme")
    mocker.patch.object(Database, "rows", side_effect=StoreUnavailable("it is down"))
    listed = await here.types("pipelines web")
    mine = await here.types("pipelines web --mine")
    assert "triggered by acme-ringmaster" in listed.text
    assert mine.text == "The bot can't read its database. Try again in a minute."
    assert mine.whispered
