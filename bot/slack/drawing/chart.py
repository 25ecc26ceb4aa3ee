"""A chart → Block Kit, inside Slack's limits, of which the older and smaller ones are kept.

https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

from collections.abc import Sequence

from bot.model.message import LineChart
from bot.slack.drawing.spans import Json, short_label

#: How many charts a message holds.
MOST_CHARTS = 2
_SERIES, _POINTS = 6, 20
_NAME, _TITLE, _AXIS = 20, 50, 50


def chart_block(chart: LineChart) -> Json | None:
    """The newest points of it, under names that differ; None where there is nothing to draw."""
    categories = _distinct(chart.categories[-_POINTS:])
    names = _distinct([each.name for each in chart.series[:_SERIES]])
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": value}
                for label, value in zip(categories, each.values[-_POINTS:], strict=True)
            ],
        }
        for name, each in zip(names, chart.series, strict=False)
    ]
    if not categories or not series:
        return None
    axes = {
        "categories": categories,
        "x_label": short_label(chart.x_label, _AXIS),
        "y_label": short_label(chart.y_label, _AXIS),
    }
    drawn = {"type": "line", "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": short_label(chart.title, _TITLE), "chart": drawn}


def _distinct(names: Sequence[str]) -> list[str]:
    """Each cut to what a label holds; a number behind what would then be the same."""
    found: list[str] = []
    for name in names:
        label, at = short_label(name, _NAME), 1
        while label in found:
            at += 1
            label = f"{short_label(name, _NAME - len(f' {at}'))} {at}"
        found.append(label)
    return found
