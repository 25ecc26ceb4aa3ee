"""`digest`: how this channel's projects stand, and when that is told."""

import pytest

from bot.circleci.errors import CircleCIError
from bot.model.bad_text import ValueReason
from bot.model.grammar_fault import BadValue
from bot.model.subscription import USUAL_EVENTS, Subscription
from bot.playground.circleci.faults import Fault
from tests.commands.desk import Desk, buttons, lines, told
from tests.views.facts import WEB


async def test_a_time_is_set_shown_and_ended(desk: Desk, all_allowed: None) -> None:
    await desk.ask("subscribe web")
    message = await desk.ask("digest Mon-Fri 09:00 Europe/Berlin")
    first = "Digest here: Mon-Fri 09:00 (Europe/Berlin), next (when)."
    assert lines(message)[0] == first
    assert buttons(message) == {"Post one now": "digest --post", "No digest": "digest --off"}
    assert lines(await desk.ask("digest"))[0] == first
    found = await desk.store.digests.of_channel(desk.place)
    assert found is not None
    assert (str(found.times), found.due > desk.clock.now().timestamp()) == (
        "Mon-Fri 09:00 Europe/Berlin",
        True,
    )

    await desk.ask("digest weekends 9am --post")
    assert lines(await desk.ask("digest"))[0] == "Digest here: Sat-Sun 09:00 (UTC), next (when)."

    assert lines(await desk.ask("digest --off"))[0] == "This channel has no digest."
    assert await desk.store.digests.of_channel(desk.place) is None


async def test_a_project_of_which_the_channel_may_hear_no_more_is_left_out(desk: Desk) -> None:
    await desk.store.subscriptions.put(Subscription(desk.place, WEB, "main", USUAL_EVENTS, "U0ANA"))

    assert lines(await desk.ask("digest --post"))[0].startswith("This channel has no subscriptions.")
    assert desk.asked() == []


async def test_a_section_that_can_not_be_read_costs_its_own_part(desk: Desk, all_allowed: None) -> None:
    await desk.ask("subscribe web")
    desk.small.faults.add(Fault("*/flaky-tests", status=500, times=None))

    shown = lines(await desk.ask("digest --post"))

    assert "Waiting for approval" in shown
    assert "Flaky tests" not in shown
    assert "Couldn't read flaky tests of web." in shown


async def test_a_pattern_means_the_projects_that_may_be_seen(desk: Desk, all_allowed: None) -> None:
    await desk.ask("subscribe gh/acme")

    assert "web and gh/acme/api: " in lines(await desk.ask("digest --post"))[0]


async def test_where_nothing_can_be_read_that_is_the_answer(desk: Desk, all_allowed: None) -> None:
    await desk.ask("subscribe web")
    desk.small.faults.add(Fault(status=401, times=None))

    with pytest.raises(CircleCIError):
        await desk.ask("digest --post")


@pytest.mark.parametrize(
    ("said", "reason", "shown"),
    [
        ("digest in the morning", ValueReason.NO_TIMES, "Try daily 09:00 Europe/Berlin."),
        ("digest daily 9 Europe/Berln", ValueReason.NO_ZONE, "Europe/Berln isn't a time zone."),
    ],
)
async def test_what_is_no_time_is_said_to_be_none(
    desk: Desk, all_allowed: None, said: str, reason: ValueReason, shown: str
) -> None:
    with pytest.raises(BadValue) as caught:
        await desk.ask(said)

    assert caught.value.reason is reason
    assert shown in told(caught.value)[0]
