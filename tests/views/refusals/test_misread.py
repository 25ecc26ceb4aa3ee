import pytest

from bot.model.fault import BadValue, UnknownCommand
from bot.model.spans import Code
from bot.views.refusals.misread import misread_words


@pytest.mark.parametrize("said", ["", "  "])
def test_a_value_that_is_empty_is_named_and_not_quoted(said: str) -> None:
    fault = BadValue(said, "a reason", "it is empty", "Checkout fails")
    assert misread_words(fault, "/ci").lines == (
        ("A reason can't be empty. It looks like ", Code("Checkout fails"), "."),
    )


def test_a_line_of_several_words_is_its_own_label_and_one_word_is_a_label_like_any_other() -> None:
    buttons = misread_words(UnknownCommand("stauts", ("status web",)), "/ci").buttons
    assert [(each.label, each.line) for each in buttons] == [("status web", "status web"), ("Help", "help")]
