"""What a channel hears of."""

from dataclasses import replace
from datetime import timedelta

from syrupy.assertion import SnapshotAssertion

from bot.circleci.slug import ProjectSlug
from bot.model.request import Place
from bot.model.run import Run
from bot.model.subscription import DEFAULT_BRANCH, Event, Subscription
from bot.slack.drawing.blocks import payload
from bot.views.lists.subscriptions import (
    MuteCard,
    SubscriptionCard,
    SubscriptionList,
    SubscriptionPreview,
    UnsubscribedCard,
    mute_card,
    subscription_card,
    subscription_list,
    unsubscribed_card,
)
from tests.commands.desk import buttons, lines
from tests.views.facts import NOON, SCENE, pipeline, workflow

WEB = ProjectSlug("gh", "acme", "web")
USUAL = Subscription(Place("T", "C"), WEB, "main", (Event.FAILED, Event.FIXED), "U0ANA")
NARROW = Subscription(
    Place("T", "C"), WEB, "release/*", tuple(Event), "U0BEN", ("deploy*",), "ana-lima", "push", "S0RELEASE"
)


def test_one_is_told_with_all_that_narrows_it(drawn: SnapshotAssertion) -> None:
    assert payload(subscription_card(SubscriptionCard(NARROW, "web", SCENE))) == drawn


def test_all_of_a_channel_are_listed(drawn: SnapshotAssertion) -> None:
    several = (("web", USUAL), ("web", NARROW))
    assert payload(subscription_list(SubscriptionList(several, SCENE, muted=True))) == drawn


def test_a_preview_lists_what_would_have_been_posted(drawn: SnapshotAssertion) -> None:
    run = Run(pipeline(), "web", (workflow("build", "failed"),))
    result = SubscriptionPreview(USUAL, "web", ((run, (Event.FAILED,)),), 50, SCENE)
    assert payload(subscription_card(result)) == drawn


def test_an_end_and_a_pause_are_told(drawn: SnapshotAssertion) -> None:
    several = (
        unsubscribed_card(UnsubscribedCard((("web", USUAL), ("web", NARROW)), SCENE)),
        mute_card(MuteCard(NOON + timedelta(hours=2), SCENE)),
        mute_card(MuteCard(None, SCENE)),
        subscription_list(SubscriptionList((), SCENE)),
    )
    assert [payload(each) for each in several] == drawn


def test_of_several_projects_it_is_told_how_many_they_are_now() -> None:
    every = replace(USUAL, project=ProjectSlug("gh", "acme", "*"), branch=DEFAULT_BRANCH)
    card = subscription_card(SubscriptionCard(every, "gh/acme/*", SCENE, projects=2))
    preview = SubscriptionPreview(every, "gh/acme/*", (), 50, SCENE, further_count=3)

    assert lines(card)[1:3] == [
        "This channel hears about failures and fixes of gh/acme/* on their default branches.",
        "That's 2 projects now, and each new one that may be seen here.",
    ]
    assert buttons(card)["Unsubscribe"] == "unsubscribe gh/acme/*"
    assert lines(subscription_card(preview))[1] == "3 more projects not checked"
    assert buttons(subscription_card(preview))["Subscribe"] == "subscribe gh/acme/* --on failed,fixed"
