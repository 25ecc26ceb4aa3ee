"""`unfollow`: nothing more is told of a run here."""

from dataclasses import replace

import pytest

from bot.model.fault import NotFollowed
from bot.model.outbox import PostedMessage, Watch
from bot.model.reply import Surface
from bot.playground.circleci.world import Pipeline
from tests.commands.acting import started, waits
from tests.commands.desk import Desk, buttons, lines, told


async def watched(desk: Desk, pipeline: Pipeline, ts: str = "1.0", asked_in: str | None = None) -> None:
    """A card of it stands here; of a direct message, where it was asked for."""
    place = replace(desk.place, channel="D0ANA") if asked_in else desk.place
    card = await desk.ask("follow new")
    assert card.drawn_by is not None
    watch = Watch(
        PostedMessage(place, ts), card.drawn_by, desk.actor, Surface.COMMAND, pipeline.id, (), asked_in
    )
    await desk.store.watches.keep(watch, due=1.0)


async def test_its_cards_here_are_kept_true_no_more(desk: Desk, all_allowed: None) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    await watched(desk, pipeline)
    await watched(desk, pipeline, "2.0", asked_in="C0WEB")

    message = await desk.ask("unfollow new")

    assert lines(message)[0] == f"Unfollowed  ·  new #{pipeline.number}  ·  main"
    assert lines(message)[1] == "Its cards here stay as they are now."
    assert buttons(message) == {"Follow again": f"follow {pipeline.id}"}
    [left] = await desk.store.watches.of_runs(desk.place.workspace, (pipeline.id,))
    assert left.posted.place.channel == "D0ANA"


async def test_for_oneself_those_in_direct_messages_alone(desk: Desk, all_allowed: None) -> None:
    pipeline = started(desk, waits("ship", "hold"))
    await watched(desk, pipeline)
    await watched(desk, pipeline, "2.0", asked_in="C0WEB")

    assert "in your direct messages" in lines(await desk.ask("unfollow new --me"))[1]
    [left] = await desk.store.watches.of_runs(desk.place.workspace, (pipeline.id,))
    assert left.asked_in is None


async def test_what_is_not_followed_is_said_to_be_so(desk: Desk, all_allowed: None) -> None:
    pipeline = started(desk, waits("ship", "hold"))

    with pytest.raises(NotFollowed) as caught:
        await desk.ask("unfollow new")

    assert told(caught.value)[:2] == [
        f"new #{pipeline.number} isn't followed here.",
        "/ci following lists what is.",
    ]
