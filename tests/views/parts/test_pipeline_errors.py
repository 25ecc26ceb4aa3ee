import pytest

from bot.model.message import CodeBlock, Lines
from bot.model.spans import Bold
from bot.views.parts.status import error_blocks, error_word
from tests.views.facts import pipeline


@pytest.mark.parametrize(
    ("kind", "message", "told"),
    [
        ("config", "Error parsing", "The configuration is wrong"),
        ("config", " Unexpected argument(s): env", "The parameters do not fit"),
        ("timeout", "Type error for argument", "Preparing the pipeline timed out"),
        ("new-kind", "?", "New kind"),
        (None, "?", "Error"),
    ],
)
def test_each_kind_of_error_has_its_words(kind: str | None, message: str, told: str) -> None:
    assert error_word(kind, message) == told


def test_three_errors_are_told_in_circlecis_words_and_the_rest_is_a_count() -> None:
    errors = [{"type": "config", "message": message} for message in ("  one\n", "", "three", "four", "five")]
    blocks = error_blocks(pipeline(errors=errors))

    assert blocks[0] == Lines(((Bold("The configuration is wrong"), ":"),))
    assert [each.text for each in blocks if isinstance(each, CodeBlock)] == [
        "one",
        "CircleCI says no more.",
        "three",
    ]
    assert blocks[-1] == Lines((("+ 2 more errors",),))


def test_a_pipeline_that_started_has_none() -> None:
    assert error_blocks(pipeline()) == ()
