"""What became of a run, told beneath its card."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.model.history import Streak
from bot.model.news import news_of
from bot.model.run import Run
from bot.model.subscription import Event, Notice
from bot.slack.drawing.blocks import payload
from bot.views.cards.news import NewsCard, news_card
from bot.views.cards.notice import NoticeCard
from tests.commands.desk import lines, plain
from tests.views.facts import NOON, SCENE, job, pipeline, workflow

HOLD = workflow("deploy", "on_hold", took=None)
FAILED, PASSED, CANCELED = (workflow("build", each) for each in ("failed", "success", "canceled"))

RUNS = {
    "waits": Run(
        pipeline(),
        "web",
        (HOLD,),
        {HOLD.id: (job("approve-eu", "on_hold", number=None, type="approval"),)},
    ),
    "failed": Run(pipeline(), "web", (FAILED,), {FAILED.id: (job("e2e", "failed"),)}),
    "passed": Run(pipeline(), "web", (PASSED,)),
    "canceled": Run(pipeline(), "web", (CANCELED,)),
    "never started": Run(pipeline(state="errored", errors=[{"type": "config", "message": "no jobs"}]), "web"),
}


@pytest.mark.parametrize("name", RUNS)
def test_in_a_sentence_with_what_can_be_done(name: str, drawn: SnapshotAssertion) -> None:
    run = RUNS[name]
    [news] = news_of(run, NOON)

    assert payload(news_card(NewsCard(news, run, SCENE, ("U0ANA", "U0BEN")))) == drawn


def test_passed_after_it_had_failed_is_fixed() -> None:
    [news] = news_of(RUNS["passed"], NOON, ("failed:earlier",))

    assert news_card(NewsCard(news, RUNS["passed"], SCENE, ())).text == ("web #812 on main passed now",)


def test_what_the_channel_wants_to_hear_is_told_with_it_and_who_is_to_look_is_mentioned_once() -> None:
    run, streak = RUNS["passed"], Streak(RUNS["failed"], RUNS["failed"], None, (RUNS["failed"],) * 3)
    [news] = news_of(run, NOON)
    notice = NoticeCard(run, SCENE, (Notice(Event.FIXED, "k", (), streak),), ("U0ANA", "S0RELEASE"))

    message = news_card(NewsCard(news, run, SCENE, ("U0ANA",), None, notice))

    assert lines(message)[1:] == [
        "Fixed by a rerun: red for 0 s over 3 pipelines, since #812.",
        "@S0RELEASE",
        "asked by @U0ANA",
    ]
    assert plain(message.text) == (
        "web #812 on main passed. Fixed by a rerun: red for 0 s over 3 pipelines, since #812."
    )


def test_a_notice_alone_says_how_the_run_is() -> None:
    notice = NoticeCard(RUNS["failed"], SCENE, (Notice(Event.FAILED, "k"),), ("U0ANA",))

    message = news_card(NewsCard(None, RUNS["failed"], SCENE, notice=notice))

    assert lines(message) == [":x: Failed", "@U0ANA"]
    assert plain(message.text) == "web #812 on main failed"
