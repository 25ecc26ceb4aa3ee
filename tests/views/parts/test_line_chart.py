from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.charts import Day, Series
from bot.model.message import LineChart
from bot.views.parts.line_chart import line_charts

FIRST = date(2026, 11, 10)


def series(name: str, *rates: float | None) -> Series:
    days = (Day(FIRST + timedelta(days=at), rate, rate) for at, rate in enumerate(rates))
    return Series(name, tuple(days))


def rates(*several: Series) -> LineChart:
    return line_charts("web", several, 1, waits=False)[0]


def test_a_day_without_a_run_is_left_out_and_never_nothing() -> None:
    chart = rates(series("build", 100, None, 0, 50))

    assert chart.categories == ("Nov 10", "Nov 12", "Nov 13")
    assert [each.values for each in chart.series] == [(100, 0, 50)]


def test_each_line_has_a_value_on_each_day_that_is_shown() -> None:
    chart = rates(series("build", 100, 90, 80, None), series("deploy", None, 70, 60, 50))

    assert chart.categories == ("Nov 11", "Nov 12")
    assert [each.values for each in chart.series] == [(90, 80), (70, 60)]


def test_a_line_that_would_take_most_days_from_the_others_is_left_out() -> None:
    chart = rates(series("build", 100, 90, 80, 70, 60), series("nightly", 10, None, None, None, 20))

    assert [each.name for each in chart.series] == ["build"]
    assert len(chart.categories) == 5


@pytest.mark.parametrize("values", [(), (100,), (None, 100), (None, None)])
def test_without_two_points_there_is_no_chart(values: tuple[float | None, ...]) -> None:
    assert line_charts("web", (series("build", *values),), 1, waits=False) == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((100, 100, 0), "web: success rate: 100% until Nov 11, 0% on Nov 12"),
        ((0, 100, 100), "web: success rate: 0% on Nov 10, 100% from Nov 11"),
        ((100, 0, 0, 100), "web: success rate: 100% on Nov 10, 0% from Nov 11 to Nov 12, 100% on Nov 13"),
        ((100, 100), "web: success rate: 100% throughout"),
    ],
)
def test_its_words_say_what_it_shows(values: tuple[float, ...], words: str) -> None:
    assert rates(series("build", *values)).words == words


def test_the_lines_are_named_where_there_are_several_and_waits_are_told() -> None:
    both = (series("build", 1, 1), series("deploy", 2, 2))

    rate, lasting = line_charts("web", both, 1, waits=True)
    assert rate.words == "web: success rate: build 1% throughout; deploy 2% throughout"
    assert lasting.title == "web: median incl. approval waits"


RATES = some.lists(some.none() | some.floats(0, 100), max_size=20)


@given(some.lists(RATES, max_size=4))
def test_whatever_ran_every_line_is_whole(several: list[list[float | None]]) -> None:
    charts = line_charts(
        "web", [series(f"flow-{at}", *each) for at, each in enumerate(several)], 1, waits=False
    )
    for chart in charts:
        assert 2 <= len(chart.categories) == len(set(chart.categories)) <= 20
        assert chart.series
        assert all(len(each.values) == len(chart.categories) for each in chart.series)
