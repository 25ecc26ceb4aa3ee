"""A run is followed, or no more."""

from dataclasses import replace

from syrupy.assertion import SnapshotAssertion

from bot.model.message import Audience
from bot.model.run import Run
from bot.slack.drawing.blocks import payload
from bot.views.cards.follow import FollowCard, JoinedCard, UnfollowedCard, follow_card, unfollowed_card
from tests.commands.desk import lines
from tests.views.facts import SCENE, pipeline, workflow

ENDED = Run(pipeline(), "web", (workflow("build", "success"),))
RUNNING = Run(pipeline(), "web", (workflow("build", "running", took=None),))


def test_one_that_has_ended_says_so_and_another_does_not() -> None:
    assert "It has already ended." in lines(follow_card(FollowCard(ENDED, SCENE)))
    assert "It has already ended." not in lines(follow_card(FollowCard(RUNNING, SCENE)))


def test_whose_it_is() -> None:
    assert follow_card(FollowCard(RUNNING, SCENE)).audience is Audience.CHANNEL
    assert follow_card(FollowCard(RUNNING, SCENE, me=True)).audience is Audience.DIRECT


def test_one_that_has_its_card_there_leads_to_it(drawn: SnapshotAssertion) -> None:
    card = JoinedCard(
        Run(pipeline(), "web", (workflow("build", "running"),)),
        SCENE,
        "https://acme.slack.com/archives/C0WEB/p1",
    )

    assert payload(follow_card(card)) == drawn
    assert follow_card(card).audience is Audience.ASKER
    assert "Already in your direct messages" in lines(follow_card(replace(card, me=True)))[0]


def test_no_longer_followed(drawn: SnapshotAssertion) -> None:
    assert payload(unfollowed_card(UnfollowedCard(pipeline(), "web", SCENE))) == drawn


def test_no_longer_followed_by_oneself() -> None:
    message = unfollowed_card(UnfollowedCard(pipeline(), "web", SCENE, me=True))

    assert message.audience is Audience.ASKER
    assert "Its cards in your direct messages stay as they are now." in lines(message)
