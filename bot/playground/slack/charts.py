"""What Slack refuses in a chart.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from typing import Any

from bot.playground.slack.limits import Problems, each_item, length_problems
from bot.playground.slack.workspace import Json

# The older and smaller limits of the two that the page had.
MAX_SERIES, MAX_POINTS = 6, 20
MAX_LABEL, MAX_TITLE, MAX_AXIS = 20, 50, 50
_KINDS = ("line", "bar", "area")


def chart_problems(block: Json, at: str) -> Problems:
    """Of lines, bars and areas, which are what the bot draws: one point a category in each, no gaps."""
    yield from length_problems(block, "title", MAX_TITLE, at)
    chart, where = block.get("chart"), f"{at}/chart"
    if not isinstance(chart, dict):
        yield f"missing required field: chart [json-pointer:{at}]"
        return
    if chart.get("type") not in _KINDS:
        yield f"unsupported type: {chart.get('type')} [json-pointer:{where}/type]"
    axes = chart.get("axis_config")
    if not isinstance(axes, dict):
        yield f"missing required field: axis_config [json-pointer:{where}]"
        return
    for name in ("x_label", "y_label"):
        yield from length_problems(axes, name, MAX_AXIS, f"{where}/axis_config", required=False)
    yield from _series(chart, axes, where)


def _series(chart: Json, axes: Json, at: str) -> Problems:
    categories, place = axes.get("categories"), f"{at}/axis_config/categories"
    if not isinstance(categories, list) or not categories:
        yield f"no fewer than 1 items allowed [json-pointer:{place}]"
        return
    if len(categories) > MAX_POINTS:
        yield f"no more than {MAX_POINTS} items allowed [json-pointer:{place}]"
    for index, label in enumerate(categories):
        yield from length_problems({"label": label}, "label", MAX_LABEL, f"{place}/{index}")
    names: set[Any] = set()
    for problem, series, where in each_item(chart, "series", MAX_SERIES, at):
        if problem:
            yield problem
            continue
        yield from length_problems(series, "name", MAX_LABEL, where)
        if series.get("name") in names:
            yield f"series name already used: {series['name']} [json-pointer:{where}/name]"
        names.add(series.get("name"))
        points = [each for each in series.get("data") or () if isinstance(each, dict)]
        if [each.get("label") for each in points] != categories:
            yield f"data must have one point for each category [json-pointer:{where}/data]"
        for index, each in enumerate(points):
            if not isinstance(each.get("value"), int | float) or isinstance(each.get("value"), bool):
                yield f"must be a number [json-pointer:{where}/data/{index}/value]"
