from syrupy.assertion import SnapshotAssertion

from bot.circleci.models import Durations, Measurement, Metrics
from bot.model.insights import Totals, WindowChange
from bot.slack.drawing.blocks import payload
from bot.views.cards.insights import InsightsCard, Picture, insights_card
from tests.views.facts import SCENE, WEB

BUILD = Measurement(
    name="build <b>",
    metrics=Metrics(
        total_runs=1240,
        successful_runs=1141,
        failed_runs=99,
        success_rate=0.92,
        throughput=41.33,
        mttr=7800,
        total_credits_used=12_400,
        duration_metrics=Durations(median=400, p95=540),
    ),
)
NIGHTLY = Measurement(name="nightly", metrics=Metrics(total_runs=1))
CHANGES = {
    "build <b>": WindowChange(
        Totals(1240, 0.92, 400, 540, 7800, 12_400), Totals(1000, 0.89, 455, 540, None, 14_000)
    ),
    "nightly": WindowChange(Totals(1), Totals()),
}
LINES = (("Last 7 days", "insights web --days 7"), ("build <b>", "insights web --workflow 'build <b>'"))


def looked(**changes: object) -> InsightsCard:
    facts: dict[str, object] = {"other_count": 3, "lines": LINES, **changes}
    return InsightsCard(WEB, "web", "main", 30, (BUILD, NIGHTLY), SCENE, **facts)  # type: ignore[arg-type]


def test_each_workflow_is_a_block_with_how_it_changed(drawn: SnapshotAssertion) -> None:
    message = insights_card(looked(changes=CHANGES, picture=b"PNG"))

    assert [(file.name, file.title) for file in message.files] == [
        ("web-insights.png", "web on main, last 30 days: success rate and duration")
    ]
    assert payload(message) == drawn


def test_one_workflow_is_told_with_its_slowest_jobs(drawn: SnapshotAssertion) -> None:
    jobs = tuple(
        Measurement(name=f"job-{at}", metrics=Metrics(duration_metrics=Durations(median=60 * at)))
        for at in range(10)
    )
    result = InsightsCard(WEB, "web", None, 7, (BUILD,), SCENE, jobs=jobs, detail=True)

    assert payload(insights_card(result)) == drawn


def test_where_nothing_ran_it_is_said(drawn: SnapshotAssertion) -> None:
    assert payload(insights_card(InsightsCard(WEB, "web", "typo", 30, (), SCENE))) == drawn


def test_why_there_is_no_chart_is_small_print() -> None:
    for picture, words in (
        (Picture.NOT_INSTALLED, "ringmaster-ci[charts]"),
        (Picture.FAILED, "could not be drawn"),
        (Picture.UNREAD, "no comparison and no chart"),
    ):
        message = insights_card(looked(picture=picture))
        assert words in str(message.blocks)
        assert message.files == ()


def test_where_nothing_ran_before_there_is_nothing_to_compare_with() -> None:
    assert "Nothing ran in the 30 days before" in str(
        insights_card(looked(changes={"nightly": CHANGES["nightly"]})).blocks
    )
