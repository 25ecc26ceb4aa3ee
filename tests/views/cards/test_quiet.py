"""Quiet hours, and what was held back in them."""

from datetime import timedelta

from syrupy.assertion import SnapshotAssertion

from bot.model.message import Audience
from bot.model.quiet import HeldNotice, read_hours
from bot.model.request import Place
from bot.model.subscription import Event
from bot.slack.drawing.blocks import payload
from bot.views.cards.quiet import HeldDigest, QuietCard, held_digest, quiet_card
from tests.commands.desk import lines
from tests.views.facts import NOON, SCENE, WEB

HOURS = read_hours("Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin")


def held(number: int, event: Event = Event.FAILED) -> HeldNotice:
    return HeldNotice(Place("T", "C"), f"run-{number}", "notice:1", event, WEB, number, "main", "U0ANA")


def test_the_hours_and_what_becomes_of_notices(drawn: SnapshotAssertion) -> None:
    assert payload(quiet_card(QuietCard(HOURS, True, SCENE, changed=True))) == drawn


def test_that_it_is_quiet_now_and_until_when() -> None:
    assert HOURS.end(NOON + timedelta(hours=8)) == NOON + timedelta(hours=19)
    assert lines(quiet_card(QuietCard(read_hours("daily 11-13"), False, SCENE)))[1] == (
        "Quiet now, until (when). Notices are held back and posted as one message afterwards."
    )


def test_which_days_are_quiet_as_a_whole() -> None:
    def told(hours: str) -> str:
        return lines(quiet_card(QuietCard(read_hours(hours), False, SCENE)))[0]

    assert "Mon all day, Tue all day, Wed 12:00-13:00 (UTC)" in told("Mon, Tue, Wed 12-13")
    assert "Mon-Fri 18:00-08:00, Sat, Sun (UTC)" in told("Mon-Fri 18-8, Sat, Sun")


def test_without_hours_how_to_set_some() -> None:
    message = quiet_card(QuietCard(None, False, SCENE))

    assert message.audience is Audience.ASKER
    assert lines(message)[:2] == [
        "This channel has no quiet hours.",
        "To set some: /ci quiet 'Mon-Fri 18:00-08:00, Sat, Sun Europe/Berlin'",
    ]


def test_what_was_held_back_is_one_message(drawn: SnapshotAssertion) -> None:
    several = [("web", held(800 + at, event), event) for at, event in enumerate(Event)]

    assert payload(held_digest(HeldDigest(several, SCENE))) == drawn


def test_of_many_the_rest_is_a_count() -> None:
    told = lines(held_digest(HeldDigest([("web", held(at), "failed") for at in range(14)], SCENE)))

    assert (told[0], told[-2]) == ("14 notices held back until now", "+ 4 more")


def test_of_many_those_are_named_that_matter_most() -> None:
    started = [("web", held(at, Event.STARTED), "started") for at in range(14)]
    failed = ("web", held(99), "failed")
    told = lines(held_digest(HeldDigest([*started, failed], SCENE)))

    assert (told[0], told[-2]) == ("15 notices held back until now", "+ 5 more")
    assert "Failed  ·  web #99" in told[-3]


def test_what_is_so_no_more_is_told_by_its_status() -> None:
    told = lines(held_digest(HeldDigest([("web", held(812), "running")], SCENE)))

    assert "Running  ·  web #812" in told[1]
    assert "Failed" not in told[1]
