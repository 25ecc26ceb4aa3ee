"""How a channel's projects stand, once a day, and when that is told."""

from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Component, Deployment, Environment, FlakyTest, Version
from bot.model.approval import HeldApproval, WaitingApproval
from bot.model.digest import Digest, read_digest_times
from bot.model.history import streak_of
from bot.model.request import Place
from bot.model.run import Run
from bot.model.shown import ShownThing
from bot.slack.drawing.blocks import payload
from bot.views.cards.digest import (
    DigestCard,
    DigestEnded,
    DigestSection,
    DigestTimesCard,
    digest_card,
    digest_ended,
)
from bot.views.lists.red import BranchStreak
from tests.commands.desk import lines
from tests.views.facts import NOON, SCENE, WEB, ago, identifier, job, pipeline, workflow

DIGEST = Digest(Place("T", "C0WEB"), read_digest_times("Mon-Fri 9 Europe/Berlin"), "U0ANA", NOON.timestamp())


def branch(status: str) -> tuple[str, BranchStreak]:
    runs = [
        Run(pipeline(number, created_at=ago(days=820 - number)), "web", (workflow("build", status),))
        for number in (811, 812)
    ]
    return "web", BranchStreak(WEB, "web", "main", streak_of(runs))


GREEN = DigestCard(
    (("web", WEB),),
    DigestSection((branch("success"),)),
    DigestSection(),
    DigestSection(),
    DigestSection(),
    replace(SCENE, user=""),
    DIGEST,
)
WAITING = WaitingApproval(workflow("deploy", "on_hold"), job("approve-production", "on_hold"), ago(hours=3))
PLACE = Deployment(
    Component(id=identifier(1), name="web"),
    Environment(id=identifier(2), name="production"),
    None,
    (Version(name="v2.4.1", environment_id=identifier(2), last_deployed_at=ago(hours=5)),),
)
#: As CircleCI tells it of what its GitHub App set off.
THEIRS = pipeline(trigger_parameters={"git": {"branch": "main"}})
BUSY = replace(
    GREEN,
    branches=DigestSection((branch("failed"),)),
    approvals=DigestSection((("web", HeldApproval("web", pipeline(), WAITING)),)),
    places=DigestSection((("web", PLACE),), ("api",)),
    flaky_tests=DigestSection(
        tuple(("web", FlakyTest(test_name=f"test {at}", times_flaked=at)) for at in range(1, 9)), ("api",)
    ),
)


def test_a_section_for_what_there_is_to_know(drawn: SnapshotAssertion) -> None:
    assert payload(digest_card(BUSY)) == drawn


def test_where_not_every_project_was_looked_at_it_says_so_and_calls_nothing_green() -> None:
    many = tuple((f"web-{number}", WEB) for number in range(23))
    shown = lines(digest_card(replace(GREEN, projects=many, unlooked=3)))
    assert "all green" not in shown[0]
    assert "Shows only the first 20 of 23 projects." in shown


def test_where_nothing_is_to_tell_one_line_says_so() -> None:
    assert lines(digest_card(GREEN)) == [
        ":white_check_mark: web: all green",
        "digest, Mon-Fri 09:00 Europe/Berlin",
    ]


def test_what_is_not_known_is_not_called_green() -> None:
    unread = replace(GREEN, branches=DigestSection((), ("web",)))

    assert lines(digest_card(unread))[:2] == [
        ":grey_question: web: nothing to tell",
        "Couldn't read default branches of web.",
    ]


def test_when_it_is_told(drawn: SnapshotAssertion) -> None:
    assert payload(digest_card(DigestTimesCard(DIGEST, NOON, SCENE, changed=True))) == drawn


def test_where_none_is_set_how_to_set_one() -> None:
    assert lines(digest_card(DigestTimesCard(None, None, SCENE)))[:2] == [
        "This channel has no digest.",
        "To set one: /ci digest daily 09:00 Europe/Berlin",
    ]


def test_that_it_has_ended_and_why() -> None:
    assert lines(digest_ended(DigestEnded("C0WEB"))) == [
        "The digest of this channel has ended: it's subscribed to no project that it may see."
    ]
    assert lines(digest_ended(DigestEnded("C0WEB", "is_archived", in_person=True))) == [
        "The digest of #C0WEB has ended: Slack says is_archived."
    ]


def test_what_is_red_and_waits_is_shown_once_whatever_set_it_off() -> None:
    red = BranchStreak(WEB, "web", "main", streak_of([Run(THEIRS, "web", (workflow("build", "failed"),))]))
    held = DigestSection((("web", HeldApproval("web", THEIRS, WAITING)),))
    message = digest_card(replace(GREEN, branches=DigestSection((("web", red),)), approvals=held))
    assert message.shows == (ShownThing.of(THEIRS),)
