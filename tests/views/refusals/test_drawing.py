"""How every refusal looks."""

from bot.model.line import Line
from bot.model.message import Audience, Button, Buttons, Lines
from bot.model.spans import Code
from bot.views.refusals.drawing import (
    asker_message,
    name_choices,
    pipeline_line,
    quote_code,
    ready_buttons,
    ways_to_name,
    without_article,
)
from tests.commands.desk import buttons, lines


def test_it_is_for_the_asker_alone_and_its_first_line_is_the_sentence() -> None:
    message = asker_message(("Nothing was started.",), (), ("Type it again.",))

    assert (message.audience, message.refusal) == (Audience.ASKER, True)
    assert message.text == ("Nothing was started.",)
    assert message.blocks == (Lines((("Nothing was started.",), ("Type it again.",))),)


def test_of_many_buttons_three_are_seen_five_are_in_the_menu_and_no_more() -> None:
    several = tuple(Button(f"{number}", line=Line(f"job {number}")) for number in range(12))

    [_, row] = asker_message(("Which one?",), buttons=several).blocks

    assert row == Buttons(several[:3], more=several[3:8])


def test_what_somebody_else_wrote_is_one_short_line_of_code() -> None:
    assert quote_code("a\nb") == Code("a b")
    assert len(quote_code("x" * 100, 20).text) == 20


def test_a_button_that_is_ready_says_its_line_or_its_only_word() -> None:
    message = asker_message(("Not here.",), buttons=ready_buttons((Line("projects"), Line("use web"))))

    assert buttons(message) == {"Projects": "projects", "use web": "use web"}
    assert lines(message)[-1] == "[Projects][use web]"


def test_a_pipeline_is_named_by_its_project_and_number() -> None:
    assert pipeline_line("web", 812) == "pipeline web#812"


def test_of_many_names_the_first_are_listed() -> None:
    assert name_choices(("a", "b", "c")) == "a, b, c"
    assert name_choices(("a", "b", "c", "d"), 2) == "a, b, and 2 more"


def test_a_job_is_not_named_by_its_pipelines_number() -> None:
    assert ways_to_name("pipeline") == "Try #812, last failed, @branch or a link."
    assert ways_to_name("job") == "Try a job's number, last failed, @branch or a link."
    assert ways_to_name("action") == ""


def test_a_noun_is_told_without_its_article() -> None:
    assert [without_article(each) for each in ("a job", "an action", "names")] == ["job", "action", "names"]
