"""What became of a run, told beneath its card."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.model.news import news_of
from bot.model.run import Run
from bot.slack.drawing.blocks import payload
from bot.views.cards.news import NewsCard, news_card
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
