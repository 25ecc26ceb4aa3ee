import pytest

from bot.model.message import CodeBlock, Lines
from bot.model.spans import Bold
from bot.views.parts.status import error_blocks, error_word
from tests.views.facts import pipeline


@pytest.mark.parametrize(
    ("kind", "message", "told"),
    [
        ("config", "Error parsing", "Config error"),
        ("config", " Unexpected argument(s): env", "Invalid parameters"),
        ("timeout", "Type error for argument", "Setup timed out"),
        ("new-kind", "?", "New kind"),
        (None, "?", "Error"),
    ],
)
def test_each_kind_of_error_has_its_words(kind: str | None, message: str, told: str) -> None:
    assert error_word(kind, message) == told


def test_three_errors_are_told_in_circlecis_words_and_the_rest_is_a_count() -> None:
    errors = [{"type": "config", "message": message} for message in ("  one\n", "", "three", "four", "five")]
    blocks = error_blocks(pipeline(errors=errors))

    assert blocks[0] == Lines(((Bold("Config error"), ":"),))
    assert [each.text for each in blocks if isinstance(each, CodeBlock)] == [
        "one",
        "CircleCI gave no details.",
        "three",
    ]
    assert blocks[-1] == Lines((("+ 2 more errors",),))


def test_a_pipeline_that_started_has_none() -> None:
    assert error_blocks(pipeline()) == ()
