"""What can't be asked of a list."""

from bot.model.line import Line
from bot.model.listing import FixedListLength
from tests.commands.desk import offered, told

USAGE = Line("pipelines [project]")


def test_how_long_a_list_is_comes_with_the_line_without_the_flag() -> None:
    error = FixedListLength("pipelines", "--limit", USAGE, Line("pipelines web"))

    assert told(error) == [
        "Lists show 10 entries at a time, so there's no --limit.",
        "Try /ci pipelines web.",
        "[pipelines web]",
    ]
    assert [each.line for each in offered(error)] == ["pipelines web"]


def test_where_the_rest_can_not_be_read_the_usage_is_shown() -> None:
    error = FixedListLength("pipelines", "--limit", USAGE)

    assert told(error)[1] == "Try /ci pipelines [project]."
    assert offered(error) == []
