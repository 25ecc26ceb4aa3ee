"""What Slack refuses in a chart."""

from typing import Any

import pytest

from bot.playground.slack.blocks import problems

AXES: dict[str, Any] = {"categories": ["Nov 14", "Nov 16"]}
POINTS = [{"label": "Nov 14", "value": 100}, {"label": "Nov 16", "value": 0.5}]
BUILD = {"name": "build", "data": POINTS}


def chart(
    *series: dict[str, Any], title: str = "rate", axes: object = AXES, type: str = "line"
) -> dict[str, Any]:
    drawn = {"type": type, "series": [*series], "axis_config": axes}
    return {"type": "data_visualization", "title": title, "chart": drawn}


def test_a_chart_is_taken_but_where_the_workspace_has_none_yet() -> None:
    assert problems([chart(BUILD)]) == []
    assert problems([chart(BUILD)], takes_charts=False) == [
        "[ERROR] unsupported type: data_visualization [json-pointer:/blocks/0/type]"
    ]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (chart(), "no fewer than 1 items allowed"),
        (chart(BUILD, title="x" * 51), "must be less than 51 characters"),
        (chart(BUILD, type="radar"), "unsupported type: radar"),
        (chart(BUILD, axes=None), "missing required field: axis_config"),
        (chart(BUILD, axes={"categories": []}), "no fewer than 1 items allowed"),
        (chart(BUILD, axes={"categories": list("abcdefghijklmnopqrstu")}), "no more than 20 items allowed"),
        (chart(BUILD, axes=AXES | {"y_label": "x" * 51}), "must be less than 51 characters"),
        (chart(BUILD, BUILD), "series name already used: build"),
        (chart(BUILD | {"name": "x" * 21}), "must be less than 21 characters"),
        (chart(BUILD | {"data": POINTS[:1]}), "data must have one point for each category"),
        (chart(BUILD | {"data": [POINTS[0], {"label": "Nov 16", "value": None}]}), "must be a number"),
        (chart(*[BUILD | {"name": str(at)} for at in range(7)]), "no more than 6 items allowed"),
        ({"type": "data_visualization", "title": "rate"}, "missing required field: chart"),
    ],
)
def test_what_is_wrong_with_it_is_told_with_its_place(block: dict[str, Any], said: str) -> None:
    assert any(said in problem and "json-pointer:/blocks/0" in problem for problem in problems([block]))


def test_a_message_holds_two() -> None:
    assert problems([chart(BUILD)] * 2) == []
    assert "no more than 2 data_visualization blocks" in problems([chart(BUILD)] * 3)[0]
