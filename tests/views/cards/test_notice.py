"""What became of a run, told to a channel that wants to hear of it."""

from bot.circleci.slug import ProjectSlug
from bot.model.history import Streak
from bot.model.request import Place
from bot.model.run import Run
from bot.model.subscription import Event, Notice, Subscription
from bot.views.cards.notice import (
    NoticeCard,
    SubscriptionEnded,
    notice_card,
    subscription_ended,
)
from bot.views.cards.pipeline import PipelineCard, pipeline_card
from tests.commands.desk import lines
from tests.views.facts import SCENE, ago, pipeline, workflow

LINT, PASSED = workflow("lint", "failed"), workflow("lint", "success")
FIRST = Run(pipeline(808, created_at=ago(hours=7)), "web", (LINT,))
RED = Streak(FIRST, FIRST, None, (FIRST,) * 3, failing=frozenset({"build"}))


def card(run: Run, notice: Notice, whom: str | None = None) -> list[str]:
    return lines(notice_card(NoticeCard(run, SCENE, (notice,), (whom,) if whom else ())))


def test_what_else_broke_of_a_branch_that_was_red() -> None:
    run = Run(pipeline(), "web", (LINT,))

    told = card(run, Notice(Event.FAILED, "k", (LINT,), RED, ("lint",)), "U0ANA")

    assert "Red since #808; now also lint." in told
    assert "@U0ANA" in told


def test_for_how_long_it_was_red_once_it_is_fixed() -> None:
    run = Run(pipeline(), "web", (PASSED,))

    assert "Fixed: red for 6 h over 3 pipelines, since #808." in card(run, Notice(Event.FIXED, "k", (), RED))


def test_all_that_is_new_at_once_stands_in_one_line() -> None:
    run = Run(pipeline(), "web", (PASSED,))
    several = (
        Notice(Event.SUCCEEDED, "s"),
        Notice(Event.FIXED, "f", (), RED),
        Notice(Event.FIXED, "f", (), RED),
    )

    it = NoticeCard(run, SCENE, several)

    assert it.note == "Fixed: red for 6 h over 3 pipelines, since #808."
    assert it.keys == ("notice:s", "notice:f")


def test_what_was_new_stands_on_the_card_as_long_as_it_is_so() -> None:
    it = NoticeCard(
        Run(pipeline(), "web", (LINT,)), SCENE, (Notice(Event.FAILED, "k", (LINT,), RED, ("lint",)),)
    )

    again = pipeline_card(PipelineCard(Run(pipeline(), "web", (PASSED,)), SCENE, remark=it.remark))

    assert "Red since" in it.remark.note
    assert not any("Red since" in each for each in lines(again))


def test_a_group_is_mentioned_as_one() -> None:
    told = card(Run(pipeline(), "web", (LINT,)), Notice(Event.FAILED, "k", (LINT,)), "S0RELEASE")

    assert "@S0RELEASE" in told


def test_that_a_subscription_has_ended_and_why() -> None:
    it = Subscription(Place("T", "C"), ProjectSlug("gh", "acme", "web"), "main", (Event.FAILED,), "U0ANA")

    assert lines(subscription_ended(SubscriptionEnded(it, "web"))) == [
        "Notices of web on main have ended here: the policy no longer allows it."
    ]
    assert lines(subscription_ended(SubscriptionEnded(it, "web", "is_archived", in_person=True))) == [
        "Notices of web on main have ended in #C: Slack says is_archived."
    ]
