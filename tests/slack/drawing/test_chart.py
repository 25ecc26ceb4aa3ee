"""Charts as Slack's own block, inside its limits."""

from hypothesis import given
from hypothesis import strategies as some

from bot.model.message import LineChart, LineSeries, Message
from bot.playground.slack.blocks import problems as refusals
from bot.slack.drawing.blocks import blocks
from tests.shared import needs_shared
from tests.slack.drawing.test_blocks import problems

NAMES = some.text(max_size=60)


@some.composite
def charts(draw: some.DrawFn) -> LineChart:
    """Of any size, with any names."""
    categories = tuple(draw(some.lists(NAMES, max_size=40)))
    values = some.lists(some.floats(-1e9, 1e9), min_size=len(categories), max_size=len(categories))
    series = draw(some.lists(some.builds(LineSeries, NAMES, values.map(tuple)), max_size=8))
    return LineChart(draw(NAMES), categories, tuple(series), draw(NAMES), draw(NAMES), "words")


def test_a_chart_has_one_point_a_category_in_each_line() -> None:
    lines = (LineSeries("build", (100.0, 50.0)), LineSeries("deploy", (90.0, 0.0)))
    chart = LineChart("web: success rate", ("Nov 14", "Nov 16"), lines, "Day (UTC)", "%", "words")

    [block] = blocks(Message(("web",), (chart,)))

    assert block == {
        "type": "data_visualization",
        "title": "web: success rate",
        "chart": {
            "type": "line",
            "series": [
                {
                    "name": "build",
                    "data": [{"label": "Nov 14", "value": 100.0}, {"label": "Nov 16", "value": 50.0}],
                },
                {
                    "name": "deploy",
                    "data": [{"label": "Nov 14", "value": 90.0}, {"label": "Nov 16", "value": 0.0}],
                },
            ],
            "axis_config": {"categories": ["Nov 14", "Nov 16"], "x_label": "Day (UTC)", "y_label": "%"},
        },
    }


def test_names_that_begin_alike_stay_apart() -> None:
    names = [f"build-test-deploy-of-{part}" for part in ("web", "api", "app")]
    chart = LineChart(
        "t", ("a", "b"), tuple(LineSeries(each, (1.0, 2.0)) for each in names), "x", "y", "words"
    )

    [block] = blocks(Message(("web",), (chart,)))

    seen = [each["name"] for each in block["chart"]["series"]]
    assert seen == ["build-test-deploy-o…", "build-test-deploy… 2", "build-test-deploy… 3"]


def test_more_categories_than_there_is_room_for_lose_the_oldest() -> None:
    days = tuple(str(each) for each in range(30))
    chart = LineChart("t", days, (LineSeries("build", tuple(map(float, days))),), "x", "y", "words")

    [block] = blocks(Message(("web",), (chart,)))

    assert block["chart"]["axis_config"]["categories"] == list(days[10:])
    assert block["chart"]["series"][0]["data"][0] == {"label": "10", "value": 10.0}


@needs_shared
@given(some.lists(charts(), max_size=4))
def test_every_chart_fits(several: list[LineChart]) -> None:
    drawn = blocks(Message(("web",), tuple(several)))

    assert problems()(drawn) == []
    assert refusals(drawn) == []
