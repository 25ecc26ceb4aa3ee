from datetime import timedelta
from typing import Any

from syrupy.assertion import SnapshotAssertion

from bot.charts import Day, Series
from bot.circleci.models import Durations, Measurement, Metrics
from bot.model.insights import ApprovalWait, Totals, WorkflowWindow
from bot.model.line import Line
from bot.model.message import LineChart
from bot.slack.drawing.blocks import payload
from bot.views.cards.insights import InsightsCard, Picture, insights_card
from tests.commands.desk import lines
from tests.views.facts import NOON, SCENE, WEB

BUILD = WorkflowWindow(
    "build <b>",
    Totals(1240, 0.92, 400, 540, 7800, 12_400, failed=99),
    Totals(1000, 0.89, 455, 540, None, 14_000, failed=110),
)
NIGHTLY = WorkflowWindow("nightly", Totals(1), Totals())
LINES = ((7, Line("insights web --days 7")),)
JOBS = Line("insights web --workflow 'build <b>'")


def days(*rates: float | None) -> tuple[Day, ...]:
    first = NOON.date() - timedelta(days=len(rates) - 1)
    return tuple(
        Day(first + timedelta(days=at), rate, None if rate is None else 4.5) for at, rate in enumerate(rates)
    )


def looked(*windows: WorkflowWindow, **changes: Any) -> InsightsCard:
    facts: dict[str, Any] = {"other_count": 3, "lines": LINES, "jobs_line": JOBS, **changes}
    return InsightsCard(WEB, "web", "main", 30, windows or (BUILD, NIGHTLY), SCENE, **facts)


def test_each_workflow_is_a_block_with_how_it_changed_and_the_chart_below(drawn: SnapshotAssertion) -> None:
    series = (Series("build <b>", days(100, None, 50, 50)), Series("nightly", days(None, 100)))
    message = insights_card(looked(picture=Picture.BLOCKS, series=series, step=2))

    assert message.files == ()
    assert payload(message) == drawn


def test_a_picture_of_the_chart_says_what_it_shows() -> None:
    message = insights_card(looked(picture=b"PNG", series=(Series("build <b>", days(100, 100, 0)),)))

    [file] = message.files
    assert (file.name, file.title) == (
        "web-insights.png",
        "web on main, last 30 days: success rate and duration",
    )
    assert file.alt == (
        "web on main: success rate: 100% until Nov 22, 0% on Nov 23."
        " web on main: median duration: 4.5 min throughout"
    )
    assert not any(isinstance(each, LineChart) for each in message.blocks)


def test_one_workflow_is_told_with_its_slowest_jobs(drawn: SnapshotAssertion) -> None:
    jobs = tuple(
        Measurement(name=f"job-{at}", metrics=Metrics(duration_metrics=Durations(median=60 * at)))
        for at in range(10)
    )
    result = InsightsCard(WEB, "web", None, 7, (BUILD,), SCENE, jobs=jobs, detail=True)

    assert payload(insights_card(result)) == drawn


def test_where_nothing_ran_it_is_said(drawn: SnapshotAssertion) -> None:
    assert payload(insights_card(InsightsCard(WEB, "web", "typo", 30, (), SCENE))) == drawn


def test_number_and_change_are_of_one_list() -> None:
    now, before = Totals(6, 0.5, 120, 240, None, 300), Totals(3, 1.0, 60, 120, None, 150)
    told = lines(insights_card(looked(WorkflowWindow("build", now, before))))

    assert told[1:4] == [
        "build  ·  ran 6 times (+100%)  ·  0.2 a day",
        "50% passed (−50 points)  ·  median 2 min (+100%)  ·  p95 4 min (+100%)",
        "300 credits (+100%)",
    ]


def test_how_long_an_approval_waited_is_no_change_of_the_work() -> None:
    waited = Totals(6, 1.0, 1200, 2400, wait=ApprovalWait.INCLUDED)
    told = lines(insights_card(looked(WorkflowWindow("build", waited, Totals(3, 1.0, 60, 120)))))

    assert told[2] == (
        "100% passed (no change)  ·  median 20 min  ·  p95 40 min  ·  incl. waiting for approval"
    )


def test_rollbacks_are_apart() -> None:
    rolled = WorkflowWindow("rollback", Totals(2, 1.0, 4, 4))

    assert "Rollbacks: rollback ran twice, 100% passed" in lines(insights_card(looked(rollbacks=(rolled,))))


def test_a_list_without_a_comparison_says_why() -> None:
    alone = WorkflowWindow("build", Totals(3, 1.0))
    before_it = WorkflowWindow("build", Totals(3, 1.0), Totals())
    for card, words in (
        (looked(), "Updated daily. Compared with the previous 30 days."),
        (looked(alone), "Updated daily."),
        (looked(alone, picture=Picture.BLOCKS), "Updated daily. No comparison: too many runs to load."),
        (
            looked(before_it, picture=Picture.NOT_INSTALLED),
            "Updated daily. Nothing ran in the previous 30 days, so there's no comparison.",
        ),
        (
            looked(alone, picture=Picture.UNREAD),
            "Updated daily. Couldn't load the history, so there's no comparison or chart.",
        ),
        (
            looked(before_it, picture=Picture.FAILED),
            "Updated daily. Nothing ran in the previous 30 days, so there's no comparison."
            " Couldn't draw the chart.",
        ),
    ):
        message = insights_card(card)
        assert words in lines(message)
        assert message.files == ()
