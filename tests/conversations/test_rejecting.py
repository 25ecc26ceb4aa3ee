"""CircleCI has no reject: it is asked whether to cancel instead."""

from tests.conversations.operating import asked, hold, posts
from tests.world import BEN, DEPLOYS, World


async def test_reject_asks_first_and_its_button_cancels(here: World) -> None:
    pipeline = hold(here)
    shown = await here.types("reject web#813", channel=DEPLOYS)
    assert shown.whispered
    assert "CircleCI has no “reject”" in shown.text
    assert "hold-for-production waits in build-test-deploy of web #813 on main." in shown.text
    said = asked(here, shown.only, "Cancel build-test-deploy")
    for word in ("web #813 on main", pipeline.head.revision[:7], "build-test-deploy stops"):
        assert word in said
    assert posts(here) == []
    assert here.actions() == []
    done = await here.clicks(shown.only, "Cancel build-test-deploy")
    assert "Canceled  ·  web #813" in done.text
    assert here.circleci.world.state(pipeline.runs[-1]).status == "canceled"


async def test_reject_where_nothing_waits_says_so(here: World) -> None:
    shown = await here.types("reject web@release/2.4", channel=DEPLOYS)
    assert "Nothing of web #802 on release/2.4 was rejected." in shown.text
    assert "Nothing in it waits for an approval." in shown.text
    assert posts(here) == []


async def test_reject_needs_the_right_to_cancel(here: World) -> None:
    hold(here)
    shown = await here.types("reject web#813", user=BEN, channel=DEPLOYS)
    assert "Canceling" in shown.text
    assert "is for the release group" in shown.text
