"""What can't be asked of a list."""

from bot.model.line import Line
from bot.model.listing import FixedListLength, OneAtATime
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


def test_a_number_of_entries_is_told_as_one() -> None:
    error = FixedListLength("pipelines", "20", USAGE, Line("pipelines"))

    assert told(error)[0] == "Lists show 10 entries at a time, not 20."


def test_of_what_a_command_takes_one_the_newest_is_offered() -> None:
    error = OneAtATime("why", "3", Line("why [pipeline]"), Line("why last failed"))

    assert told(error)[:2] == ["why takes one at a time, not 3.", "Try /ci why last failed."]
    assert [each.line for each in offered(error)] == ["why last failed"]
